import { expect, test } from "vitest";
import type { CallClock } from "./call.ts";
import { AS_ROLLOUT, LOST_RETRY_MS, readCall, THROTTLED_FOR_AT_MOST_MS, writeCall } from "./call.ts";
import type { Limiter } from "./limiter.ts";
import { LaneBusyError } from "./limiter.ts";

const throttling = () =>
  Object.assign(new Error("Rate exceeded"), {
    name: "Throttling",
    $fault: "client",
    $metadata: { httpStatusCode: 400 },
  });
const lost = () => Object.assign(new Error("socket hang up"), { name: "TimeoutError", code: "ECONNRESET" });
const refused = () =>
  Object.assign(new Error("No."), {
    name: "InvalidParameterValue",
    $fault: "client",
    $metadata: { httpStatusCode: 400 },
  });

const expired = () =>
  Object.assign(new Error("The security token included in the request is expired"), {
    name: "ExpiredToken",
    $fault: "client",
    $metadata: { httpStatusCode: 403 },
  });

/** A limiter that always lets pass, three seconds apart, and counts; a clock that moves with it and with sleep. */
function world() {
  const seen = { acquired: 0, granted: 0, throttled: 0, slept: 0 };
  let now = 0;
  const limiter: Limiter = {
    acquire: () => {
      seen.acquired += 1;
      now += 3_000;
      return Promise.resolve();
    },
    granted: () => {
      seen.granted += 1;
    },
    throttled: () => {
      seen.throttled += 1;
    },
    rate: () => 1,
  };
  const clock: CallClock = {
    now: () => now,
    sleep: (ms) => {
      seen.slept += ms;
      now += ms;
      return Promise.resolve();
    },
  };
  return { seen, limiter, clock };
}

/** Fails as told, then answers. */
function failing(...errors: Error[]) {
  const left = [...errors];
  return () => {
    const error = left.shift();
    return error === undefined ? Promise.resolve("answer") : Promise.reject(error);
  };
}

test("waits throttling out", async () => {
  const { seen, limiter, clock } = world();
  const send = failing(throttling(), throttling(), throttling());
  await expect(readCall(limiter, "ec2:DescribeInstances", AS_ROLLOUT, send, clock)).resolves.toBe("answer");
  expect(seen).toEqual({ acquired: 4, granted: 1, throttled: 3, slept: 0 });
});

test("gives up on throttling that lasts a minute, with AWS's words", async () => {
  const { limiter, clock } = world();
  const began = clock.now();
  const call = readCall(limiter, "ec2:DescribeInstances", AS_ROLLOUT, () => Promise.reject(throttling()), clock);
  await expect(call).rejects.toMatchObject({ failure: { code: "Throttling", message: "Rate exceeded" } });
  expect(clock.now() - began).toBeLessThanOrEqual(THROTTLED_FOR_AT_MOST_MS + 2 * 3_000);
});

test("tries a lost read twice more, and waits three seconds at most for that", async () => {
  const { seen, limiter, clock } = world();
  await expect(readCall(limiter, "o", AS_ROLLOUT, failing(lost(), lost()), clock)).resolves.toBe("answer");
  await expect(readCall(limiter, "o", AS_ROLLOUT, failing(lost(), lost(), lost()), clock)).rejects.toMatchObject({
    failure: { outcome: "lost", code: "ECONNRESET" },
  });
  expect(seen.acquired).toBe(6);
  // At worst 2 x (200 + 800) = 2,000 ms for a call, and these were two calls.
  expect(LOST_RETRY_MS.reduce((sum, ms) => sum + 2 * ms, 0)).toBe(2_000);
  expect(seen.slept).toBeLessThanOrEqual(4_000);
});

test("a read whose turn does not come is refused without having been sent, and says so", async () => {
  const { limiter, clock } = world();
  const busy: Limiter = { ...limiter, acquire: () => Promise.reject(new LaneBusyError(60_000, 0.25)) };
  let sent = 0;
  const send = () => {
    sent += 1;
    return Promise.resolve("answer");
  };
  await expect(readCall(busy, "ec2:DescribeInstances", AS_ROLLOUT, send, clock)).rejects.toMatchObject({
    failure: {
      operation: "ec2:DescribeInstances",
      code: "LaneBusy",
      message: expect.stringContaining("waited 60 seconds"),
      outcome: "refused",
    },
  });
  expect(sent).toBe(0);
});

test("says of each throttled try that it was", async () => {
  const { limiter, clock } = world();
  let told = 0;
  const call = {
    ...AS_ROLLOUT,
    throttled: () => {
      told += 1;
    },
  };
  await readCall(limiter, "o", call, failing(throttling(), lost(), throttling()), clock);
  expect(told).toBe(2);
});

test("does not repeat a refused read, and keeps the cause", async () => {
  const { seen, limiter, clock } = world();
  const cause = refused();
  await expect(readCall(limiter, "o", AS_ROLLOUT, failing(cause), clock)).rejects.toMatchObject({ cause });
  expect(seen.acquired).toBe(1);
});

test("tries a read once more whose credentials had ended, and no more than that", async () => {
  const { seen, limiter, clock } = world();
  await expect(readCall(limiter, "o", AS_ROLLOUT, failing(expired()), clock)).resolves.toBe("answer");
  await expect(readCall(limiter, "o", AS_ROLLOUT, failing(expired(), expired()), clock)).rejects.toMatchObject({
    failure: { code: "ExpiredToken", outcome: "refused" },
  });
  expect(seen).toMatchObject({ acquired: 4, slept: 0 });
});

test.each([throttling(), lost(), refused(), expired()])("sends a write once: $name", async (error) => {
  const { limiter } = world();
  let sent = 0;
  const send = () => {
    sent += 1;
    return Promise.reject(error);
  };
  await expect(writeCall(limiter, "o", send)).rejects.toMatchObject({ failure: { message: error.message } });
  expect(sent).toBe(1);
});

test("an abort is passed on as it is, not as a failure of AWS", async () => {
  const { limiter, clock } = world();
  const stop = new AbortController();
  const reason = new Error("the server stops");
  const send = () => {
    stop.abort(reason);
    return Promise.reject(lost());
  };
  await expect(readCall(limiter, "o", { priority: "scan", signal: stop.signal }, send, clock)).rejects.toBe(reason);
});
