import { createServer } from "node:http";
import { z } from "zod";

/** What signs the messages of the flows. */
export const WEBHOOK_KEY = Buffer.from("the flows have nothing to hide..");

/** Where the workers learn of the receiver, which the global setup has started. */
export const RECEIVER_VARIABLE = "E2E_WEBHOOK_RECEIVER";

const Message = z.object({ headers: z.record(z.string(), z.string()), body: z.string() });
export type Message = z.infer<typeof Message>;

/** Starts a receiver of webhooks on this machine: it keeps what is posted and gives it to whoever asks. */
export async function startReceiver(): Promise<{ url: string; end: () => Promise<void> }> {
  const messages: { headers: object; body: string }[] = [];
  const server = createServer((request, response) => {
    if (request.method === "GET") {
      response.end(JSON.stringify(messages));
      return;
    }
    let body = "";
    request.setEncoding("utf8");
    request.on("data", (chunk: string) => {
      body += chunk;
    });
    request.on("end", () => {
      messages.push({ headers: request.headers, body });
      response.end("noted");
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("A TCP server has a port");
  return {
    url: `http://127.0.0.1:${address.port}/`,
    end: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Gives every message that has been received so far. */
export async function received(): Promise<Message[]> {
  const answer = await fetch(process.env[RECEIVER_VARIABLE] ?? "");
  return z.array(Message).parse(await answer.json());
}
