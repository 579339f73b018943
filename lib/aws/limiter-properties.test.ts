import { array, assert, asyncProperty, constantFrom, integer, record } from "fast-check";
import { describe, expect, test } from "vitest";
import type { BucketSettings } from "./bucket.ts";
import { BEANSTALK_BUCKET } from "./bucket.ts";
import type { Limiter, Priority } from "./limiter.ts";
import { createLimiter, LONGEST_WAIT_MS, ROLLOUT_CALLS_IN_A_ROW } from "./limiter.ts";
import { handClock } from "./test-clock.ts";

/** A service with a limit of its own that nobody tells us, and the answers it gave. */
function service(limit: { rate: number; burst: number }, now: () => number) {
  let tokens = limit.burst;
  let at = 0;
  const seen = { granted: 0, throttled: 0 };
  const state = { storm: false };
  const ask = (): boolean => {
    tokens = Math.min(limit.burst, tokens + (limit.rate * (now() - at)) / 1_000);
    at = now();
    const granted = tokens >= 1 && !state.storm;
    if (granted) tokens -= 1;
    seen[granted ? "granted" : "throttled"] += 1;
    return granted;
  };
  return { seen, state, ask };
}

const LATENCY_MS = 30;

type Hand = ReturnType<typeof handClock>;

/** Somebody who makes one call after another, and repeats what was throttled. */
async function caller(limiter: Limiter, clock: Hand["clock"], ask: () => boolean, goOn: () => boolean): Promise<void> {
  const later = (ms: number) => new Promise<void>((resolve) => clock.after(ms, resolve));
  while (goOn()) {
    await limiter.acquire("scan");
    await later(LATENCY_MS / 2);
    const granted = ask();
    await later(LATENCY_MS / 2);
    if (granted) limiter.granted();
    else limiter.throttled();
  }
}

/** Four callers, as a scan has, against a hidden limit, until so many calls were granted or so much time has passed. */
async function against(limit: { rate: number; burst: number }, calls: number) {
  const { clock, advance } = handClock();
  const limiter = createLimiter(BEANSTALK_BUCKET, clock);
  const { seen, ask } = service(limit, clock.now);
  const done = Promise.all(Array.from({ length: 4 }, () => caller(limiter, clock, ask, () => seen.granted < calls)));
  let seconds = 0;
  for (; seen.granted < calls && seconds < 3_600; seconds += 1) await advance(1_000);
  await advance(120_000);
  await done;
  return {
    seconds,
    throttled: seen.throttled / (seen.granted + seen.throttled),
    floor: (calls - limit.burst) / limit.rate,
  };
}

describe("the limiter against a limit that nobody tells", () => {
  test("keeps within five percent of what the limit allows, with few refusals", async () => {
    await assert(
      asyncProperty(
        record({
          rate: integer({ min: 10, max: 35 }).map((tenths) => tenths / 10),
          burst: integer({ min: 10, max: 30 }),
        }),
        async (limit) => {
          const { seconds, throttled, floor } = await against(limit, 1_000);
          // Five seconds to find it in.
          expect(seconds).toBeLessThanOrEqual(1.05 * floor + 5);
          expect(throttled).toBeLessThanOrEqual(0.05);
        },
      ),
      { numRuns: 40 },
    );
  });

  test("finds a rate far above the one it starts with", async () => {
    const { seconds, throttled, floor } = await against({ rate: 8, burst: 20 }, 1_000);
    expect(seconds).toBeLessThanOrEqual(1.1 * floor);
    expect(throttled).toBeLessThanOrEqual(0.05);
  });

  test("all but stops in a storm, and is back at the old rate two minutes after it", async () => {
    const { clock, advance } = handClock();
    const limiter = createLimiter(BEANSTALK_BUCKET, clock);
    const { seen, state, ask } = service({ rate: 3, burst: 20 }, clock.now);
    const stop = { at: Number.POSITIVE_INFINITY };
    const done = Promise.all(Array.from({ length: 4 }, () => caller(limiter, clock, ask, () => clock.now() < stop.at)));
    await advance(120_000);
    state.storm = true;
    await advance(30_000);
    const before = seen.throttled;
    await advance(300_000);
    // One call in five seconds asks whether it is over.
    expect(seen.throttled - before).toBeLessThanOrEqual(61);
    state.storm = false;
    await advance(120_000);
    const granted = seen.granted;
    await advance(60_000);
    expect(seen.granted - granted).toBeGreaterThanOrEqual(0.9 * 60 * 3);
    stop.at = clock.now();
    await advance(120_000);
    await done;
  });
});

const step = record({
  afterMs: integer({ min: 0, max: 1_500 }),
  kind: constantFrom<"ask" | "granted" | "throttled">("ask", "ask", "ask", "granted", "throttled"),
  priority: constantFrom<Priority>("rollout", "rollout", "rollout", "scan"),
});
const settings: BucketSettings = { startRate: 2, minRate: 0.05, maxRate: 4, burst: 5 };

describe("whoever asks, whenever", () => {
  test("no window sees more calls than the burst and the highest rate allow; waits are bounded; nobody is passed over", async () => {
    await assert(
      asyncProperty(array(step, { maxLength: 150 }), async (steps) => {
        const { clock, advance } = handClock();
        const limiter = createLimiter(settings, clock);
        const served: { priority: Priority; asked: number; at: number; order: number }[] = [];
        const waits: { ms: number; atMost: number }[] = [];
        let asked = 0;
        for (const [order, { afterMs, kind, priority }] of steps.entries()) {
          if (kind === "ask") {
            asked += 1;
            const since = clock.now();
            const ended = () => waits.push({ ms: clock.now() - since, atMost: LONGEST_WAIT_MS[priority] });
            const serve = () => served.push({ priority, asked: since, at: clock.now(), order });
            void limiter
              .acquire(priority)
              .then(serve, () => undefined)
              .then(ended);
          } else limiter[kind]();
          await advance(afterMs);
        }
        await advance(Math.max(...Object.values(LONGEST_WAIT_MS)));
        expect(waits).toHaveLength(asked);
        expect(waits.filter(({ ms, atMost }) => ms > atMost)).toEqual([]);

        const allowed = (ms: number) => settings.burst + (settings.maxRate * ms) / 1_000 + 1e-6;
        const tooMany = served.flatMap(({ at: from }, first) =>
          served.slice(first).filter(({ at: to }, more) => more + 1 > allowed(to - from)),
        );
        expect(tooMany).toEqual([]);
        for (const [index, scan] of served.entries()) {
          if (scan.priority !== "scan") continue;
          // Fair among equals: nobody who asked later was served earlier.
          const earlier = served.slice(0, index);
          expect(earlier.every(({ priority, order }) => priority !== "scan" || order < scan.order)).toBe(true);
          // Counted from when it came to the head of its queue, only so many of a rollout's calls went before it.
          const head = Math.max(
            scan.asked,
            ...earlier.filter(({ priority }) => priority === "scan").map(({ at }) => at),
          );
          const passed = earlier.filter(({ priority, at }) => priority === "rollout" && at > head).length;
          expect(passed).toBeLessThanOrEqual(ROLLOUT_CALLS_IN_A_ROW);
        }
      }),
      { numRuns: 200 },
    );
  });
});
