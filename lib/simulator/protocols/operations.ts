import { NormalizedSchema } from "@smithy/core/schema";

import type { Constraints } from "./constraints.ts";
import type { Operation } from "./protocol.ts";

/** In the SDK's static schemas an array that starts with 9 is an operation: [9, namespace, name, traits, input, output]. */
const OPERATION = 9;

/**
 * All operations an SDK client package describes, by their AWS name; takes the package's module object and what the
 * service allows beyond it.
 */
export const operationsOf = (
  sdkModule: Readonly<Record<string, unknown>>,
  constraints: Constraints = {},
): ReadonlyMap<string, Operation> => {
  const operations = new Map<string, Operation>();
  for (const schema of Object.values(sdkModule)) {
    if (!Array.isArray(schema) || schema[0] !== OPERATION || typeof schema[2] !== "string") continue;
    operations.set(schema[2], {
      name: schema[2],
      // `isArray` leaves `any`: positions 4 and 5 are the schemas, as the kind at position 0 promises.
      input: NormalizedSchema.of(schema[4]),
      output: NormalizedSchema.of(schema[5]),
      constraints,
    });
  }
  return operations;
};
