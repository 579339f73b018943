/**
 * Takes a text in pieces and gives it as a stream that asks for the next piece when it is wanted; once the reader has gone
 * it ends the pieces, so that nothing more is read for nobody. What a piece throws breaks the stream off.
 */
export function textStream(pieces: AsyncGenerator<string, void>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await pieces.next();
        if (done === true) controller.close();
        else controller.enqueue(encoder.encode(value));
      },
      async cancel() {
        await pieces.return();
      },
    },
    // None is read ahead: the network's own buffer is enough.
    { highWaterMark: 0 },
  );
}
