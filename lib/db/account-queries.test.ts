import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import type { AwsFailure } from "#lib/errors.ts";
import { NO_POLICY } from "#lib/rollouts/policy.ts";
import type { Validation } from "#lib/rollouts/validation.ts";
import type { FoundAccount } from "./account-queries.ts";
import { listAccounts, noteOrganizationReading, readOrganizationReading, storeAccounts } from "./account-queries.ts";
import { noteSettingsFailure, storeEnvironments, storeSettings } from "./environment-queries.ts";
import { failScan, finishScan, syncLanes } from "./lane-queries.ts";
import { missingPermissions } from "./permission-queries.ts";
import { insertDraft } from "./rollout-drafts.ts";
import { onEachDatabase } from "./test-database.ts";
import { factsOf, later, newLane, NOW, settingsOf, targetOn } from "./test-facts.ts";

const denied: AwsFailure = {
  operation: "ec2:DescribeRegions",
  code: "UnauthorizedOperation",
  message: "You are not authorized to perform this operation.",
  requestId: "r-1",
  httpStatus: 403,
  outcome: "refused",
};

const found = (accountId: string, more: Partial<FoundAccount> = {}): FoundAccount => ({
  accountId,
  label: accountId,
  source: "organization",
  state: "ACTIVE",
  roleArn: null,
  regions: { read: ["eu-west-1"], leftOut: [] },
  failure: null,
  ...more,
});

