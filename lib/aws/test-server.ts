import { createServer } from "node:http";
import type { LaneAccess } from "./lane.ts";

/** What the test server does with a request: answers, or closes the connection after having read all of it. */
export type TestAnswer = { status?: number; body: string } | "hang-up" | "silence";

export type TestServer = {
  access: LaneAccess;
  requests: { parameters: URLSearchParams; userAgent: string }[];
  close: () => Promise<void>;
};

/** Starts a server that answers AWS Query requests as told; for answers no well-behaved AWS gives. */
export async function startTestServer(
  answer: (parameters: URLSearchParams, call: number) => TestAnswer,
): Promise<TestServer> {
  const requests: TestServer["requests"] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8");
    request.on("data", (chunk: string) => {
      body += chunk;
    });
    request.on("end", () => {
      const parameters = new URLSearchParams(body);
      requests.push({ parameters, userAgent: request.headers["user-agent"] ?? "" });
      const told = answer(parameters, requests.length);
      if (told === "silence") return;
      if (told === "hang-up") {
        request.socket.destroy();
        return;
      }
      response.writeHead(told.status ?? 200, {
        "content-type": "text/xml",
        "x-amzn-requestid": `request-${requests.length}`,
      });
      response.end(told.body);
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("A TCP server has a port.");
  return {
    access: {
      accountId: "111122223333",
      region: "us-east-1",
      roleArn: null,
      externalId: null,
      aws: {
        endpointUrl: `http://127.0.0.1:${address.port}`,
        ambient: () => Promise.resolve({ accessKeyId: "AKIDEXAMPLE", secretAccessKey: "not-a-secret" }),
      },
    },
    requests,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Gives an error as AWS Query writes it. */
export function queryError(code: string, message: string, status = 400): TestAnswer {
  return {
    status,
    body: `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>r</RequestId></ErrorResponse>`,
  };
}
