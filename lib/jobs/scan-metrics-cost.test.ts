import { sql as raw } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { onEachDatabase } from "#lib/db/test-database.ts";
import { countsPerRound } from "#lib/db/use-reads.ts";
import { dollarsAMonth } from "#lib/imds/metrics-cost.ts";
import type { Simulator } from "#lib/simulator/server.ts";
import { DAY, METRICS, metricsStage, MINUTE, SILENT, startLane } from "./test-metrics.ts";

let simulator: Simulator;

afterEach(() => simulator.faults.clear());
afterAll(() => simulator.close());
beforeAll(async () => {
  simulator = await startLane();
});

onEachDatabase((sql) => {
  const { environments, scan, found, asked, configure } = metricsStage(() => simulator, sql);

  beforeAll(async () => {
    await configure();
  });

  test("what a month may cost stretches the interval, and what is read less often is not stale sooner", async () => {
    const [silent] = environments(SILENT);
    if (silent === undefined) throw new Error("There is one");
    const from = Date.now();
    await sql().execute(raw`update environments set use_read_at = null`);
    await scan(new Date(from));
    const counts = await countsPerRound(sql());
    // As if the fleet were large: hourly rounds cost sixteen times what is allowed.
    const capped = { ...METRICS, dollarsAtMost: dollarsAMonth(counts, 16 * 3_600) };
    const before = asked();
    await scan(new Date(from + 15 * 60 * MINUTE), capped);
    expect(asked()).toBe(before);
    await scan(new Date(from + 16 * 60 * MINUTE + MINUTE), capped);
    expect(asked()).toBeGreaterThan(before);
    // More than a day after, with CloudWatch away: three rounds have not been missed yet.
    simulator.faults.add({ fault: { kind: "expired-token" }, where: { operation: "GetMetricData" } });
    await scan(new Date(from + (16 + 47) * 60 * MINUTE), capped);
    expect(await found(silent)).toMatchObject({ readiness: "ready" });
    await scan(new Date(from + (16 + 49) * 60 * MINUTE), capped);
    expect(await found(silent)).toMatchObject({ readiness: "no-evidence" });
    simulator.faults.clear();
    await sql().execute(raw`update environments set use_read_at = null`);
    await scan(new Date(from));
  });

  test("zero that CloudWatch later gives only in part grows stale all the same", async () => {
    const [silent] = environments(SILENT);
    if (silent === undefined) throw new Error("There is one");
    const from = Date.now();
    await sql().execute(raw`update environments set use_read_at = null`);
    await scan(new Date(from));
    expect(await found(silent)).toMatchObject({ readiness: "ready" });
    simulator.faults.add({ fault: { kind: "partial-counts" } });
    await scan(new Date(from + DAY - MINUTE));
    expect(await found(silent)).toMatchObject({ readiness: "ready" });
    await scan(new Date(from + DAY + 2 * MINUTE));
    expect((await found(silent)).verdict.reasons.map(({ kind }) => kind)).toEqual(["stale-evidence", "read-failed"]);
  });
});
