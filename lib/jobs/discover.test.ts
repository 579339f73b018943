import { describe, expect, test } from "vitest";
import { listOpenAlerts } from "#lib/db/alert-queries.ts";
import { listAccounts } from "#lib/db/account-queries.ts";
import { storeEnvironments, storeInstances, storeSettings } from "#lib/db/environment-queries.ts";
import { noteFailedScan, noteScan } from "#lib/db/history-queries.ts";
import { listLanes } from "#lib/db/lane-queries.ts";
import { onEachDatabase } from "#lib/db/test-database.ts";
import { factsOf, instancesOf, later, NOW, settingsOf } from "#lib/db/test-facts.ts";
import { readDeliveries } from "#lib/db/webhook-queries.ts";
import { discover, needsDiscovery } from "./discover.ts";
import { accessByDatabase } from "./lanes.ts";
import { configured, stageDiscovery } from "./test-discovery.ts";

onEachDatabase((sql) => {
  describe("regions", () => {
    test("are those the account enabled and Elastic Beanstalk exists in, the others with the reason", async () => {
      const { ids, run, accountOf, regionsOf } = await stageDiscovery(sql());
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
      const { aws, run, regionsOf } = await stageDiscovery(sql());
      const account = { kind: "account", id: "111122223333", label: "shop", roleArn: null, externalId: null } as const;
      const config = configured({ accounts: [{ ...account, regions: ["ap-northeast-1"] }] });
      expect(needsDiscovery(config)).toBe(false);
      await run(config);
      expect(await regionsOf("111122223333")).toEqual(["ap-northeast-1"]);
      expect(aws.world.calls.size).toBe(0);
    });

    test("one that is opened later is read from then on, one that is closed is not", async () => {
      const { aws, ids, run, regionsOf } = await stageDiscovery(sql());
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
      // A region that must be opted in to and has no Elastic Beanstalk; the second account has nothing in it.
      const world = { accounts: 2, environments: 2, regions: ["mx-central-1"] };
      const { aws, run } = await stageDiscovery(sql(), world);
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
    const { aws, ids, now, run, accountOf, regionsOf } = await stageDiscovery(sql());
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
      const { ids, run } = await stageDiscovery(sql());
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
