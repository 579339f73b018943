import { createServer, request as send } from "node:http";
import type { IncomingMessage } from "node:http";

/** A request on its way to the simulator. */
type Passing = { region: string; service: string; action: string; form: URLSearchParams };

/** What the proxy does: takes the simulator's answer and gives another, or an answer without asking. */
export type Edit = {
  before?: (passing: Passing) => { status: number; body: string } | undefined;
  after?: (passing: Passing, body: string) => string;
};

export type Proxy = { endpoint: string; passed: Passing[]; close: () => Promise<void> };

async function textOf(message: IncomingMessage): Promise<string> {
  let text = "";
  message.setEncoding("utf8");
  for await (const chunk of message) text += String(chunk);
  return text;
}

/** Starts an AWS that is a simulator, but for what is edited on the way back. */
export async function startProxy(simulator: string, edit: Edit): Promise<Proxy> {
  const passed: Passing[] = [];
  const server = createServer((incoming, outgoing) => {
    void (async () => {
      const body = await textOf(incoming);
      const form = new URLSearchParams(body);
      const scope = /Credential=[^/]+\/\d+\/([^/]+)\/([^/]+)\//.exec(incoming.headers.authorization ?? "");
      const target =
        String(incoming.headers["x-amz-target"] ?? "")
          .split(".")
          .at(-1) ?? "";
      const [, region = "", service = ""] = scope ?? [];
      const passing = { region, service, action: form.get("Action") ?? target, form };
      passed.push(passing);
      const instead = edit.before?.(passing);
      if (instead !== undefined) {
        outgoing.writeHead(instead.status, { "content-type": "text/xml" }).end(instead.body);
        return;
      }
      // The headers go on as they came: the signature covers the host.
      const onward = send(
        new URL(incoming.url ?? "/", simulator),
        { method: incoming.method, headers: incoming.headers },
        (answer) => {
          const chunks: Buffer[] = [];
          answer.on("data", (chunk: Buffer) => chunks.push(chunk));
          answer.on("end", () => {
            const whole = Buffer.concat(chunks);
            const edited = edit.after === undefined ? whole : Buffer.from(edit.after(passing, whole.toString("utf8")));
            outgoing.writeHead(answer.statusCode ?? 500, { ...answer.headers, "content-length": edited.byteLength });
            outgoing.end(edited);
          });
        },
      );
      onward.end(body);
    })();
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("A TCP server has a port.");
  return {
    endpoint: `http://127.0.0.1:${address.port}`,
    passed,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** An error as AWS Query writes it. */
export function queryError(status: number, code: string, message: string): { status: number; body: string } {
  return {
    status,
    body: `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>r</RequestId></ErrorResponse>`,
  };
}
