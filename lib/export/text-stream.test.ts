import { once } from "node:events";
import { createServer, get } from "node:http";
import type { ServerResponse } from "node:http";
import { expect, test } from "vitest";
import { textStream } from "./text-stream.ts";

/** Pieces that are counted as they are asked for, and a promise of their end. */
function counted(count: number, piece: string, failAt = Number.POSITIVE_INFINITY) {
  const ended = Promise.withResolvers<void>();
  const told = { asked: 0, ended: ended.promise };
  async function* pieces(): AsyncGenerator<string, void> {
    try {
      while (told.asked < count) {
        told.asked += 1;
        if (told.asked === failAt) throw new Error("The database is gone");
        yield piece;
      }
    } finally {
      ended.resolve();
    }
  }
  return { told, pieces: pieces() };
}

/** Sends a stream as Next does: it waits for a slow client, and gives up when the client has gone. */
async function send(stream: ReadableStream<Uint8Array>, response: ServerResponse): Promise<void> {
  const gone = new AbortController();
  let drained = Promise.withResolvers<void>();
  response.on("drain", () => drained.resolve());
  response.once("close", () => {
    drained.resolve();
    gone.abort();
  });
  const sink = new WritableStream<Uint8Array>({
    async write(bytes) {
      if (response.write(bytes)) return;
      await drained.promise;
      drained = Promise.withResolvers();
    },
    close() {
      response.end();
    },
    abort() {
      response.destroy();
    },
  });
  await stream.pipeTo(sink, { signal: gone.signal }).catch(() => undefined);
}

async function serving<T>(pieces: AsyncGenerator<string, void>, visit: (url: string) => Promise<T>): Promise<T> {
  const server = createServer((_request, response) => {
    void send(textStream(pieces), response);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port");
  try {
    return await visit(`http://127.0.0.1:${address.port}`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

test("a piece is asked for when it is wanted, and not before", async () => {
  const { told, pieces } = counted(5, "é");
  const reader = textStream(pieces).getReader();
  expect(told.asked).toBe(0);
  expect(await reader.read()).toEqual({ done: false, value: new TextEncoder().encode("é") });
  expect(told.asked).toBe(1);
  await reader.cancel();
  await told.ended;
  expect(told.asked).toBe(1);
});

test("a client that goes away ends the pieces", async () => {
  // Far more than all buffers between hold.
  const { told, pieces } = counted(10_000, "x".repeat(100_000));
  await serving(pieces, async (url) => {
    const request = get(url);
    const [response] = await once(request, "response");
    await once(response, "data");
    request.destroy();
    await told.ended;
  });
  expect(told.asked).toBeLessThan(1_000);
});

test("a failure in the middle breaks the answer off, so that a cut file is not taken for a whole one", async () => {
  const { pieces } = counted(10, "x", 3);
  await serving(pieces, async (url) => {
    const whole = fetch(url).then((answer) => answer.text());
    await expect(whole).rejects.toThrow(/terminated|fetch failed/u);
  });
});
