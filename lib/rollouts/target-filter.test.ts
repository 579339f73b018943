import fc from "fast-check";
import { expect, test } from "vitest";
import { SEGMENTS } from "./segments.ts";
import { ALL_TARGETS, parseTargetFilter, writeTargetFilter } from "./target-filter.ts";

const filter = fc.record({
  segment: fc.option(fc.constantFrom(...SEGMENTS)),
  wave: fc.option(fc.nat({ max: 9_999 })),
  lane: fc.option(
    fc.record({ accountId: fc.stringMatching(/^\d{12}$/u), region: fc.constantFrom("eu-west-1", "us-gov-east-1") }),
  ),
  text: fc.string().map((text) => text.replaceAll("\0", "").trim()),
});

test("what a filter writes into the address is read back as it was", () => {
  fc.assert(
    fc.property(filter, (it) => {
      expect(parseTargetFilter(writeTargetFilter(it))).toEqual(it);
    }),
  );
});

test("what an address says that means nothing lets everything through", () => {
  const address = "status=lost&wave=-1&lane=shop:eu-west-1&q=a%00b";
  expect(parseTargetFilter(new URLSearchParams(address))).toEqual(ALL_TARGETS);
});
