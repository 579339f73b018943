import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { EnvironmentFilter } from "./environment-filter.ts";
import { isFiltering, NO_FILTER, parseFilter, SORT_KEYS, writeFilter } from "./environment-filter.ts";
import { VERDICTS } from "./readiness.ts";
import { writeTag } from "./tags.ts";

const words = <Word extends string>(...all: Word[]) => fc.subarray(all);
const texts = fc.uniqueArray(fc.string({ minLength: 1, unit: "grapheme" }), { maxLength: 3 });

const filters: fc.Arbitrary<EnvironmentFilter> = fc.record({
  text: fc.string({ unit: "grapheme" }).map((text) => text.trim()),
  accountId: fc.uniqueArray(fc.stringMatching(/^\d{12}$/), { maxLength: 3 }),
  region: texts,
  application: texts,
  platform: texts,
  status: texts,
  tier: words("WebServer", "Worker", "Cluster", "Unknown"),
  health: words("Green", "Yellow", "Red", "Grey"),
  configured: words("v1-and-v2", "v2-only", "unsupported", "not-applicable", "unknown"),
  effective: words("v1-and-v2", "mixed", "v2-only", "no-instances", "not-applicable", "unknown"),
  readiness: words(...VERDICTS),
  imdsUse: words("in-use", "none", "no-data", "unknown"),
  tag: fc.uniqueArray(
    fc
      .record({ key: fc.string({ minLength: 1, unit: "grapheme" }), value: fc.option(fc.string({ unit: "grapheme" })) })
      .map(writeTag),
    { maxLength: 3 },
  ),
  drift: fc.constantFrom(true, false, null),
  exception: fc.constantFrom(true, false, null),
  sort: fc.record({ by: fc.constantFrom(...SORT_KEYS), direction: fc.constantFrom("asc", "desc") }),
});

test("a written filter reads back as itself, also from the text of an address", () => {
  fc.assert(
    fc.property(filters, (filter) => {
      expect(parseFilter(new URLSearchParams(writeFilter(filter).toString()))).toEqual(filter);
    }),
  );
});

test("no filter has no parameters, and no parameters are no filter", () => {
  expect(writeFilter(NO_FILTER).toString()).toBe("");
  expect(parseFilter(new URLSearchParams())).toEqual(NO_FILTER);
  expect(isFiltering(NO_FILTER)).toBe(false);
});

test("a NUL, which no database takes, is in no filter", () => {
  const address = "q=%00&region=a%00b&application=%00&platform=x%00&status=%00&tag=a%00";
  expect(parseFilter(new URLSearchParams(address))).toEqual(NO_FILTER);
});

test("what is not understood is dropped", () => {
  const params = new URLSearchParams(
    "configured=v3&configured=v2-only&tier=web&account=12&drift=maybe&sort=-colour&region=&health=Red&health=Red&tag=&tag=:x&tag=team&tag=te%5Cam",
  );
  expect(parseFilter(params)).toEqual({ ...NO_FILTER, configured: ["v2-only"], health: ["Red"], tag: ["team"] });
});
