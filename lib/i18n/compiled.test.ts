import { expect, test } from "vitest";
import { compiled } from "./compiled.ts";
import { en } from "./en.ts";
import { ja } from "./ja.ts";

/** Whether React would send it to a browser: text, numbers, lists and plain objects all the way down. */
function isPlain(value: unknown): boolean {
  if (typeof value !== "object") return typeof value === "string" || typeof value === "number" || value === undefined;
  if (value === null || Array.isArray(value)) return (value ?? []).every(isPlain);
  return Object.getPrototypeOf(value) === Object.prototype && Object.values(value).every(isPlain);
}

test.each([
  ["English", en],
  ["Japanese", ja],
])("all of %s is parsed into what can be sent to a browser", (_, messages) => {
  expect(isPlain(compiled(messages))).toBe(true);
});

test("a text without arguments stays a text, any other is parsed", () => {
  const { common, environments } = compiled(en);
  expect(common.product).toBe(en.common.product);
  expect(environments.counts).toEqual(expect.any(Array));
});
