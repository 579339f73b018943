import * as fc from "fast-check";
import { expect, it } from "vitest";
import { NO_FILTER } from "#lib/imds/environment-filter.ts";
import {
  changeTo,
  directionOf,
  DIRECTIONS,
  NO_CHOICE,
  parseSelection,
  SOURCES,
  writeSelection,
} from "./selection-address.ts";

it("an address gives back the choices it was made of, beside the list's own filter", () => {
  const choice = fc.record({
    source: fc.constantFrom(null, ...SOURCES),
    direction: fc.constantFrom(...DIRECTIONS),
    replaces: fc.option(fc.uuid()),
    filter: fc.record({
      text: fc.stringMatching(/^[a-z0-9]{0,8}$/u),
      region: fc.subarray(["eu-west-1", "us-east-1"]),
    }),
  });
  fc.assert(
    fc.property(choice, ({ filter, ...rest }) => {
      const written = { ...rest, filter: { ...NO_FILTER, ...filter } };
      expect(parseSelection(new URLSearchParams(writeSelection(written).toString()))).toEqual(written);
    }),
  );
});

it("an address that says nothing, or nonsense, is the first choice of each", () => {
  expect(parseSelection(new URLSearchParams())).toEqual(NO_CHOICE);
  expect(parseSelection(new URLSearchParams("by=magic&change=everything"))).toEqual(NO_CHOICE);
  expect(writeSelection(NO_CHOICE).toString()).toBe("");
});

it("each direction is a change, and each change a direction", () => {
  expect(DIRECTIONS.map(changeTo)).toEqual([
    { kind: "set", methods: "v2-only" },
    { kind: "set", methods: "v1-and-v2" },
    { kind: "remove" },
  ]);
  expect(DIRECTIONS.map(changeTo).map(directionOf)).toEqual([...DIRECTIONS]);
});
