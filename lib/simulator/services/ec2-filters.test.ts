import * as fc from "fast-check";
import { expect, test } from "vitest";

import { invalidFilter } from "./ec2-errors.ts";
import { matchesFilters } from "./ec2-filters.ts";

const matches = (filterValues: string[], candidate: string): boolean =>
  matchesFilters<string>(
    [{ Name: "name", Values: filterValues }],
    () => {},
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
    () => {},
    (thing) => [thing],
  );
  expect(["a", "b", "c"].filter(test)).toEqual(["b"]);
});

/** The meaning of wildcards in its plainest words; takes for ever where there are many. */
const means = (value: string, text: string): boolean => {
  if (value === "") return text === "";
  if (value.startsWith("*")) return means(value.slice(1), text) || (text !== "" && means(value, text.slice(1)));
  const [first, rest] =
    value.startsWith("\\") && value.length > 1 ? [value[1], value.slice(2)] : [value[0], value.slice(1)];
  const fits = (value.startsWith("?") && text !== "") || (first === text[0] && text !== "");
  return fits && means(rest, text.slice(1));
};

test("wildcards mean what they say, however they are mixed", () => {
  const short = (letters: string) => fc.string({ unit: fc.constantFrom(...letters.split("")), maxLength: 8 });
  fc.assert(
    fc.property(short("ab*?\\"), short("ab*?\\"), (value, text) => {
      expect(matches([value], text)).toBe(means(value, text));
    }),
    { numRuns: 5_000 },
  );
});

test("a value of many stars is answered, for a long text too", () => {
  expect(matches([`${"*a".repeat(99)}*z`], "a".repeat(2_000))).toBe(false);
});

test("one character is one character, in any script", () => {
  expect([matches(["?"], "𠮷"), matches(["??"], "𠮷")]).toEqual([true, false]);
});

test("too many values are refused, and whatever the check refuses", () => {
  expect(() =>
    matchesFilters(
      [{ Name: "nope", Values: [] }],
      (name) => {
        throw invalidFilter(name);
      },
      () => [],
    ),
  ).toThrow("The filter 'nope' is invalid");
  const values = Array.from({ length: 201 }, String);
  expect(() =>
    matchesFilters(
      [{ Name: "name", Values: values }],
      () => {},
      () => [],
    ),
  ).toThrow(/maximum number of filter values/);
});
