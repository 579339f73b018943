import { expect, test } from "vitest";
import { redeemToken, tokenAddress } from "./one-time-token.ts";

const present = () => new URLSearchParams(new URL(tokenAddress()).hash.slice(1)).get("token") ?? "";

test("a token works once, a wrong one never, and another one follows", () => {
  const first = present();
  expect(redeemToken("")).toBe(false);
  expect(redeemToken(`${first}x`)).toBe(false);
  expect(redeemToken(first)).toBe(true);
  expect(redeemToken(first)).toBe(false);
  expect(present()).not.toBe(first);
});

test("the token is in the fragment of the address, which is never sent", () => {
  const address = new URL(tokenAddress());
  expect(address.search).toBe("");
  expect(address.pathname).toBe("/sign-in");
});
