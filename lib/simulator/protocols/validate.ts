import type { NormalizedSchema } from "@smithy/core/schema";

import { serializationException, validationError } from "../errors.ts";
import { constraintProblems, itemProblems, type Constraints } from "./constraints.ts";
import type { Operation } from "./protocol.ts";

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
  // No operation that is played takes other than whole numbers; the schemas do not tell.
  if (schema.isNumericSchema()) return Number.isInteger(value);
  if (schema.isTimestampSchema()) return value instanceof Date && !Number.isNaN(value.getTime());
  if (schema.isStringSchema()) return typeof value === "string";
  return true;
};

/** Where a value is: in the words of an error, and in those of the constraints. */
type Place = { at: string; member: string };

const problemsOf = (schema: NormalizedSchema, value: unknown, place: Place, constraints: Constraints): string[] => {
  const { at, member } = place;
  const own = constraintProblems(value, at, constraints[member]);
  if (schema.isListSchema()) {
    if (!Array.isArray(value)) throw serializationException();
    const items = schema.getValueSchema();
    const within = `${member}[]`;
    const problems = value.flatMap((item: unknown, index) =>
      problemsOf(
        items,
        item,
        { at: `${at}.${index + 1}.member`, member: within },
        items.isStringSchema() ? {} : constraints,
      ),
    );
    return [...own, ...(items.isStringSchema() ? itemProblems(value, at, constraints[within]) : []), ...problems];
  }
  if (schema.isStructSchema()) {
    if (!isObject(value)) throw serializationException();
    const problems = own;
    let index = 0;
    const required = requiredCount(schema);
    for (const [name, child] of schema.structIterator()) {
      const path = at === "" ? lowerFirst(name) : `${at}.${lowerFirst(name)}`;
      const given = value[name];
      if (given !== undefined && given !== null) {
        const inside = { at: path, member: member === "" ? name : `${member}.${name}` };
        problems.push(...problemsOf(child, given, inside, constraints));
      } else if (index < required) {
        problems.push(`Value null at '${path}' failed to satisfy constraint: Member must not be null`);
      }
      index++;
    }
    return problems;
  }
  if (!hasType(schema, value)) throw serializationException();
  return own;
};

/**
 * Checks an input against its operation's schema and constraints, so that handlers can trust what they are given.
 * Throws `SerializationException` for a wrong type, `ValidationError` for missing members and broken constraints.
 */
export const validateInput = ({ input: schema, constraints }: Operation, input: unknown): void => {
  if (!schema.isStructSchema()) return;
  const problems = problemsOf(schema, input, { at: "", member: "" }, constraints);
  if (problems.length > 0) throw validationError(...problems);
};
