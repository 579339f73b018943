import type { AwsFailure } from "#lib/errors.ts";
import { AwsCallError, hasExpired, isThrottled, toAwsFailure } from "./failure.ts";
import type { Limiter, Priority } from "./limiter.ts";
import { abortReason, LaneBusyError } from "./limiter.ts";

/** On whose behalf a call is made, how to call it off, and whom to tell that an answer asks for one more, or for fewer. */
export type CallOptions = {
  priority: Priority;
  signal?: AbortSignal | undefined;
  more?: (() => void) | undefined;
  throttled?: (() => void) | undefined;
};

/** Somebody waits for the answer. */
export const AS_ROLLOUT: CallOptions = { priority: "rollout" };

/** What the SDK's `send` takes besides the command. */
export type SendOptions = { abortSignal?: AbortSignal };

/** A read that AWS keeps throttling is given up this long after its first refusal, in milliseconds. */
export const THROTTLED_FOR_AT_MOST_MS = 60_000;

/** Waits before a read is tried again after a lost answer, in milliseconds, each up to doubled by chance. */
export const LOST_RETRY_MS: readonly number[] = [200, 800];

/** Time as a call needs it; tests bring their own. */
export type CallClock = {
  now: () => number;
  sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
};

const wallClock: CallClock = {
  now: () => performance.now(),
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        signal?.removeEventListener("abort", giveUp);
        resolve();
      }, ms);
      const giveUp = () => {
        clearTimeout(timer);
        reject(abortReason(signal));
      };
      if (signal?.aborted === true) giveUp();
      else signal?.addEventListener("abort", giveUp, { once: true });
    }),
};

/**
 * Waits until a call may be made, for `LONGEST_WAIT_MS` at most. Throws `AwsCallError` where the turn did not come in time (the
 * code is ours; nothing was sent), or the signal's reason.
 */
export async function takeTurn(limiter: Limiter, operation: string, call: CallOptions): Promise<void> {
  try {
    await limiter.acquire(call.priority, call.signal);
  } catch (error) {
    if (!(error instanceof LaneBusyError)) throw error;
    const { message } = error;
    throw new AwsCallError(
      { operation, code: "LaneBusy", message, requestId: null, httpStatus: null, outcome: "refused" },
      { cause: error },
    );
  }
}

type Attempt<T> = { ok: true; value: T } | { ok: false; failure: AwsFailure; cause: unknown };

async function attempt<T>(
  limiter: Limiter,
  operation: string,
  call: CallOptions,
  send: (options: SendOptions) => Promise<T>,
): Promise<Attempt<T>> {
  try {
    const value = await send(call.signal === undefined ? {} : { abortSignal: call.signal });
    limiter.granted();
    return { ok: true, value };
  } catch (error) {
    call.signal?.throwIfAborted();
    const failure = toAwsFailure(operation, error);
    if (isThrottled(failure)) limiter.throttled();
    else if (failure.httpStatus !== null) limiter.granted();
    return { ok: false, failure, cause: error };
  }
}

/**
 * Makes a call that changes nothing, as often as it takes: throttled answers are waited out for a minute at most, lost
 * ones are tried twice more, and one that met the end of its credentials once. Every try passes the limiter, whose waits are bounded too. Throws `AwsCallError`, or the signal's reason.
 */
export async function readCall<T>(
  limiter: Limiter,
  operation: string,
  call: CallOptions,
  send: (options: SendOptions) => Promise<T>,
  clock: CallClock = wallClock,
): Promise<T> {
  let throttledSince: number | null = null;
  let expired = false;
  for (let lost = 0; ;) {
    await takeTurn(limiter, operation, call);
    const tried = await attempt(limiter, operation, call, send);
    if (tried.ok) return tried.value;
    const { failure } = tried;
    if (isThrottled(failure)) {
      call.throttled?.();
      throttledSince ??= clock.now();
      if (clock.now() - throttledSince < THROTTLED_FOR_AT_MOST_MS) continue;
    } else if (failure.outcome === "lost") {
      const wait = LOST_RETRY_MS[lost];
      lost += 1;
      if (wait !== undefined) {
        await clock.sleep(wait * (1 + Math.random()), call.signal);
        continue;
      }
    } else if (hasExpired(failure) && !expired) {
      // The client has new credentials by now, where there are any to be had.
      expired = true;
      continue;
    }
    throw new AwsCallError(failure, { cause: tried.cause });
  }
}

/**
 * Makes a call that changes something: exactly one request, whatever becomes of it. It cannot be called off once it has
 * been sent. The caller has waited for the lane's turn before, so that nothing comes between its last look and the
 * request. Throws `AwsCallError`, whose `outcome` tells whether the answer is known.
 */
export async function writeCall<T>(limiter: Limiter, operation: string, send: () => Promise<T>): Promise<T> {
  const tried = await attempt(limiter, operation, { priority: "rollout" }, send);
  if (tried.ok) return tried.value;
  throw new AwsCallError(tried.failure, { cause: tried.cause });
}
