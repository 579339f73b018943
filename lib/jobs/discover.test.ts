import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { listOpenAlerts } from "#lib/db/alert-queries.ts";
import { listAccounts, readOrganizationReading } from "#lib/db/account-queries.ts";
import { storeEnvironments, storeInstances, storeSettings } from "#lib/db/environment-queries.ts";
import { noteFailedScan, noteScan } from "#lib/db/history-queries.ts";
import { listLanes } from "#lib/db/lane-queries.ts";
import { onEachDatabase } from "#lib/db/test-database.ts";
import { factsOf, instancesOf, later, NOW, settingsOf } from "#lib/db/test-facts.ts";
import { readDeliveries } from "#lib/db/webhook-queries.ts";
import { setMember } from "#lib/simulator/organization.ts";
import { startSimulator } from "#lib/simulator/server.ts";
import type { Simulator } from "#lib/simulator/server.ts";
import type { DiscoveryConfig } from "./discover.ts";
import { discover, needsDiscovery } from "./discover.ts";
import { accessByDatabase } from "./lanes.ts";

const REGIONS = ["us-east-1", "eu-west-1", "eu-south-1"];
const ORGANIZATION = {
  roleName: "OrganizationAccountAccessRole",
  externalId: "shared-by-all",
  include: null,
  exclude: [],
  regions: "all",
} as const;

let seed = 0;
let aws: Simulator;
let ids: string[];

beforeEach(async () => {
  seed += 1;
  // The fifth account's role trusts nobody.
  aws = await startSimulator({ seed, accounts: 5, environments: 10, regions: REGIONS, throttle: "off" });
  ids = aws.ready.accounts.map(({ id }) => id);
});
afterEach(() => aws.close());

/** The configuration of a server with the keys of an account, by its place, unless told otherwise. */
const configured = (more: Partial<DiscoveryConfig> = {}): DiscoveryConfig => ({
  accounts: [{ kind: "ambient", regions: "all" }],
  organization: null,
  homeRegion: "us-east-1",
  ...more,
});