onEachDatabase((sql) => {
  test("accounts are those found last, in the order of their labels", async () => {
    await storeAccounts(sql(), [found("1", { label: "b" }), found("2", { label: "a", failure: denied })], NOW);
    expect((await listAccounts(sql())).map(({ accountId, failure }) => [accountId, failure?.at])).toEqual([
      ["2", NOW.toISOString()],
      ["1", undefined],
    ]);
    await storeAccounts(sql(), [found("2", { state: "SUSPENDED" })], later(1));
    expect(await listAccounts(sql())).toEqual([
      { ...found("2", { state: "SUSPENDED" }), discoveredAt: later(1).toISOString() },
    ]);
    await storeAccounts(sql(), [], later(2));
    expect(await listAccounts(sql())).toEqual([]);
  });

  test("a failed reading of the organization keeps when it last went well", async () => {
    expect(await readOrganizationReading(sql())).toBeNull();
    await noteOrganizationReading(sql(), null, NOW);
    await noteOrganizationReading(sql(), denied, later(5));
    expect(await readOrganizationReading(sql())).toEqual({
      lastSuccessAt: NOW.toISOString(),
      failure: { ...denied, at: later(5).toISOString() },
    });
    await noteOrganizationReading(sql(), null, later(9));
    expect(await readOrganizationReading(sql())).toEqual({ lastSuccessAt: later(9).toISOString(), failure: null });
  });

  test("missing permissions are learned from every refusal, one entry for each account and action", async () => {
    const [one, other] = [newLane(), newLane()];
    const elsewhere = { ...one, region: "us-west-2" };
    await syncLanes(sql(), [one, elsewhere, other]);
    await storeAccounts(sql(), [found(one.accountId, { label: one.accountLabel, failure: denied })], NOW);
    const role = { ...denied, operation: "sts:AssumeRole", code: "AccessDenied", phase: "identity" } as const;
    const words = "User: x is not authorized to perform: sts:AssumeRole on resource: y";
    await failScan(sql(), one, { ...role, message: words, requestId: "older" }, later(1));
    await failScan(sql(), elsewhere, { ...role, message: words, requestId: "newer" }, later(2));
    // What is no permission is not in it.
    await failScan(sql(), other, { ...role, code: "ServiceUnavailable", message: "Try later.", httpStatus: 503 }, NOW);
    const mine = async () => (await missingPermissions(sql())).filter(({ accountId }) => accountId === one.accountId);
    expect(await mine()).toMatchObject([
      { action: "ec2:DescribeRegions", regions: [], stopped: ["ec2:DescribeRegions"], requestId: "r-1" },
      {
        action: "sts:AssumeRole",
        regions: [one.region, "us-west-2"].toSorted(),
        requestId: "newer",
        at: later(2).toISOString(),
      },
    ]);
    expect((await missingPermissions(sql())).some(({ accountId }) => accountId === other.accountId)).toBe(false);
    // A success takes the entry away; what was silently refused on its way makes one.
    await storeAccounts(sql(), [], later(3));
    for (const lane of [one, elsewhere]) {
      await finishScan(sql(), lane, {
        now: later(3),
        identityArn: null,
        httpTokensEnforced: lane === one ? null : false,
      });
    }
    expect(await mine()).toMatchObject([
      { action: "ec2:GetInstanceMetadataDefaults", regions: [one.region], words: null },
    ]);
    await storeEnvironments(sql(), one, [factsOf("e-1")], later(4));
    await finishScan(sql(), one, { now: later(4), identityArn: null, httpTokensEnforced: false });
    expect(await mine()).toEqual([]);
  });

  test("a setting that AWS refuses to tell is a missing permission too, until it is read", async () => {
    const lane = newLane();
    await syncLanes(sql(), [lane]);
    await storeEnvironments(sql(), lane, [factsOf("e-1"), factsOf("e-2")], NOW);
    await finishScan(sql(), lane, { now: NOW, identityArn: null, httpTokensEnforced: false });
    const mine = async () => (await missingPermissions(sql())).filter(({ accountId }) => accountId === lane.accountId);
    const operation = "elasticbeanstalk:DescribeConfigurationSettings";
    const message = `User: x is not authorized to perform: ${operation} on resource: y`;
    const refusal = { ...denied, operation, code: "AccessDenied", message };
    await noteSettingsFailure(sql(), { ...lane, environmentId: "e-1" }, { ...refusal, requestId: "older" }, later(1));
    await noteSettingsFailure(sql(), { ...lane, environmentId: "e-2" }, { ...refusal, requestId: "newer" }, later(2));
    expect(await mine()).toEqual([
      {
        accountId: lane.accountId,
        accountLabel: lane.accountLabel,
        action: operation,
        stopped: [operation],
        regions: [lane.region],
        words: message,
        requestId: "newer",
        at: later(2).toISOString(),
      },
    ]);
    await storeSettings(sql(), { ...lane, environmentId: "e-2" }, settingsOf("true", { readAt: later(3) }));
    expect(await mine()).toMatchObject([{ requestId: "older" }]);
    // Nobody reads an environment that is gone.
    await storeEnvironments(sql(), lane, [factsOf("e-2")], later(4));
    expect(await mine()).toEqual([]);
  });

  test("a question about a plan that AWS refuses is a missing permission, until AWS says something to a later plan there", async () => {
    const lane = newLane();
    await syncLanes(sql(), [lane]);
    await finishScan(sql(), lane, { now: NOW, identityArn: null, httpTokensEnforced: false });
    const mine = async () => (await missingPermissions(sql())).filter(({ accountId }) => accountId === lane.accountId);
    const operation = "elasticbeanstalk:ValidateConfigurationSettings";
    const message = `User: x is not authorized to perform: ${operation} on resource: y`;
    const refused = (requestId: string, code = "AccessDenied", words = message): Validation => ({
      kind: "unanswered",
      failure: { ...denied, operation, code, message: words, requestId },
    });
    const plan = async (createdAt: Date, ...said: (Validation | null)[]) => {
      const id = randomUUID();
      const rollout = {
        id,
        kind: "bulk" as const,
        createdBy: "ann",
        policy: NO_POLICY,
        planHash: "hash",
        basedOn: null,
      };
      const targets = said.map((validation, index) =>
        targetOn(id, { ...lane, environmentId: `e-${index}` }, { validation }),
      );
      await insertDraft(sql(), { rollout: { ...rollout, createdAt }, targets });
    };
    // That nobody was asked, or AWS was too busy, tells nothing of permissions.
    await plan(NOW, null, refused("busy", "Throttling", "Rate exceeded"));
    expect(await mine()).toEqual([]);
    await plan(later(1), { kind: "ok" }, refused("older"));
    await plan(later(2), refused("newer"), null);
    await plan(later(3), refused("busy", "Throttling", "Rate exceeded"));
    expect(await mine()).toEqual([
      {
        accountId: lane.accountId,
        accountLabel: lane.accountLabel,
        action: operation,
        stopped: [operation],
        regions: [lane.region],
        words: message,
        requestId: "newer",
        at: later(2).toISOString(),
      },
    ]);
    await plan(later(4), { kind: "ok" });
    expect(await mine()).toEqual([]);
  });
});
