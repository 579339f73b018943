import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Exception } from "./exception.ts";
import {
  covers,
  expiryProblem,
  isInForce,
  LONGEST_DAYS,
  longestFirst,
  scopeAddress,
  scopeFilter,
  statusOf,
} from "./exception.ts";
import { NO_FILTER } from "./environment-filter.ts";

const NOW = Date.parse("2026-03-01T10:00:00.000Z");
const DAY = 86_400_000;
const iso = (at: number) => new Date(at).toISOString();

const KEY = { accountId: "111122223333", region: "eu-west-1", environmentId: "e-1" };
const OTHER = { ...KEY, environmentId: "e-2" };

const end = fc.record({
  at: fc.constant(iso(NOW - DAY)),
  by: fc.constant("ann"),
  why: fc.constantFrom("revoked" as const, "extended" as const),
});
const scope: fc.Arbitrary<Exception["scope"]> = fc.oneof(
  fc.constantFrom(KEY, OTHER).map((key) => ({ kind: "environment" as const, key, name: "api" })),
  fc
    .constantFrom("application=shop", "q=api&region=eu-west-1", "", "colour=red", "sort=name")
    .map((address) => ({ kind: "filter" as const, address })),
);
const exceptions = fc.record({
  scope,
  until: fc.integer({ min: -400, max: 400 }).map((days) => iso(NOW + days * DAY)),
  end: fc.option(end, { nil: null }),
});
const everything = () => true;

describe("an exception", () => {
  it("that has expired covers nothing, and one that was ended covers nothing", () => {
    fc.assert(
      fc.property(exceptions, fc.constantFrom(KEY, OTHER), (exception, key) => {
        if (Date.parse(exception.until) > NOW && exception.end === null) return;
        expect(covers(exception, key, everything, NOW)).toBe(false);
      }),
    );
  });

  it("never covers again once it did not, as time goes on", () => {
    fc.assert(
      fc.property(exceptions, fc.nat(800), fc.nat(800), (exception, sooner, later) => {
        const at = (days: number) => covers(exception, KEY, everything, NOW + days * DAY);
        expect(!at(sooner) && at(sooner + later)).toBe(false);
      }),
    );
  });

  it("of an environment covers that one alone, whatever filters say", () => {
    fc.assert(
      fc.property(exceptions, fc.boolean(), (exception, letsThrough) => {
        if (exception.scope.kind !== "environment") return;
        const isIt = exception.scope.key.environmentId === KEY.environmentId;
        const held = isInForce(statusOf(exception, NOW));
        expect(covers(exception, KEY, () => letsThrough, NOW)).toBe(isIt && held);
      }),
    );
  });

  it.each([
    ["in a year", { until: iso(NOW + 365 * DAY), end: null }, "active"],
    ["in two weeks and a moment", { until: iso(NOW + 14 * DAY + 1), end: null }, "active"],
    ["in two weeks", { until: iso(NOW + 14 * DAY), end: null }, "expiring"],
    ["in a millisecond", { until: iso(NOW + 1), end: null }, "expiring"],
    ["now", { until: iso(NOW), end: null }, "expired"],
    ["at no instant", { until: "soon", end: null }, "expired"],
    [
      "in a year, but was ended",
      { until: iso(NOW + 365 * DAY), end: { at: iso(NOW), by: "ann", why: "revoked" } },
      "revoked",
    ],
    [
      "long ago, and was extended",
      { until: iso(NOW - DAY), end: { at: iso(NOW), by: "ann", why: "extended" } },
      "extended",
    ],
  ] as const)("that expires %s is %s", (_, exception, status) => {
    expect(statusOf(exception, NOW)).toBe(status);
  });
});

describe("how long a risk can be accepted", () => {
  it.each([
    [iso(NOW - 1), "past"],
    [iso(NOW), "past"],
    ["never", "past"],
    [iso(NOW + 1), null],
    [iso(NOW + LONGEST_DAYS * DAY), null],
    [iso(NOW + (LONGEST_DAYS + 1) * DAY + 1), "too-far"],
  ] as const)("until %s: %s", (until, problem) => {
    expect(expiryProblem(until, NOW)).toBe(problem);
  });
});

describe("a filter as a scope", () => {
  it.each([
    ["nothing at all", ""],
    ["everything in an order", "sort=-name"],
    ["an order beside something", "application=shop&sort=-name"],
    ["a word that a later version may know", "configured=v3"],
    ["the same beside one that is known", "configured=v3&configured=v2-only"],
    ["a parameter that is not known", "application=shop&colour=red"],
    ["whether a risk is accepted", "exception=no&application=shop"],
    ["what no database takes, which would stop every question about any exception", "q=a%00b&application=shop"],
  ])("covers nothing where it says %s", (_, address) => {
    expect(scopeFilter(address)).toBeNull();
  });

  it("is what the list has, in any order of its parameters", () => {
    const filter = { ...NO_FILTER, application: ["shop"], text: "api" };
    expect(scopeFilter("application=shop&q=api")).toEqual(filter);
    expect(scopeFilter("q=api&application=shop")).toEqual(filter);
  });

  it("is made of a list's filter without its order and without what is accepted already", () => {
    const filter = {
      ...NO_FILTER,
      region: ["eu-west-1"],
      exception: false,
      sort: { by: "status", direction: "desc" },
    } as const;
    expect(scopeAddress({ ...filter, region: [...filter.region] })).toBe("region=eu-west-1");
    expect(scopeAddress({ ...NO_FILTER, exception: true })).toBeNull();
    expect(scopeAddress(NO_FILTER)).toBeNull();
  });
});

it("of several the one that lasts longest comes first, and always the same of two that last as long", () => {
  const [a, b, c] = ["a", "b", "c"].map((id) => ({ id, until: iso(NOW + (id === "c" ? 2 : 1) * DAY) }));
  if (a === undefined || b === undefined || c === undefined) throw new Error("three were made");
  expect(longestFirst([a, b, c])).toEqual([c, a, b]);
  expect(longestFirst([b, c, a])).toEqual([c, a, b]);
});
