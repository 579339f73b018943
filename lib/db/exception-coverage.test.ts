import { randomUUID } from "node:crypto";
import { sql as raw } from "drizzle-orm";
import * as fc from "fast-check";
import { beforeEach, expect, test } from "vitest";
import type { EnvironmentKey } from "#lib/imds/environment.ts";
import { NO_FILTER } from "#lib/imds/environment-filter.ts";
import type { EnvironmentFilter } from "#lib/imds/environment-filter.ts";
import type { Exception } from "#lib/imds/exception.ts";
import { covers, longestFirst, scopeAddress } from "#lib/imds/exception.ts";
import { countExcepted, coverCounts } from "./exception-coverage.ts";
import { endException, findException, insertExceptions, isExtended, listExceptions } from "./exception-queries.ts";
import { exportEnvironments } from "./environment-export.ts";
import { environmentKeys, findEnvironment, listEnvironments } from "./environment-list.ts";
import { storeEnvironments, storeInstances, storeSettings } from "./environment-queries.ts";
import { postureByAccount } from "./history-reads.ts";
import { syncLanes } from "./lane-queries.ts";
import { storePlatform } from "./platform-queries.ts";
import { onEachDatabase } from "./test-database.ts";
import { factsOf, instancesOf, newLane, settingsOf } from "./test-facts.ts";

const DAY = 86_400_000;
const inDays = (days: number) => new Date(Date.now() + days * DAY).toISOString();

