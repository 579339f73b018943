import { cbor, CborCodec } from "@smithy/core/cbor";

import { serializationException, unknownOperation } from "../errors.ts";
import type { Protocol } from "./protocol.ts";

const codec = new CborCodec();

/**
 * Smithy RPC v2 over CBOR, which the AWS CLI prefers for CloudWatch;
 * https://smithy.io/2.0/additional-specs/protocols/smithy-rpc-v2.html. Takes the service's name in the path.
 */
export const rpcV2Cbor = ({ service }: { service: string }): Protocol => {
  const prefix = `/service/${service}/operation/`;
  const headersFor = (requestId: string): Record<string, string> => ({
    "content-type": "application/cbor",
    "smithy-protocol": "rpc-v2-cbor",
    "x-amzn-requestid": requestId,
  });
  return {
    recognises: (request) => request.headers["smithy-protocol"] === "rpc-v2-cbor" && request.path.startsWith(prefix),
    operationName: (request) => request.path.slice(prefix.length),

    readInput: async (request, operation) => {
      if (request.body.byteLength === 0) return {};
      try {
        return await codec.createDeserializer().read(operation.input, request.body);
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
        "x-amzn-query-error": `${error.code};${error.status < 500 ? "Sender" : "Receiver"}`,
      },
      body: cbor.serialize({ __type: error.code, message: error.message }),
    }),

    unknownOperation: (name) => unknownOperation(name ?? ""),
  };
};
