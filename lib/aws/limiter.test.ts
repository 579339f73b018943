import { expect, test } from "vitest";
import type { LimiterClock, Priority } from "./limiter.ts";
import { createLimiter } from "./limiter.ts";

/** A clock that stands still until told, and timers that fire when it passes them. */
function handClock() {
  let now = 0;
  const timers = new Set<{ at: number; wake: () => void }>();
  const clock: LimiterClock = {
    now: () => now,
    after: (ms, wake) => {
      const timer = { at: now + ms, wake };
      timers.add(timer);
      return () => timers.delete(timer);
    },
  };
  const advance = async (ms: number) => {
    const end = now + ms;
    for (;;) {
      const due = [...timers].filter(({ at }) => at <= end).toSorted((one, other) => one.at - other.at)[0];
      if (due === undefined) break;
      timers.delete(due);
      now = due.at;
      due.wake();
    }
    now = end;
    await Promise.resolve();
  };
  return { clock, advance, timers };
}

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