onEachDatabase((sql) => {
  let lane: ReturnType<typeof newLane>;
  const key = (environmentId: string): EnvironmentKey => ({
    accountId: lane.accountId,
    region: lane.region,
    environmentId,
  });

  /** Six environments in an account of their own: e-0 to e-2 of shop, e-3 to e-5 of billing; odd ones require tokens. */
  beforeEach(async () => {
    lane = newLane();
    const now = new Date();
    await syncLanes(sql(), [lane]);
    await storePlatform(sql(), {
      region: lane.region,
      platformKey: "platform-1",
      supported: true,
      defaultValue: "false",
      changeSeverity: null,
      readAt: now,
    });
    await scan("billing");
    for (const id of ids) {
      const isV2 = Number(id.slice(2)) % 2 === 1;
      await storeSettings(sql(), key(id), settingsOf(isV2 ? "true" : "false"));
    }
    const instances = new Map(
      ids.map((id) => [id, instancesOf(Number(id.slice(2)) % 2 === 1 ? "required" : "optional")] as const),
    );
    await storeInstances(sql(), lane, instances, now);
  });

  const ids = [0, 1, 2, 3, 4, 5].map((number) => `e-${number}`);
  const scan = (lastApplication: string) =>
    storeEnvironments(
      sql(),
      lane,
      ids.map((id) => factsOf(id, { application: id < "e-3" ? "shop" : id === "e-5" ? lastApplication : "billing" })),
      new Date(),
    );
  const ours = (): EnvironmentFilter => ({ ...NO_FILTER, accountId: [lane.accountId] });
  const made = (different: Partial<Exception>): Exception => ({
    id: randomUUID(),
    scope: { kind: "environment", key: key("e-0"), name: "name-e-0" },
    owner: "payments",
    reason: "The agent needs IMDSv1 until spring",
    until: inDays(30),
    createdBy: "ann",
    createdAt: inDays(-1),
    extends: null,
    end: null,
    ...different,
  });
  const accept = async (different: Partial<Exception>) => {
    const exception = made(different);
    await insertExceptions(sql(), [exception]);
    return exception;
  };
  const ofShop = (): Exception["scope"] => ({
    kind: "filter",
    address: scopeAddress({ ...ours(), application: ["shop"] }) ?? "",
  });
  const listed = async (exception: boolean | null) =>
    (await environmentKeys(sql(), { ...ours(), exception }, 100)).map(({ environmentId }) => environmentId).toSorted();

  test("an exception for one environment covers that one, and says who and until when", async () => {
    const exception = await accept({});
    expect(await listed(true)).toEqual(["e-0"]);
    expect(await listed(false)).toEqual(["e-1", "e-2", "e-3", "e-4", "e-5"]);
    const { rows, matched } = await listEnvironments(sql(), ours(), { offset: 0, limit: 100 });
    const marks = new Map(rows.map((row) => [row.environmentId, row.exception]));
    expect(marks.get("e-0")).toEqual({ id: exception.id, until: exception.until, owner: "payments" });
    expect([marks.get("e-1"), matched]).toEqual([null, 6]);
    expect((await findEnvironment(sql(), key("e-0")))?.exception).toEqual({
      id: exception.id,
      until: exception.until,
      owner: "payments",
      reason: exception.reason,
      scope: "environment",
    });
  });

  test("an exception for a filter covers what matches now, also what comes to match later", async () => {
    const exception = await accept({ scope: ofShop() });
    expect(await listed(true)).toEqual(["e-0", "e-1", "e-2"]);
    expect((await coverCounts(sql(), [exception])).get(exception.id)).toBe(3);
    await scan("shop");
    expect(await listed(true)).toEqual(["e-0", "e-1", "e-2", "e-5"]);
    expect((await coverCounts(sql(), [exception])).get(exception.id)).toBe(4);
    expect((await findEnvironment(sql(), key("e-5")))?.exception).toMatchObject({ id: exception.id, scope: "filter" });
  });

  test("what is expired, ended or no longer understood covers nothing, and all of it stays on record", async () => {
    await accept({ until: inDays(-0.001) });
    await accept({ scope: { kind: "filter", address: `account=${lane.accountId}&colour=red` } });
    const ended = await accept({ scope: ofShop() });
    const by = { by: "ben", why: "revoked", now: new Date() } as const;
    expect(await endException(sql(), ended.id, by)).toBe(true);
    expect(await endException(sql(), ended.id, by)).toBe(false);
    expect(await listed(true)).toEqual([]);
    expect(await listed(false)).toEqual(ids);
    expect(await countExcepted(sql(), ours(), new Date())).toEqual({ excepted: 0, others: 6, exposed: 0 });
    expect(await findException(sql(), ended.id)).toMatchObject({ end: { by: "ben", why: "revoked" } });
    expect((await listExceptions(sql(), new Date(), { others: 1000 })).map(({ id }) => id)).toContain(ended.id);
  });

  test("expiry takes effect by itself", async () => {
    await accept({ scope: ofShop(), until: inDays(1) });
    const before = await countExcepted(sql(), ours(), new Date());
    const after = await countExcepted(sql(), ours(), new Date(Date.now() + DAY + 1000));
    // Of shop's three, two answer IMDSv1.
    expect([before, after]).toEqual([
      { excepted: 3, others: 3, exposed: 2 },
      { excepted: 0, others: 6, exposed: 0 },
    ]);
    const account = async (now: Date) =>
      (await postureByAccount(sql(), now)).find(({ accountId }) => accountId === lane.accountId);
    expect(await account(new Date())).toMatchObject({ environments: 6, allowing: 3, accepted: 2 });
    expect(await account(new Date(Date.now() + DAY + 1000))).toMatchObject({ allowing: 3, accepted: 0 });
  });

  test("of several the one that lasts longest is shown, whichever kind it is", async () => {
    const own = await accept({ until: inDays(10) });
    const filter = await accept({ scope: ofShop(), until: inDays(20) });
    await accept({ scope: ofShop(), until: inDays(5) });
    const shown = async () => (await findEnvironment(sql(), key("e-0")))?.exception?.id;
    expect(await shown()).toBe(filter.id);
    await endException(sql(), filter.id, { by: "ben", why: "revoked", now: new Date() });
    expect(await shown()).toBe(own.id);
  });

  test("an extension follows one exception, once", async () => {
    const first = await accept({});
    expect(await isExtended(sql(), first.id)).toBe(false);
    await accept({ extends: first.id });
    expect(await isExtended(sql(), first.id)).toBe(true);
    await expect(accept({ extends: first.id })).rejects.toMatchObject({
      cause: { constraint: "one_extension_per_exception" },
    });
  });

  test("terms and ends are never edited or deleted", async () => {
    const { id } = await accept({});
    await endException(sql(), id, { by: "ben", why: "revoked", now: new Date() });
    for (const statement of [
      "update exceptions set until = now()",
      "delete from exception_ends",
      "truncate exceptions cascade",
    ])
      await expect(sql().execute(raw.raw(statement))).rejects.toMatchObject({
        cause: { message: expect.stringContaining("is append-only") },
      });
  });

  test("a filtered list goes into a file with what covers each", async () => {
    const exception = await accept({ scope: ofShop() });
    const pages = await exportEnvironments(sql(), { ...ours(), exception: true });
    const found = [];
    for await (const page of pages) found.push(...page);
    expect(found.map((row) => [row.environmentId, row.exception?.id])).toEqual(
      ["e-0", "e-1", "e-2"].map((id) => [id, exception.id]),
    );
  });

  test("the database says of any exceptions what the pure rule says", async () => {
    const filters = fc.record({
      application: fc.subarray(["shop", "billing", "none"]),
      configured: fc.subarray(["v2-only", "v1-and-v2"] as const),
      text: fc.constantFrom("", "name-e-1", "NAME", "nothing"),
    });
    const scopes = fc.oneof(
      fc.constantFrom(...ids).map((id): Exception["scope"] => ({ kind: "environment", key: key(id), name: id })),
      filters.map((some): Exception["scope"] => ({
        kind: "filter",
        address: scopeAddress({ ...ours(), ...some }) ?? "",
      })),
    );
    const some = fc.array(fc.record({ scope: scopes, days: fc.integer({ min: -3, max: 3 }), isEnded: fc.boolean() }), {
      maxLength: 5,
    });
    await fc.assert(
      fc.asyncProperty(some, async (wanted) => {
        const now = Date.now();
        const all = wanted.map(({ scope, days, isEnded }) =>
          made({
            scope,
            until: new Date(now + (days + 0.5) * DAY).toISOString(),
            end: isEnded ? { at: new Date(now).toISOString(), by: "ben", why: "revoked" } : null,
          }),
        );
        await insertExceptions(sql(), all);
        for (const { id, end } of all) {
          if (end !== null) await endException(sql(), id, { by: end.by, why: end.why, now: new Date(end.at) });
        }
        const { rows } = await listEnvironments(sql(), ours(), { offset: 0, limit: 100 });
        for (const row of rows) {
          const lets = (filter: EnvironmentFilter) =>
            (filter.application.length === 0 || filter.application.includes(row.application)) &&
            (filter.configured.length === 0 || filter.configured.includes(row.configured)) &&
            row.name.includes(filter.text.toLowerCase());
          const covering = longestFirst(all.filter((each) => covers(each, row, lets, now)));
          expect(row.exception?.until ?? null).toBe(covering[0]?.until ?? null);
        }
        const covered = rows.filter(({ exception }) => exception !== null).map(({ environmentId }) => environmentId);
        expect(await listed(true)).toEqual(covered.toSorted());
        for (const { id } of all) await endException(sql(), id, { by: "test", why: "revoked", now: new Date() });
      }),
      { numRuns: 40 },
    );
  });
});
