import { DescribeInstancesRequest$ } from "@aws-sdk/client-ec2";
import { DescribeEnvironmentsMessage$, UpdateEnvironmentMessage$ } from "@aws-sdk/client-elastic-beanstalk";
import { QueryShapeSerializer } from "@aws-sdk/core/protocols";
import { NormalizedSchema } from "@smithy/core/schema";
import * as fc from "fast-check";
import { expect, test } from "vitest";

import { awsQuery } from "./aws-query.ts";
import { ec2Query } from "./ec2-query.ts";
import type { Protocol, WireRequest } from "./protocol.ts";

const query = awsQuery({ xmlNamespace: "urn:test", version: "1" });
const ec2 = ec2Query({ xmlNamespace: "urn:test", version: "1" });

type StructureSchema = typeof UpdateEnvironmentMessage$;

const post = (body: string): WireRequest => ({
  method: "POST",
  path: "/",
  query: new URLSearchParams(),
  headers: {},
  body: Buffer.from(`Version=1&${body}`),
});

const written = (schema: StructureSchema, value: unknown, flavour: "query" | "ec2"): string => {
  const serializer = new QueryShapeSerializer({
    timestampFormat: { useTrait: true, default: 5 },
    httpBindings: false,
    serializeEmptyLists: flavour === "query",
    ...(flavour === "ec2" && { ec2: true, capitalizeKeys: true, flattenLists: true }),
  });
  serializer.write(schema, value);
  return String(serializer.flush());
};

const read = (protocol: Protocol, schema: StructureSchema, body: string): unknown =>
  protocol.readInput(post(body), {
    name: "Any",
    input: NormalizedSchema.of(schema),
    output: NormalizedSchema.of("unit"),
    constraints: {},
  });

const setting = fc.record({ Namespace: fc.string(), OptionName: fc.string(), Value: fc.string() });
const seconds = fc
  .date({ min: new Date(0), max: new Date("2099-01-01"), noInvalidDate: true })
  .map((date) => new Date(Math.floor(date.getTime() / 1000) * 1000));

test("what the SDK writes as AWS Query is read back", () => {
  fc.assert(
    fc.property(
      fc.record({
        EnvironmentId: fc.string(),
        OptionSettings: fc.array(setting),
        Tier: fc.record({ Name: fc.string() }),
      }),
      (input) => {
        expect(read(query, UpdateEnvironmentMessage$, written(UpdateEnvironmentMessage$, input, "query"))).toEqual(
          input,
        );
      },
    ),
  );
  const filters = fc.record({
    EnvironmentNames: fc.array(fc.string()),
    IncludeDeleted: fc.boolean(),
    MaxRecords: fc.integer(),
    IncludedDeletedBackTo: seconds,
  });
  fc.assert(
    fc.property(filters, (input) => {
      expect(read(query, DescribeEnvironmentsMessage$, written(DescribeEnvironmentsMessage$, input, "query"))).toEqual(
        input,
      );
    }),
  );
});

test("what the SDK writes as EC2 Query is read back", () => {
  const filters = fc.record({
    InstanceIds: fc.array(fc.string(), { minLength: 1 }),
    Filters: fc.array(fc.record({ Name: fc.string(), Values: fc.array(fc.string(), { minLength: 1 }) }), {
      minLength: 1,
    }),
    MaxResults: fc.integer(),
    DryRun: fc.boolean(),
  });
  fc.assert(
    fc.property(filters, (input) => {
      expect(read(ec2, DescribeInstancesRequest$, written(DescribeInstancesRequest$, input, "ec2"))).toEqual(input);
    }),
  );
});

test("an absent list is not an empty one; items go by their number", () => {
  expect(read(query, DescribeEnvironmentsMessage$, "")).toEqual({});
  expect(read(query, DescribeEnvironmentsMessage$, "EnvironmentNames=")).toEqual({
    EnvironmentNames: [],
  });
  const body = "EnvironmentNames.member.10=c&EnvironmentNames.member.2=b&EnvironmentNames.member.1=a";
  expect(read(query, DescribeEnvironmentsMessage$, body)).toEqual({
    EnvironmentNames: ["a", "b", "c"],
  });
});

test.each([
  "MaxRecords=many",
  "IncludeDeleted=maybe",
  "IncludedDeletedBackTo=yesterday",
  "EnvironmentIds.member.1.x=1",
])("%s is refused", (body) => {
  expect(() => read(query, DescribeEnvironmentsMessage$, body)).toThrow(
    expect.objectContaining({ code: "MalformedInput" }),
  );
});

test("keys that mean something to JavaScript are only text", () => {
  expect(read(query, DescribeEnvironmentsMessage$, "__proto__.x=1&constructor.prototype.y=2")).toEqual({});
});
