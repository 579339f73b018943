import * as fc from "fast-check";
import { expect, test } from "vitest";

import { matchesFilters } from "./ec2-filters.ts";

const matches = (filterValues: string[], candidate: string): boolean =>
  matchesFilters<string>(
    [{ Name: "name", Values: filterValues }],
    (name) => name === "name",
    (thing) => [thing],
  )(candidate);

test.each([
  ["*", "anything", true],
  ["web-*", "web-prod", true],
  ["web-*", "Web-prod", false],
  ["web-?", "web-1", true],
  ["web-?", "web-12", false],
  ["a.c", "abc", false],
  ["\\*", "*", true],
  ["\\*", "x", false],
  ["注文*", "注文サービス", true],
])("value %s against %s: %s", (value, candidate, expected) => {
  expect(matches([value], candidate)).toBe(expected);
});

test("any text without wildcards matches itself and only itself", () => {
  const plain = fc.string().filter((text) => !/[*?\\]/.test(text));
  fc.assert(
    fc.property(plain, plain, (value, candidate) => {
      expect(matches([value], candidate)).toBe(value === candidate);
    }),
  );
});

test("values are alternatives, filters are conditions", () => {
  const filters = [
    { Name: "name", Values: ["a", "b"] },
    { Name: "name", Values: ["b", "c"] },
  ];
  const test = matchesFilters<string>(
    filters,
    () => true,
    (thing) => [thing],
  );
  expect(["a", "b", "c"].filter(test)).toEqual(["b"]);
});

test("an unknown filter and too many values are refused", () => {
  expect(() =>
    matchesFilters(
      [{ Name: "nope", Values: [] }],
      () => false,
      () => [],
    ),
  ).toThrow("The filter 'nope' is invalid");
  const values = Array.from({ length: 201 }, String);
  expect(() =>
    matchesFilters(
      [{ Name: "name", Values: values }],
      () => true,
      () => [],
    ),
  ).toThrow(/maximum number of filter values/);
});
