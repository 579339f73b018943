import type { BucketSettings } from "./bucket.ts";
import { newBucket, onGranted, onThrottled, take } from "./bucket.ts";

/** Rollouts go before scans: somebody waits for them. */
export type Priority = "rollout" | "scan";

/** No call waits longer for its turn, in milliseconds; a scan's can be read again by the next scan, so it may be patient. */
export const LONGEST_WAIT_MS: Readonly<Record<Priority, number>> = { rollout: 60_000, scan: 120_000 };

/** After so many of a rollout's calls in a row a scan's call that waits goes first: what is shown must not grow old. */
export const ROLLOUT_CALLS_IN_A_ROW = 4;

/** A call whose turn did not come in time. It was never sent. */
export class LaneBusyError extends Error {
  override readonly name = "LaneBusyError";
  constructor(waitedMs: number, rate: number) {
    super(
      `The call waited ${Math.round(waitedMs / 1_000)} seconds for its turn and was not sent: about ${rate.toFixed(1)} calls a second are accepted here at the moment.`,
    );
  }
}

/** The place where every call to one service in one lane waits for its turn. */
export type Limiter = {
  /**
   * Resolves when a call may be made. Rejects with `LaneBusyError` when its turn does not come within `LONGEST_WAIT_MS`, and
   * with the signal's reason when it is aborted while waiting.
   */
  acquire: (priority: Priority, signal?: AbortSignal) => Promise<void>;
  /** AWS took the call. */
  granted: () => void;
  /** AWS asked for fewer calls. */
  throttled: () => void;
  /** Calls a second, as found so far. */
  rate: () => number;
};

/** Time as the limiter needs it: a clock in milliseconds that never goes back, and a timer that can be taken back. */
export type LimiterClock = {
  now: () => number;
  after: (ms: number, wake: () => void) => () => void;
};

const wallClock: LimiterClock = {
  now: () => performance.now(),
  after: (ms, wake) => {
    const timer = setTimeout(wake, ms);
    return () => clearTimeout(timer);
  },
};

/** Takes an aborted signal and gives its reason as it is, so that its owner recognises it. */
export function abortReason(signal: AbortSignal | undefined): Error {
  const reason: unknown = signal?.reason;
  return reason instanceof Error ? reason : new Error("The call was called off.", { cause: reason });
}

type Waiter = { priority: Priority; deadline: number; go: () => void; refuse: () => void };

/**
 * Takes a bucket's settings (and a clock, for tests) and gives a limiter: first come, first served within a priority,
 * rollouts before scans, a scan's turn after some of theirs.
 */
export function createLimiter(settings: BucketSettings, clock: LimiterClock = wallClock): Limiter {
  const queues: Record<Priority, Set<Waiter>> = { rollout: new Set(), scan: new Set() };
  let bucket = newBucket(settings, clock.now());
  let cancelTimer: (() => void) | undefined;
  let rolloutsInARow = 0;

  /** Whoever came first of a priority is also the first whose time is up. */
  const heads = (): Waiter[] => {
    const firsts = [queues.rollout, queues.scan].map((queue) => queue.values().next().value);
    return firsts.filter((waiter) => waiter !== undefined);
  };

  const next = (): Waiter | undefined => {
    const [first, second] = heads();
    return second !== undefined && rolloutsInARow >= ROLLOUT_CALLS_IN_A_ROW ? second : first;
  };

  const refuseLate = (now: number): void => {
    for (let late = heads(); ; late = heads()) {
      const over = late.filter(({ deadline }) => deadline <= now);
      if (over.length === 0) return;
      for (const waiter of over) {
        queues[waiter.priority].delete(waiter);
        waiter.refuse();
      }
    }
  };

  const serve = (): void => {
    cancelTimer?.();
    cancelTimer = undefined;
    const now = clock.now();
    for (let waiter = next(); waiter !== undefined; waiter = next()) {
      const taken = take(bucket, settings, now);
      bucket = taken.bucket;
      if (taken.waitMs > 0) {
        refuseLate(now);
        const soonest = Math.min(...heads().map(({ deadline }) => deadline - now));
        if (soonest !== Number.POSITIVE_INFINITY) cancelTimer = clock.after(Math.min(taken.waitMs, soonest), serve);
        return;
      }
      rolloutsInARow = waiter.priority === "rollout" && queues.scan.size > 0 ? rolloutsInARow + 1 : 0;
      queues[waiter.priority].delete(waiter);
      waiter.go();
    }
  };

  return {
    acquire: (priority, signal) =>
      new Promise<void>((resolve, reject) => {
        if (signal?.aborted === true) {
          reject(abortReason(signal));
          return;
        }
        const giveUp = () => {
          queues[priority].delete(waiter);
          reject(abortReason(signal));
        };
        const since = clock.now();
        const waiter: Waiter = {
          priority,
          deadline: since + LONGEST_WAIT_MS[priority],
          go: () => {
            signal?.removeEventListener("abort", giveUp);
            resolve();
          },
          refuse: () => {
            signal?.removeEventListener("abort", giveUp);
            reject(new LaneBusyError(clock.now() - since, bucket.rate));
          },
        };
        signal?.addEventListener("abort", giveUp, { once: true });
        queues[priority].add(waiter);
        serve();
      }),
    granted: () => {
      bucket = onGranted(bucket, settings, clock.now());
    },
    throttled: () => {
      bucket = onThrottled(bucket, settings, clock.now());
      serve();
    },
    rate: () => bucket.rate,
  };
}