onEachDatabase((sql) => {
  const now = () => new Date();
  const run = (config: DiscoveryConfig, as = 0, { announces = false } = {}) => {
    const account = aws.world.accounts[as];
    if (account === undefined) throw new Error("The world has no such account");
    const { accessKeyId, secretAccessKey } = account;
    const ambient = () => Promise.resolve({ accessKeyId, secretAccessKey });
    return discover({ config, sql: sql(), now, announces, aws: { endpointUrl: aws.endpoint, ambient } });
  };
  const accountOf = async (id: string | undefined) =>
    (await listAccounts(sql())).find(({ accountId }) => accountId === id);
  const regionsOf = async (id: string | undefined) =>
    (await listLanes(sql())).filter(({ accountId }) => accountId === id).map(({ region }) => region);

  describe("regions", () => {
    test("are those the account enabled and Elastic Beanstalk exists in, the others with the reason", async () => {
      await run(configured());
      expect(await accountOf(ids[0])).toMatchObject({
        source: "ambient",
        state: null,
        failure: null,
        regions: {
          read: ["eu-south-1", "eu-west-1", "us-east-1"],
          leftOut: [
            { region: "af-south-1", reason: "not-enabled" },
            { region: "ap-east-1", reason: "not-enabled" },
            { region: "mx-central-1", reason: "no-elastic-beanstalk" },
          ],
        },
      });
      expect(await regionsOf(ids[0])).toEqual(["eu-south-1", "eu-west-1", "us-east-1"]);
      // The second account never opted in.
      await run(configured(), 1);
      expect(await regionsOf(ids[1])).toEqual(["eu-west-1", "us-east-1"]);
      expect(await accountOf(ids[0])).toBeUndefined();
    });

    test("that are named are taken at their word, and AWS is not asked", async () => {
      const account = { kind: "account", id: "111122223333", label: "shop", roleArn: null, externalId: null } as const;
      const config = configured({ accounts: [{ ...account, regions: ["ap-northeast-1"] }] });
      expect(needsDiscovery(config)).toBe(false);
      await run(config);
      expect(await regionsOf("111122223333")).toEqual(["ap-northeast-1"]);
      expect(aws.world.calls.size).toBe(0);
    });

    test("one that is opened later is read from then on, one that is closed is not", async () => {
      await run(configured(), 1);
      const lane = aws.world.lanes.find(({ accountId }) => accountId === ids[1]);
      if (lane === undefined) throw new Error("The account has lanes");
      aws.world.lanes.push({ ...lane, region: "eu-south-1", environments: [] });
      await run(configured(), 1);
      expect(await regionsOf(ids[1])).toEqual(["eu-south-1", "eu-west-1", "us-east-1"]);
      aws.world.lanes = aws.world.lanes.filter(({ region }) => region !== "eu-south-1");
      await run(configured(), 1);
      expect(await regionsOf(ids[1])).toEqual(["eu-west-1", "us-east-1"]);
    });

    test("where there are none at all, the account shows that instead of missing", async () => {
      await aws.close();
      // A region that must be opted in to and has no Elastic Beanstalk; the second account has nothing in it.
      aws = await startSimulator({ seed, accounts: 2, environments: 2, regions: ["mx-central-1"], throttle: "off" });
      await run(configured({ homeRegion: "mx-central-1" }), 1);
      const [account, ...others] = await listAccounts(sql());
      expect(others).toEqual([]);
      expect(account).toMatchObject({
        accountId: aws.ready.accounts[1]?.id,
        failure: null,
        regions: { read: [], leftOut: expect.arrayContaining([{ region: "eu-south-1", reason: "not-enabled" }]) },
      });
      expect(await listLanes(sql())).toEqual([]);
    });
  });

  test("ambient credentials that cannot say whose they are show AWS's error, and are found out later", async () => {
    const account = aws.world.accounts[0];
    if (account === undefined) throw new Error("The world has an account");
    const secret = account.secretAccessKey;
    const ambient = () => Promise.resolve({ accessKeyId: account.accessKeyId, secretAccessKey: secret });
    const discovery = { config: configured(), sql: sql(), now, aws: { endpointUrl: aws.endpoint, ambient } };
    await run(configured({ accounts: [] }));
    // For now, AWS knows another secret for this key.
    account.secretAccessKey = "another";
    await discover(discovery);
    const failing = await listLanes(sql());
    expect(failing.map(({ accountId, region, failure }) => [accountId, region, failure?.code])).toEqual([
      ["ambient", "us-east-1", "SignatureDoesNotMatch"],
    ]);
    expect(await accessByDatabase(discovery.config, sql())({ accountId: "ambient", region: "us-east-1" })).toBe(
      undefined,
    );
    account.secretAccessKey = secret;
    await discover(discovery);
    expect(new Set((await listLanes(sql())).map(({ accountId }) => accountId))).toEqual(new Set([ids[0]]));
    // What was found stays when they cannot say it again.
    account.secretAccessKey = "another";
    await discover(discovery);
    expect(await regionsOf(ids[0])).toEqual(["eu-south-1", "eu-west-1", "us-east-1"]);
    expect((await accountOf(ids[0]))?.failure).toMatchObject({ operation: "ec2:DescribeRegions" });
  });

  describe("an organization", () => {
    const all = configured({ organization: ORGANIZATION });

    test("gives every account by its name; one that is not open is shown and not read", async () => {
      await run(all);
      const accounts = await listAccounts(sql());
      expect(accounts.map(({ label, source, state }) => [label, source, state])).toEqual([
        ["acquired-legacy", "organization", "ACTIVE"],
        ["hackathon-2025", "organization", "PENDING_CLOSURE"],
        ["partner-sandbox", "organization", "ACTIVE"],
        ["payments-hardened", "organization", "ACTIVE"],
        ["retired-webshop", "organization", "SUSPENDED"],
        ["shared-services", "ambient", "ACTIVE"],
        ["shop-production", "organization", "ACTIVE"],
      ]);
      expect((await accountOf(ids[0]))?.roleArn).toBeNull();
      expect((await accountOf(ids[1]))?.roleArn).toBe(`arn:aws:iam::${ids[1]}:role/OrganizationAccountAccessRole`);
      const shut = accounts.filter(({ state }) => state !== "ACTIVE");
      for (const { accountId } of shut) expect(await regionsOf(accountId)).toEqual([]);
      expect(await readOrganizationReading(sql())).toMatchObject({ failure: null, lastSuccessAt: expect.any(String) });
    });

    test("whose account refuses its role shows it in AWS's words, with a lane in one region", async () => {
      await run(all);
      expect(await accountOf(ids[4])).toMatchObject({
        failure: { operation: "sts:AssumeRole", code: "AccessDenied", message: expect.stringContaining(ids[4] ?? "") },
        regions: { read: ["us-east-1"], leftOut: [] },
      });
      expect(await regionsOf(ids[4])).toEqual(["us-east-1"]);
      // Somebody mends the role, and later breaks it again: what was found in between stays.
      const account = aws.world.accounts[4];
      if (account === undefined) throw new Error("The world has five accounts");
      account.roleAssumable = true;
      await run(all);
      expect(await accountOf(ids[4])).toMatchObject({ failure: null });
      account.roleAssumable = false;
      await run(all);
      expect(await regionsOf(ids[4])).toEqual(["eu-west-1", "us-east-1"]);
      expect((await accountOf(ids[4]))?.failure).toMatchObject({ code: "AccessDenied" });
    });

    test("is as it is now: an account that joins is read, one that closes or leaves is not", async () => {
      const { organization } = aws.world;
      if (organization === undefined) throw new Error("The accounts are in an organization");
      setMember(organization, ids[3] ?? "", null, now());
      await run(all);
      expect(await accountOf(ids[3])).toBeUndefined();
      setMember(organization, ids[3] ?? "", "ACTIVE", now());
      setMember(organization, ids[2] ?? "", "SUSPENDED", now());
      await run(all);
      expect(await regionsOf(ids[3])).toEqual(["eu-west-1", "us-east-1"]);
      expect(await accountOf(ids[2])).toMatchObject({ state: "SUSPENDED" });
      expect(await regionsOf(ids[2])).toEqual([]);
      expect(await accessByDatabase(all, sql())({ accountId: ids[2] ?? "", region: "us-east-1" })).toBeUndefined();
    });

    test("that may not be read takes nothing away, and says so in AWS's words", async () => {
      await run(all);
      const before = await listLanes(sql());
      aws.faults.add({ fault: { kind: "internal-error" }, where: { service: "organizations" } });
      await run(all);
      aws.faults.clear();
      expect((await readOrganizationReading(sql()))?.failure).toMatchObject({
        operation: "organizations:ListAccounts",
        code: "InternalFailure",
      });
      expect(await listLanes(sql())).toEqual(before);
      // A member that is no delegated administrator finds its own account only, where nothing was known before.
      await run(configured({ accounts: [] }));
      await run(all, 3);
      expect((await readOrganizationReading(sql()))?.failure).toMatchObject({ code: "AccessDeniedException" });
      expect((await listAccounts(sql())).map(({ accountId }) => accountId)).toEqual([ids[3]]);
      aws.world.organization = undefined;
      await run(all);
      expect((await readOrganizationReading(sql()))?.failure).toMatchObject({
        code: "AWSOrganizationsNotInUseException",
      });
    });

    test("is narrowed to some accounts, without others; what the configuration names stays as named", async () => {
      const [, second, third, fourth] = aws.ready.accounts;
      const named = {
        kind: "account",
        id: second?.id ?? "",
        label: "named",
        roleArn: second?.roleArn ?? "",
        externalId: second?.externalId ?? "",
        regions: ["eu-west-1"],
      } as const;
      const narrow = { ...ORGANIZATION, include: [second, third, fourth].map((it) => it?.id ?? "") };
      const config = configured({
        accounts: [named],
        organization: { ...narrow, exclude: [fourth?.id ?? ""] },
      });
      await run(config);
      expect((await listAccounts(sql())).map(({ label, source }) => [label, source])).toEqual([
        ["named", "configured"],
        ["partner-sandbox", "organization"],
      ]);
      const accessTo = accessByDatabase(config, sql());
      expect(await accessTo({ accountId: named.id, region: "eu-west-1" })).toMatchObject({
        roleArn: named.roleArn,
        externalId: named.externalId,
        accountLabel: "named",
      });
      expect(await accessTo({ accountId: third?.id ?? "", region: "eu-west-1" })).toMatchObject({
        roleArn: `arn:aws:iam::${third?.id}:role/OrganizationAccountAccessRole`,
        externalId: "shared-by-all",
      });
      expect(await accessTo({ accountId: fourth?.id ?? "", region: "eu-west-1" })).toBeUndefined();
    });
  });

  describe("what is no longer read", () => {
    const failure = {
      operation: "elasticbeanstalk:DescribeEnvironments",
      code: "AccessDenied",
      message: "no",
      requestId: null,
      httpStatus: 403,
      outcome: "refused",
    } as const;
    const V1 = { option: "false", tokens: "optional" } as const;
    const V2 = { option: "true", tokens: "required" } as const;

    test("has no open alert once it is discovered; put back, what still holds is told again", async () => {
      await run(configured(), 1);
      const lane = { accountId: ids[1] ?? "", region: "eu-west-1" };
      const unreadable = { ...lane, region: "us-east-1" };
      const note = async ({ option, tokens }: typeof V1 | typeof V2, second: number) => {
        await storeEnvironments(sql(), lane, [factsOf("e-1", { dateCreated: NOW.toISOString() })], later(second));
        await storeInstances(sql(), lane, new Map([["e-1", instancesOf(tokens)]]), later(second));
        await storeSettings(sql(), { ...lane, environmentId: "e-1" }, settingsOf(option, { readAt: later(second) }));
        await noteScan(sql(), lane, { readSince: later(second), now: later(second), announces: true });
      };
      const open = async () => (await listOpenAlerts(sql(), { limit: 10 })).alerts.map(({ kind }) => kind).toSorted();
      await note(V2, 10);
      await note(V1, 20);
      for (const second of [1, 2, 3])
        await noteFailedScan(sql(), unreadable, failure, { now: later(second), announces: true });
      expect(await open()).toEqual(["lane-unreadable", "switched-back"]);
      const announced = { announces: true };
      await run(configured({ accounts: [{ kind: "ambient", regions: ["ap-northeast-1"] }] }), 1, announced);
      expect(await open()).toEqual([]);
      const told = (await readDeliveries(sql(), { limit: 10 })).deliveries.map(({ type }) => type);
      expect(told.filter((type) => type === "alert.closed")).toHaveLength(2);

      await run(configured(), 1, announced);
      expect(await open()).toEqual([]);
      await note(V1, 30);
      await noteFailedScan(sql(), unreadable, failure, { now: later(30), announces: true });
      expect(await open()).toEqual(["lane-unreadable", "switched-back"]);
    });
  });
});
