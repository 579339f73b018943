import { expect, test } from "vitest";
import type { Credentials } from "./credentials.ts";
import { memoised } from "./credentials.ts";

const MINUTE = 60_000;

function counting(lifeMs: number | null, now: () => number) {
  const state = { asked: 0, fail: false };
  const provider = (): Promise<Credentials> => {
    state.asked += 1;
    if (state.fail) return Promise.reject(new Error("not allowed"));
    const expiration = lifeMs === null ? {} : { expiration: new Date(now() + lifeMs) };
    return Promise.resolve({ accessKeyId: `key ${state.asked}`, secretAccessKey: "not-a-secret", ...expiration });
  };
  return { state, provider };
}

test("asks once for all who ask at the same time, and again five minutes before the end", async () => {
  let now = 0;
  const { state, provider } = counting(60 * MINUTE, () => now);
  const credentials = memoised(provider, () => now);
  await Promise.all([credentials(), credentials(), credentials()]);
  now = 54.9 * MINUTE;
  await credentials();
  expect(state.asked).toBe(1);
  now = 55 * MINUTE;
  expect((await credentials()).accessKeyId).toBe("key 2");
});

test("renews short-lived credentials at half their life", async () => {
  let now = 0;
  const { state, provider } = counting(4 * MINUTE, () => now);
  const credentials = memoised(provider, () => now);
  await credentials();
  now = 1.9 * MINUTE;
  await credentials();
  expect(state.asked).toBe(1);
  now = 2 * MINUTE;
  await credentials();
  expect(state.asked).toBe(2);
});

test("keeps credentials that do not expire", async () => {
  const { state, provider } = counting(null, () => 0);
  const credentials = memoised(provider, () => 0);
  await credentials();
  await credentials();
  expect(state.asked).toBe(1);
});

test("does not keep a failure", async () => {
  const { state, provider } = counting(60 * MINUTE, () => 0);
  const credentials = memoised(provider, () => 0);
  state.fail = true;
  await expect(credentials()).rejects.toThrow("not allowed");
  state.fail = false;
  expect((await credentials()).accessKeyId).toBe("key 2");
});

test("renews before its time when told to, once for all who say so at the same time", async () => {
  const { state, provider } = counting(60 * MINUTE, () => 0);
  const credentials = memoised(provider, () => 0);
  await credentials();
  const renewed = await Promise.all([credentials({ forceRefresh: true }), credentials({ forceRefresh: true })]);
  expect(renewed.map(({ accessKeyId }) => accessKeyId)).toEqual(["key 2", "key 2"]);
  expect((await credentials()).accessKeyId).toBe("key 2");
  expect(state.asked).toBe(2);
});
