import { JsonCodec2 } from "@smithy/core/protocols";

import { serializationException, unknownOperation } from "../errors.ts";
import type { Protocol } from "./protocol.ts";

const EPOCH_SECONDS = 7;
const codec = new JsonCodec2({
  timestampFormat: { useTrait: true, default: EPOCH_SECONDS },
  jsonName: false,
});

/**
 * AWS JSON 1.0 or 1.1; https://smithy.io/2.0/aws/protocols/aws-json-1_0-protocol.html. Takes the prefix of `X-Amz-Target`.
 * In 1.0 errors also carry the Query code in a header, as CloudWatch's do, which once spoke AWS Query.
 */
export const awsJson = ({ target, version = "1.0" }: { target: string; version?: "1.0" | "1.1" }): Protocol => {
  const headersFor = (requestId: string): Record<string, string> => ({
    "content-type": `application/x-amz-json-${version}`,
    "x-amzn-requestid": requestId,
  });
  return {
    recognises: (request) => request.headers["x-amz-target"]?.startsWith(`${target}.`) === true,
    operationName: (request) => request.headers["x-amz-target"]?.split(".", 2)[1],

    readInput: async (request, operation) => {
      try {
        return await codec.createDeserializer().read(operation.input, Buffer.from(request.body).toString("utf8"));
      } catch {
        throw serializationException();
      }
    },

    writeOutput: (operation, output, requestId) => {
      const serializer = codec.createSerializer();
      serializer.write(operation.output, output);
      return { status: 200, headers: headersFor(requestId), body: serializer.flush() };
    },

    writeError: (error, requestId) => ({
      status: error.status,
      headers: {
        ...headersFor(requestId),
        ...(version === "1.0" && {
          "x-amzn-query-error": `${error.code};${error.status < 500 ? "Sender" : "Receiver"}`,
        }),
      },
      body: JSON.stringify({ __type: error.code, [version === "1.0" ? "message" : "Message"]: error.message }),
    }),

    unknownOperation: (name) => unknownOperation(name ?? ""),
  };
};
