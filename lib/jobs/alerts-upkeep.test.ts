import { sql as raw } from "drizzle-orm";
import { expect, test } from "vitest";
import { listOpenAlerts } from "#lib/db/alert-queries.ts";
import { noteFailedScan, noteScan } from "#lib/db/history-queries.ts";
import { syncLanes } from "#lib/db/lane-queries.ts";
import { onEachDatabase } from "#lib/db/test-database.ts";
import { later, newLane, NOW } from "#lib/db/test-facts.ts";
import { readDeliveries } from "#lib/db/webhook-queries.ts";
import { keepHistory } from "./alerts-upkeep.ts";

const FAILURE = {
  operation: "sts:GetCallerIdentity",
  code: "ExpiredToken",
  message: "expired",
  requestId: null,
  httpStatus: 403,
  outcome: "refused",
} as const;

onEachDatabase((sql) => {
  const stored = async () =>
    (await sql().execute<{ count: number }>(raw`select count(*)::int as count from alerts`)).rows[0]?.count;

  test("a lane taken out of the configuration has no alert any more, and what was closed long ago is dropped", async () => {
    const [kept, removed] = [newLane(), newLane()];
    await syncLanes(sql(), [kept, removed]);
    for (const lane of [kept, removed]) {
      await noteScan(sql(), lane, { readSince: NOW, now: NOW, announces: true });
      for (const second of [1, 2, 3])
        await noteFailedScan(sql(), lane, FAILURE, { now: later(second), announces: true });
    }
    expect((await listOpenAlerts(sql(), { limit: 10 })).open).toBe(2);
    await syncLanes(sql(), [kept]);
    await keepHistory(sql(), later(10), true);
    const { alerts, open } = await listOpenAlerts(sql(), { limit: 10 });
    expect([open, alerts[0]?.accountId]).toEqual([1, kept.accountId]);
    const told = (await readDeliveries(sql(), { limit: 10 })).deliveries.map(({ type }) => type);
    expect(told.toSorted()).toEqual(["alert.closed", "alert.opened", "alert.opened"]);
    expect(await stored()).toBe(2);
    await keepHistory(sql(), later(401 * 86_400), true);
    expect(await stored()).toBe(1);
  });
});
