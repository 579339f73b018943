import { expect, test } from "vitest";
import { addressedToLoopback, isLoopback } from "./loopback.ts";

test.each(["localhost", "LOCALHOST:3000", "127.0.0.1", "127.0.0.1:80", "127.9.9.9", "[::1]:3000", "::1"])(
  "%s is this machine",
  (host) => {
    expect(isLoopback(host)).toBe(true);
  },
);

test.each([
  "",
  null,
  undefined,
  "127.0.0.1.evil.example",
  "localhost.evil.example",
  "evil.example:3000",
  "10.0.0.1",
  "0.0.0.0",
  "127.0.0.1@evil.example",
  "1127.0.0.1",
])("%s is not", (host) => {
  expect(isLoopback(host)).toBe(false);
});

test("a proxy that forwards another name is refused", () => {
  const headers: Record<string, string> = { host: "127.0.0.1:3000", "x-forwarded-host": "dashboard.example" };
  expect(addressedToLoopback((name) => headers[name])).toBe(false);
  expect(addressedToLoopback((name) => (name === "host" ? headers["host"] : null))).toBe(true);
});
