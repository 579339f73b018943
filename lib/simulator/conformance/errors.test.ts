import * as cloudWatchSdk from "@aws-sdk/client-cloudwatch";
import * as ec2Sdk from "@aws-sdk/client-ec2";
import * as elasticBeanstalkSdk from "@aws-sdk/client-elastic-beanstalk";
import * as stsSdk from "@aws-sdk/client-sts";
import { cbor } from "@smithy/core/cbor";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";

import { findAwsCli } from "../../../scripts/aws-cli.ts";
import { errorTable, type ErrorName } from "../error-table.ts";
import { clientConfig } from "../server.ts";
import { anySituations } from "./test-any-situations.ts";
import { COMMANDS, commandOf, startCli, type Cli } from "./test-cli.ts";
import { beanstalkSituations, cloudWatchSituations, ec2Situations, stsSituations } from "./test-service-situations.ts";
import { errorStage, type Ask, type ErrorStage, type Situation } from "./test-stage.ts";
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
  };
});

afterAll(async () => {
  await cli.close();
  await stage.close();
});

type Seen = { code: string; status: number; message: string };
type AnyClient = { send: (command: object) => Promise<unknown> };

const clientOf = ({ service, at = stage.simulator, ...ask }: Ask): AnyClient => {
  const config = {
    ...clientConfig(at, {
      ...(ask.account !== undefined && { account: ask.account }),
      ...(ask.region !== undefined && { region: ask.region }),
    }),
    ...(ask.credentials !== undefined && { credentials: ask.credentials }),
    maxAttempts: 1,
  };
  // oxlint-disable typescript/no-unsafe-type-assertion -- each client gets a command of its own package below
  switch (service) {
    case "elasticbeanstalk":
      return new elasticBeanstalkSdk.ElasticBeanstalkClient(config) as unknown as AnyClient;
    case "ec2":
      return new ec2Sdk.EC2Client(config) as unknown as AnyClient;
    case "sts":
      return new stsSdk.STSClient(config) as unknown as AnyClient;
    case "monitoring":
      return new cloudWatchSdk.CloudWatchClient(config) as unknown as AnyClient;
  }
  // oxlint-enable typescript/no-unsafe-type-assertion
};
const SDKS: Record<Ask["service"], object> = {
  elasticbeanstalk: elasticBeanstalkSdk,
  ec2: ec2Sdk,
  sts: stsSdk,
  monitoring: cloudWatchSdk,
};

const SdkError = z.object({
  name: z.string(),
  Code: z.string().optional(),
  message: z.string(),
  $metadata: z.object({ httpStatusCode: z.number() }),
});

const bySdk = async (ask: Ask): Promise<Seen> => {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the SDK names its commands after the operations
  const Command = Reflect.get(SDKS[ask.service], `${ask.operation}Command`) as new (input: object) => object;
  const thrown = await clientOf(ask)
    .send(new Command(ask.input))
    .then(
      () => undefined,
      (error: unknown) => error,
    );
  const { name, Code, message, $metadata } = SdkError.parse(thrown);
  return { code: Code ?? name, status: $metadata.httpStatusCode, message };
};

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
    const seen = "ask" in situation ? await bySdk(situation.ask) : read(await situation.wire(), code);
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
  "scopeDateMismatch",
  "signatureExpired",
  "signatureNotYetCurrent",
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
