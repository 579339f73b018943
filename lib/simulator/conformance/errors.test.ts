import { cbor } from "@smithy/core/cbor";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";

import { findAwsCli } from "../../../scripts/aws-cli.ts";
import { errorTable, type ErrorName } from "../error-table.ts";
import { anySituations } from "./test-any-situations.ts";
import { COMMANDS, commandOf, startCli, type Cli } from "./test-cli.ts";
import {
  beanstalkSituations,
  cloudWatchSituations,
  ec2Situations,
  organizationsSituations,
  stsSituations,
} from "./test-service-situations.ts";
import { bySdk, type Seen } from "./test-sdk.ts";
import { errorStage, type ErrorStage, type Situation } from "./test-stage.ts";
import type { Received } from "./test-wire.ts";

let stage: ErrorStage;
let cli: Cli;
let situations: Record<ErrorName, Situation>;

beforeAll(async () => {
  stage = await errorStage();
  cli = await startCli(findAwsCli(), stage.simulator, { validates: false });
  situations = {
    ...anySituations(stage),
    ...beanstalkSituations(stage),
    ...ec2Situations(),
    ...stsSituations(stage),
    ...cloudWatchSituations(),
    ...organizationsSituations(stage),
  };
});

afterAll(async () => {
  await cli.close();
  await stage.close();
});

const TypedError = z.object({ __type: z.string(), message: z.string() });
const ENTITIES: Record<string, string> = { "&lt;": "<", "&gt;": ">", "&quot;": '"', "&apos;": "'", "&amp;": "&" };

/** Reads an error from the wire as its own protocol writes it; plain text has no code. */
const read = ({ status, headers, body, text }: Received, code: string): Seen => {
  const kind = String(headers["content-type"]);
  if (kind.includes("plain")) return { code, status, message: text };
  if (!kind.includes("xml")) {
    const { __type, message } = TypedError.parse(kind.includes("cbor") ? cbor.deserialize(body) : JSON.parse(text));
    return { code: __type, status, message };
  }
  const element = (name: string) =>
    (new RegExp(`<${name}>([^<]*)</${name}>`).exec(text)?.[1] ?? "").replaceAll(
      /&\w+;/g,
      (entity) => ENTITIES[entity] ?? entity,
    );
  return { code: element("Code"), status, message: element("Message") };
};

const rows = errorTable.flatMap(({ rows: some }) => some);

describe("over HTTP, each row's code, status and words", () => {
  test.each(rows)("$name", async ({ name, row }) => {
    const situation = situations[name];
    const { code, status, message } = situation.answers;
    const seen = "ask" in situation ? await bySdk(stage.simulator, situation.ask) : read(await situation.wire(), code);
    expect(seen).toEqual({ code: row.code, status: row.status, message });
    expect([code, status]).toEqual([row.code, row.status]);
  });
});

/** What the CLI never sends, or cannot be told to: requests that are malformed, unsigned or signed at another time. */
const NOT_BY_CLI: readonly ErrorName[] = [
  "missingAction",
  "unknownEc2Version",
  "missingVersion",
  // Only a CLI that speaks AWS JSON or CBOR to CloudWatch gets this one.
  "unknownOperation",
  "malformedInput",
  "serializationException",
  "unknownService",
  "requestTooLarge",
  "missingToken",
  "malformedAuthorization",
  "missingDate",
  "scopeDateMismatch",
  "signatureExpired",
  "signatureNotYetCurrent",
  "ec2MissingToken",
  "ec2ClockOff",
];

test("what is put on the wire by hand is just what the CLI never sends", () => {
  const byHand = rows.map(({ name }) => name).filter((name) => "wire" in situations[name]);
  expect(byHand.toSorted()).toEqual([...NOT_BY_CLI].toSorted());
});

describe.concurrent("by the CLI, in its words to people", () => {
  test.each(rows.filter(({ name }) => !NOT_BY_CLI.includes(name)))("$name", async ({ name }) => {
    const situation = situations[name];
    if (!("ask" in situation)) throw new Error("this row is put on the wire by hand");
    const { service, operation, input, at, ...rest } = situation.ask;
    const answer = await cli.ask(
      `${COMMANDS[service] ?? service} ${commandOf(operation)}`,
      ["--no-paginate", "--cli-input-json", JSON.stringify(input)],
      { ...rest, ...(at !== undefined && { endpoint: at.endpoint, credentials: at.ready.accounts[0] }) },
    );
    const { code, message } = situation.answers;
    // Where it would have tried again, it says so in between; newer ones begin with their own name.
    expect(
      answer.err
        .trim()
        .replace(/ \(reached max retries: \d+\)/, "")
        .replace(/^aws: \[ERROR\]: /, ""),
    ).toBe(`An error occurred (${code}) when calling the ${operation} operation: ${message}`);
    expect(answer.code).toBeGreaterThan(0);
  });
});
