import { readFile } from "node:fs/promises";
import { isDeepStrictEqual } from "node:util";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";

import { findAwsCli } from "../../../scripts/aws-cli.ts";
import { services } from "../catalog.ts";
import type { Constraint, Constraints } from "../protocols/constraints.ts";
import { startSimulator, type Simulator } from "../server.ts";
import { COMMANDS, startCli, type Cli } from "./test-cli.ts";

/** The service model that comes with the CLI, as far as inputs go. */
const Model = z.object({
  operations: z.record(z.string(), z.object({ input: z.object({ shape: z.string() }).optional() })),
  shapes: z.record(
    z.string(),
    z.object({
      type: z.string(),
      members: z.record(z.string(), z.object({ shape: z.string() })).optional(),
      member: z.object({ shape: z.string() }).optional(),
      min: z.number().optional(),
      max: z.number().optional(),
      pattern: z.string().optional(),
      enum: z.array(z.string()).optional(),
    }),
  ),
});
type Model = z.infer<typeof Model>;

let simulator: Simulator;
let cli: Cli;

beforeAll(async () => {
  simulator = await startSimulator({ environments: 0, accounts: 1, throttle: "off" });
  cli = await startCli(findAwsCli(), simulator);
});

afterAll(async () => {
  await cli.close();
  await simulator.close();
});

/** Where the CLI keeps a service's model it says itself, when asked to say everything it does. */
const modelOf = async (signingName: string, command: string): Promise<Model> => {
  const { err } = await cli.ask(`${COMMANDS[signingName]} ${command}`, ["--debug"]);
  const file = /Loading JSON file: (.*\/service-2\.json(?:\.gz)?)$/m.exec(err)?.[1];
  if (file === undefined) throw new Error("this CLI does not say where its service models are");
  const bytes = await readFile(file);
  return Model.parse(JSON.parse((file.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8")));
};

const constraintIn = ({ type, min, max, pattern, enum: values }: Model["shapes"][string]): Constraint | undefined => {
  const limits = min === undefined && max === undefined ? undefined : ([min ?? 0, max ?? Infinity] as const);
  const constraint: Constraint = {
    ...(limits !== undefined && (type === "integer" ? { range: limits } : { length: limits })),
    ...(pattern !== undefined && { pattern }),
    ...(values !== undefined && { values }),
  };
  return Object.keys(constraint).length === 0 ? undefined : constraint;
};

/** Every constraint of an operation's input, by member as our tables have it. */
const constraintsOf = (model: Model, name: string, member = ""): Constraints => {
  const shape = model.shapes[name];
  if (shape === undefined) return {};
  const own = constraintIn(shape);
  return Object.assign(
    own === undefined ? {} : { [member]: own },
    shape.member === undefined ? {} : constraintsOf(model, shape.member.shape, `${member}[]`),
    ...Object.entries(shape.members ?? {}).map(([child, { shape: target }]) =>
      constraintsOf(model, target, member === "" ? child : `${member}.${child}`),
    ),
  );
};

/** AWS lifted these limits after the oldest CLI in use was made. */
const LIFTED: Readonly<Record<string, Constraint>> = { Policy: { length: [1, 2048] } };

/** Our constraint as a model of another age has it: with limits that were lifted since, and without values that came since. */
const comparable = (ours: Constraint | undefined, member: string, theirs: Constraint): Constraint => {
  const known = ours?.values?.every((value) => theirs.values?.includes(value));
  const lifted = LIFTED[member];
  return {
    ...ours,
    ...(known === true && theirs.values !== undefined && { values: theirs.values }),
    ...(isDeepStrictEqual(lifted?.length, theirs.length) && lifted),
  };
};

test.each([
  ["elasticbeanstalk", "describe-applications"],
  ["ec2", "describe-regions"],
  ["sts", "get-caller-identity"],
  ["monitoring", "list-metrics"],
  ["organizations", "describe-organization"],
])("%s: our constraints are those of the CLI's own service model", async (signingName, command) => {
  const model = await modelOf(signingName, command);
  const service = services.find((one) => one.signingName === signingName);
  const ours = [...(service?.operations.values() ?? [])][0]?.constraints ?? {};
  const theirs: Constraints = Object.assign(
    {},
    ...Object.keys(service?.handlers ?? {}).map((operation) => {
      const input = model.operations[operation]?.input?.shape;
      return input === undefined ? {} : constraintsOf(model, input);
    }),
  );
  const different = Object.entries(theirs).filter(
    ([member, constraint]) => !isDeepStrictEqual(comparable(ours[member], member, constraint), constraint),
  );
  expect(different).toEqual([]);
  // An older model may lack members; none of ours may be missing from the others.
  const unknown = Object.keys(ours).filter((member) => theirs[member] === undefined);
  expect(unknown.filter((member) => !member.startsWith("ProvidedContexts"))).toEqual([]);
});
