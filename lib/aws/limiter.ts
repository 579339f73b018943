import type { BucketSettings } from "./bucket.ts";
import { newBucket, onGranted, onThrottled, take } from "./bucket.ts";

/** Rollouts go before scans: somebody waits for them. */
export type Priority = "rollout" | "scan";

/** The place where every call to one service in one lane waits for its turn. */
export type Limiter = {
  /** Resolves when a call may be made; rejects with the signal's reason when it is aborted while waiting. */
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

type Waiter = { go: () => void };

/** Takes a bucket's settings (and a clock, for tests) and gives a limiter: first come, first served within a priority. */
export function createLimiter(settings: BucketSettings, clock: LimiterClock = wallClock): Limiter {
  const queues: Record<Priority, Set<Waiter>> = { rollout: new Set(), scan: new Set() };
  let bucket = newBucket(settings, clock.now());
  let cancelTimer: (() => void) | undefined;

  const first = (): { queue: Set<Waiter>; waiter: Waiter } | undefined => {
    for (const queue of [queues.rollout, queues.scan]) for (const waiter of queue) return { queue, waiter };
    return undefined;
  };

  const serve = (): void => {
    cancelTimer?.();
    cancelTimer = undefined;
    for (let next = first(); next !== undefined; next = first()) {
      const taken = take(bucket, settings, clock.now());
      bucket = taken.bucket;
      if (taken.waitMs > 0) {
        cancelTimer = clock.after(taken.waitMs, serve);
        return;
      }
      next.queue.delete(next.waiter);
      next.waiter.go();
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
        const waiter: Waiter = {
          go: () => {
            signal?.removeEventListener("abort", giveUp);
            resolve();
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
