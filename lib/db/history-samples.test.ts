import { sql as raw } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { countsOf } from "#lib/imds/history.ts";
import type { PostureGroup } from "#lib/imds/history.ts";
import { pruneHistory, readSeries } from "./history-samples.ts";
import { syncLanes } from "./lane-queries.ts";
import { postureSamples } from "./schema-history.ts";
import { onEachDatabase } from "./test-database.ts";
import { newLane } from "./test-facts.ts";

const NOW = new Date("2026-03-01T12:00:00.000Z");
const DAY = 86_400_000;
const daysAgo = (days: number) => new Date(NOW.getTime() - days * DAY);
const V1: PostureGroup = {
  configured: "v1-and-v2",
  effective: "v1-and-v2",
  drift: false,
  readiness: "ready",
  inUse: false,
  environments: 1,
  required: 0,
  instances: 1,
};

onEachDatabase((sql) => {
  beforeEach(() => sql().execute(raw`truncate posture_samples, lanes`));
  const sampled = (lane: { accountId: string; region: string }, from: number, until: number, environments: number) =>
    sql()
      .insert(postureSamples)
      .values({
        accountId: lane.accountId,
        region: lane.region,
        fromAt: daysAgo(from),
        untilAt: daysAgo(until),
        counts: countsOf([{ ...V1, environments }]),
      });

  test("the posture over time is what each lane's last scan counted by then, and nothing before the first", async () => {
    const [one, two, removed] = [newLane(), newLane(), newLane()];
    await syncLanes(sql(), [one, two, removed]);
    await sampled(one, 20, 10, 5);
    await sampled(one, 10, 0, 3);
    await sampled(two, 15, 0, 100);
    await sampled(removed, 18, 12, 1_000);
    await syncLanes(sql(), [one, two]);
    const points = await readSeries(sql(), 30, NOW);
    const at = (days: number) => points.find((point) => Date.parse(point.at) === daysAgo(days).getTime());
    expect(points).toHaveLength(21);
    expect(at(21)).toBeUndefined();
    expect([20, 18, 15, 12, 11, 10, 0].map((days) => at(days)?.environments)).toEqual([
      5, 1_005, 1_105, 1_105, 105, 103, 103,
    ]);
    expect(at(0)).toMatchObject({ allowing: 103, enforced: 0, drifted: 0, inUse: 0 });
    expect(await readSeries(sql(), 7, NOW)).toHaveLength(29);
  });

  test("samples older than two days are thinned to a lane's last of each day, and the oldest are dropped", async () => {
    const [one, two] = [newLane(), newLane()];
    await syncLanes(sql(), [one, two]);
    for (const from of [5.4, 5.3, 5.1, 4.1, 1.2, 1.1]) await sampled(one, from, from - 0.05, Math.round(from * 10));
    await sampled(two, 5.2, 5.15, 1);
    // It began long ago and still holds.
    await sampled(two, 500, 0, 2);
    await sampled(two, 420, 410, 3);
    await pruneHistory(sql(), NOW);
    const rows = await sql().select({ counts: postureSamples.counts }).from(postureSamples);
    expect(rows.map(({ counts }) => counts.environments).toSorted((a, b) => a - b)).toEqual([1, 2, 11, 12, 41, 51]);
  });

  test("with no sample there is no line", async () => {
    await syncLanes(sql(), [newLane()]);
    expect(await readSeries(sql(), 90, NOW)).toEqual([]);
  });
});
