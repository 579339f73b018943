import type { NormalizedSchema } from "@smithy/core/schema";

import { serializationException, validationError } from "../errors.ts";

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

/** The SDK lists a structure's required members first and says at index 6 how many they are. */
const requiredCount = (schema: NormalizedSchema): number => {
  const raw: unknown = schema.getSchema();
  const count: unknown = Array.isArray(raw) ? raw[6] : undefined;
  return typeof count === "number" ? count : 0;
};

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const hasType = (schema: NormalizedSchema, value: unknown): boolean => {
  if (schema.isBooleanSchema()) return typeof value === "boolean";
  if (schema.isNumericSchema()) return typeof value === "number";
  if (schema.isTimestampSchema()) return value instanceof Date && !Number.isNaN(value.getTime());
  if (schema.isStringSchema()) return typeof value === "string";
  return true;
};

const walk = (schema: NormalizedSchema, value: unknown, at: string, missing: string[]): void => {
  if (schema.isListSchema()) {
    if (!Array.isArray(value)) throw serializationException();
    value.forEach((item: unknown, index) => walk(schema.getValueSchema(), item, `${at}.${index + 1}.member`, missing));
  } else if (schema.isStructSchema()) {
    if (!isObject(value)) throw serializationException();
    let index = 0;
    const required = requiredCount(schema);
    for (const [name, member] of schema.structIterator()) {
      const path = at === "" ? lowerFirst(name) : `${at}.${lowerFirst(name)}`;
      const child = value[name];
      if (child !== undefined && child !== null) walk(member, child, path, missing);
      else if (index < required) missing.push(path);
      index++;
    }
  } else if (!hasType(schema, value)) {
    throw serializationException();
  }
};

/**
 * Checks an input against its schema, so that handlers can trust the types they name; lengths, ranges and enums are not
 * in the schemas. Throws `SerializationException` for a wrong type, `ValidationError` for missing members.
 */
export const validateInput = (schema: NormalizedSchema, input: unknown): void => {
  if (!schema.isStructSchema()) return;
  const missing: string[] = [];
  walk(schema, input, "", missing);
  if (missing.length > 0) {
    throw validationError(
      ...missing.map((path) => `Value null at '${path}' failed to satisfy constraint: Member must not be null`),
    );
  }
};
