import fc from "fast-check";
import { expect, it } from "vitest";
import { amountOf, amountText, regionsOf, stepsOf, valuesOf } from "./policy-text.ts";

it("reads back every amount it writes", () => {
  const number = fc.integer({ min: 0, max: 1_000 });
  const amounts = fc.oneof(
    fc.constant(null),
    number.map((count) => ({ kind: "count" as const, count })),
    number.map((percent) => ({ kind: "percent" as const, percent })),
  );
  fc.assert(
    fc.property(amounts, (amount) => {
      expect(amountOf(amountText(amount))).toEqual(amount);
    }),
  );
});

it("reads what is no number as one that no policy allows", () => {
  expect(amountOf("few")).toEqual({ kind: "count", count: Number.NaN });
  expect(amountOf(" 5% ")).toEqual({ kind: "percent", percent: 5 });
});

it("reads shares however they are set apart", () => {
  expect(stepsOf("10, 50 100")).toEqual([10, 50, 100]);
  expect(stepsOf("10、50、100%")).toEqual([10, 50, 100]);
  expect(stepsOf("")).toEqual([]);
});

it("reads regions however they are set apart, each once", () => {
  expect(regionsOf("eu-west-1, US-East-1、eu-west-1  ap-northeast-1,")).toEqual([
    "eu-west-1",
    "us-east-1",
    "ap-northeast-1",
  ]);
  expect(regionsOf(" ")).toEqual([]);
});

it("reads a tag's values with the blanks inside them, each once", () => {
  expect(valuesOf("dev, pre prod、prod,dev, ")).toEqual(["dev", "pre prod", "prod"]);
  expect(valuesOf("")).toEqual([]);
});
