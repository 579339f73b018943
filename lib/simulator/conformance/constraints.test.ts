import type { NormalizedSchema } from "@smithy/core/schema";
import { afterAll, beforeAll, expect, test } from "vitest";

import { services } from "../catalog.ts";
import type { Constraint } from "../protocols/constraints.ts";
import { startSimulator, type Simulator } from "../server.ts";
import { bySdk } from "./test-sdk.ts";
import type { Ask } from "./test-stage.ts";

let simulator: Simulator;

beforeAll(async () => {
  simulator = await startSimulator({ environments: 4, accounts: 1, throttle: "off" });
});

afterAll(() => simulator.close());

/** A member that an operation takes: its name in our tables, and its schema. */
type Member = { member: string; schema: NormalizedSchema };

const membersOf = (schema: NormalizedSchema, member = ""): Member[] => {
  if (schema.isListSchema()) {
    return [{ member, schema }, ...membersOf(schema.getValueSchema(), `${member}[]`)];
  }
  if (!schema.isStructSchema()) return [{ member, schema }];
  return [...schema.structIterator()].flatMap(([name, child]) =>
    membersOf(child, member === "" ? name : `${member}.${name}`),
  );
};

/** An input with the value at the member, and nothing else. */
const inputWith = (member: string, value: unknown): object => {
  const nested = member
    .split(/\.|(?=\[\])/)
    .reduceRight<unknown>((inside, part) => (part === "[]" ? [inside] : { [part]: inside }), value);
  return Object(nested);
};

/** What an error calls it: `tags.1.member.key`, and a list by its own name where one of its texts is wrong. */
const placeOf = (member: string, isText: boolean): string =>
  (isText && member.endsWith("[]") ? member.slice(0, -2) : member)
    .replaceAll("[]", ".1.member")
    .replaceAll(/(^|\.)[A-Z]/g, (start) => start.toLowerCase());

/** Something a list may hold; a structure of nothing would not be sent. */
const itemOf = (list: NormalizedSchema): unknown => {
  const items = list.getValueSchema();
  if (!items.isStructSchema()) return "1";
  const [first] = items.structIterator();
  return { [first?.[0] ?? ""]: "1" };
};

/** Values just within and just beyond a constraint. */
const probes = (constraint: Constraint, schema: NormalizedSchema): { good: unknown[]; bad: unknown[] } => {
  const { length, range, pattern, values } = constraint;
  const ofSize = (size: number): unknown =>
    schema.isListSchema() ? Array.from({ length: size }, () => itemOf(schema)) : "1".repeat(size);
  const good: unknown[] = [];
  const bad: unknown[] = [];
  if (length !== undefined) {
    const [min, max] = length;
    good.push(ofSize(min));
    if (min > 0) bad.push(ofSize(min - 1));
    if (max !== Infinity) {
      good.push(ofSize(max));
      bad.push(ofSize(max + 1));
    }
  }
  if (range !== undefined) {
    const [min, max] = range;
    good.push(min);
    bad.push(min - 1);
    if (max !== Infinity) {
      good.push(max);
      bad.push(max + 1);
    }
  }
  // A bell is in no pattern but the one that takes anything, and so long that no length objects; CloudWatch's namespaces only must not begin with a colon.
  if (pattern !== undefined && pattern !== String.raw`[\s\S]*`)
    bad.push(pattern === "[^:].*" ? ":namespace" : "\u{7}".repeat(24));
  if (values !== undefined) {
    good.push(...values);
    bad.push("nonsense");
  }
  return { good, bad };
};

const played = services.flatMap(({ signingName, handlers, operations }) =>
  Object.keys(handlers).flatMap((operation) => {
    const found = operations.get(operation);
    if (found === undefined) return [];
    return membersOf(found.input).flatMap(({ member, schema }) => {
      const constraint = found.constraints[member];
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the catalog's services are those an `Ask` can name
      const service = signingName as Ask["service"];
      return constraint === undefined ? [] : [{ service, operation, member, schema, constraint }];
    });
  }),
);

test.each(played)(
  "$operation holds $member to its limits",
  async ({ service, operation, member, schema, constraint }) => {
    const place = `at '${placeOf(member, schema.isStringSchema())}' failed to satisfy constraint: Member must`;
    const seen = (value: unknown) => bySdk(simulator, { service, operation, input: inputWith(member, value) });
    const { good, bad } = probes(constraint, schema);
    for (const value of bad) {
      expect(await seen(value)).toMatchObject({
        code: "ValidationError",
        status: 400,
        message: expect.stringContaining(place),
      });
    }
    for (const value of good) expect((await seen(value))?.message ?? "").not.toContain(place);
  },
);

test("every constraint is of a member that some operation has", () => {
  for (const { signingName, operations } of services) {
    const constrained = Object.keys([...operations.values()][0]?.constraints ?? {});
    const probed = new Set(played.filter(({ service }) => service === signingName).map(({ member }) => member));
    expect(constrained.filter((member) => !probed.has(member))).toEqual([]);
  }
});

test("a list's texts are named together, with the whole constraint, as AWS does", async () => {
  const seen = await bySdk(simulator, {
    service: "elasticbeanstalk",
    operation: "DescribeEnvironments",
    input: { EnvironmentNames: ["shop-production", "dev"] },
  });
  expect(seen?.message).toBe(
    "1 validation error detected: Value '[shop-production, dev]' at 'environmentNames' failed to satisfy constraint: Member must satisfy constraint: [Member must have length less than or equal to 40, Member must have length greater than or equal to 4]",
  );
});
