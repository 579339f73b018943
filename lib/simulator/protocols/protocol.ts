import type { NormalizedSchema } from "@smithy/core/schema";

import type { AwsError } from "../errors.ts";
import type { Constraints } from "./constraints.ts";

/** A request as it came over the wire; header names in lower case. */
export type WireRequest = {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: Readonly<Record<string, string>>;
  body: Uint8Array;
};

export type WireResponse = {
  status: number;
  headers: Record<string, string>;
  body: string | Uint8Array;
};

/** One operation of a service: as the SDK's own schema describes it, and what its input may be besides. */
export type Operation = {
  name: string;
  input: NormalizedSchema;
  output: NormalizedSchema;
  constraints: Constraints;
};

/** How a service's calls look on the wire; knows schemas, never a service by name. */
export type Protocol = {
  /** Whether a request speaks this protocol, in the version this service has. */
  recognises: (request: WireRequest) => boolean;
  /** The operation a request names; `undefined` when it names none. */
  operationName: (request: WireRequest) => string | undefined;
  /** The input by its schema; throws `AwsError` for what cannot be read. */
  readInput: (request: WireRequest, operation: Operation) => unknown;
  writeOutput: (operation: Operation, output: object, requestId: string) => WireResponse;
  writeError: (error: AwsError, requestId: string) => WireResponse;
  /** What AWS answers to a name it does not know. */
  unknownOperation: (name: string | undefined) => AwsError;
};
