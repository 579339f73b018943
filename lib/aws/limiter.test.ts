import { expect, test } from "vitest";
import type { Priority } from "./limiter.ts";
import { createLimiter, LaneBusyError, LONGEST_WAIT_MS, ROLLOUT_CALLS_IN_A_ROW } from "./limiter.ts";
import { handClock } from "./test-clock.ts";

const slow = { startRate: 1, minRate: 0.1, maxRate: 1, burst: 1 };

test("serves rollouts before scans, and each in the order they came", async () => {
  const { clock, advance } = handClock();
  const limiter = createLimiter(slow, clock);
  const served: string[] = [];
  const ask = (priority: Priority, name: string) => void limiter.acquire(priority).then(() => served.push(name));
  ask("scan", "scan 1");
  for (const name of ["scan 2", "scan 3"]) ask("scan", name);
  for (const name of ["rollout 1", "rollout 2"]) ask("rollout", name);
  await advance(0);
  expect(served).toEqual(["scan 1"]);
  await advance(2_000);
  expect(served).toEqual(["scan 1", "rollout 1", "rollout 2"]);
  await advance(2_000);
  expect(served).toEqual(["scan 1", "rollout 1", "rollout 2", "scan 2", "scan 3"]);
});

test("lets go of one that is called off, and its place with it", async () => {
  const { clock, advance } = handClock();
  const limiter = createLimiter(slow, clock);
  await limiter.acquire("scan");
  const stop = new AbortController();
  const waiting = limiter.acquire("scan", stop.signal);
  const served: string[] = [];
  void limiter.acquire("scan").then(() => served.push("next"));
  const reason = new Error("the server stops");
  stop.abort(reason);
  await expect(waiting).rejects.toBe(reason);
  await expect(limiter.acquire("scan", stop.signal)).rejects.toBe(reason);
  await advance(1_000);
  expect(served).toEqual(["next"]);
});

test("keeps no timer when nobody waits", async () => {
  const { clock, advance, timers } = handClock();
  const limiter = createLimiter(slow, clock);
  await limiter.acquire("scan");
  const waiting = limiter.acquire("scan");
  expect(timers.size).toBe(1);
  await advance(1_000);
  await waiting;
  expect(timers.size).toBe(0);
});

test("waits longer after it was throttled", async () => {
  const { clock, advance } = handClock();
  const limiter = createLimiter(slow, clock);
  await limiter.acquire("scan");
  limiter.throttled();
  const served: string[] = [];
  void limiter.acquire("scan").then(() => served.push("next"));
  await advance(1_999);
  expect(served).toEqual([]);
  await advance(1);
  expect(served).toEqual(["next"]);
});

test("lets a scan's call go first after some of a rollout's", async () => {
  const { clock, advance } = handClock();
  const limiter = createLimiter(slow, clock);
  await limiter.acquire("scan");
  const served: string[] = [];
  const ask = (priority: Priority) => void limiter.acquire(priority).then(() => served.push(priority));
  ask("scan");
  ask("scan");
  for (let call = 0; call < 3 * ROLLOUT_CALLS_IN_A_ROW; call += 1) ask("rollout");
  await advance(20_000);
  const inARow = Array.from({ length: ROLLOUT_CALLS_IN_A_ROW }, () => "rollout");
  expect(served).toEqual([...inARow, "scan", ...inARow, "scan", ...inARow]);
});

test("refuses a call whose turn does not come in time, and says how fast the lane is", async () => {
  const { clock, advance, timers } = handClock();
  const limiter = createLimiter({ startRate: 0.001, minRate: 0.001, maxRate: 0.001, burst: 1 }, clock);
  await limiter.acquire("rollout");
  const ends: unknown[] = [];
  for (const priority of ["scan", "rollout"] as const)
    void limiter.acquire(priority).catch((error: unknown) => ends.push([priority, clock.now(), error]));
  await advance(LONGEST_WAIT_MS.rollout);
  expect(ends).toEqual([["rollout", LONGEST_WAIT_MS.rollout, expect.any(LaneBusyError)]]);
  await advance(LONGEST_WAIT_MS.scan);
  expect(ends).toEqual([expect.anything(), ["scan", LONGEST_WAIT_MS.scan, expect.any(LaneBusyError)]]);
  expect(String(ends[1])).toContain("waited 120 seconds");
  expect(timers.size).toBe(0);
});
