import { afterAll, beforeAll, expect, test } from "vitest";
import { config } from "#lib/config.ts";
import { listLanes } from "#lib/db/lane-queries.ts";
import { onEachDatabase } from "#lib/db/test-database.ts";
import { startSimulator } from "#lib/simulator/server.ts";
import type { Simulator } from "#lib/simulator/server.ts";
import { resolveLanes } from "./lanes.ts";

const REGIONS = ["us-east-1", "eu-west-1"];
const KEPT = [
  "AWS_ENDPOINT_URL",
  "AWS_ACCESS_KEY_ID",
  "AWS_SECRET_ACCESS_KEY",
  "REGIONS",
  "AWS_EC2_METADATA_DISABLED",
] as const;

let aws: Simulator;
const earlier = new Map(KEPT.map((name) => [name, process.env[name]]));

// Once for the file: the process reads its configuration once.
beforeAll(async () => {
  aws = await startSimulator({ accounts: 1, environments: 4, regions: REGIONS, throttle: "off" });
  const [account] = aws.ready.accounts;
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: aws.endpoint,
    AWS_ACCESS_KEY_ID: account?.accessKeyId,
    AWS_SECRET_ACCESS_KEY: account?.secretAccessKey,
    AWS_EC2_METADATA_DISABLED: "true",
    REGIONS: REGIONS.join(","),
  });
});
afterAll(async () => {
  await aws.close();
  for (const [name, value] of earlier) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
});

onEachDatabase((sql) => {
  test("ambient credentials that cannot say whose they are show AWS's error, and are found out later", async () => {
    const [account] = aws.world.accounts;
    if (account === undefined) throw new Error("The world has an account");
    const secret = account.secretAccessKey;
    // For now, AWS knows another secret for this key.
    account.secretAccessKey = "another";
    expect(await resolveLanes(config(), sql(), new Date())).toEqual(new Map());
    const failing = await listLanes(sql());
    expect(failing.map(({ region, failure }) => [region, failure?.code])).toEqual([
      ["eu-west-1", "SignatureDoesNotMatch"],
      ["us-east-1", "SignatureDoesNotMatch"],
    ]);

    account.secretAccessKey = secret;
    const lanes = await resolveLanes(config(), sql(), new Date());
    expect([...lanes.values()].map(({ accountId, region }) => [accountId, region])).toEqual(
      REGIONS.map((region) => [aws.ready.accounts[0]?.id, region]),
    );
    expect((await listLanes(sql())).map(({ accountId, failure }) => [accountId, failure])).toEqual(
      REGIONS.map(() => [aws.ready.accounts[0]?.id, null]),
    );
  });
});
