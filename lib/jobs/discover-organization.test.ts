import { describe, expect, test } from "vitest";
import { listAccounts, readOrganizationReading } from "#lib/db/account-queries.ts";
import { listLanes } from "#lib/db/lane-queries.ts";
import { onEachDatabase } from "#lib/db/test-database.ts";
import { setMember } from "#lib/simulator/organization.ts";
import { accessByDatabase } from "./lanes.ts";
import { configured, stageDiscovery } from "./test-discovery.ts";

const ORGANIZATION = {
  roleName: "OrganizationAccountAccessRole",
  externalId: "shared-by-all",
  include: null,
  exclude: [],
  regions: "all",
} as const;

onEachDatabase((sql) => {
  describe("an organization", () => {
    const all = configured({ organization: ORGANIZATION });

    test("gives every account by its name; one that is not open is shown and not read", async () => {
      const { ids, run, accountOf, regionsOf } = await stageDiscovery(sql());
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
      const { aws, ids, run, accountOf, regionsOf } = await stageDiscovery(sql());
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
      const { aws, ids, now, run, accountOf, regionsOf } = await stageDiscovery(sql());
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
      const { aws, ids, run } = await stageDiscovery(sql());
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
      const { aws, run } = await stageDiscovery(sql());
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
});
