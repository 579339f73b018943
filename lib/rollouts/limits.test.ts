import fc from "fast-check";
import { expect, it } from "vitest";
import { breachOf, inAll, roomFor } from "./limits.ts";
import type { LaneFigures } from "./limits.ts";
import { NO_POLICY } from "./policy.ts";
import type { Amount, Policy } from "./policy.ts";

const count = (number: number): Amount => ({ kind: "count", count: number });
const lane = (region: string, size: number): LaneFigures => ({
  accountId: "111122223333",
  region,
  size,
  inFlight: 0,
  failures: 0,
});
const policyOf = (cap: Policy["cap"], tolerance: Partial<Policy["tolerance"]> = {}): Policy => ({
  ...NO_POLICY,
  cap,
  tolerance: { ...NO_POLICY.tolerance, ...tolerance },
});

it("leaves room for the cap in a lane, and in all", () => {
  const policy = policyOf({ perLane: 3, inAll: 4 });
  const here = { size: 10, inFlight: 1, failures: 5 };
  expect(roomFor(policy, here, { size: 20, inFlight: 1, failures: 5 })).toBe(2);
  expect(roomFor(policy, here, { size: 20, inFlight: 3, failures: 5 })).toBe(1);
  expect(roomFor(policy, here, { size: 20, inFlight: 9, failures: 5 })).toBe(0);
});

it("strict: as many at once as failures are left, and one; soft: the cap alone, until it is past", () => {
  const strict = policyOf({ perLane: 10, inAll: null }, { perLane: count(2) });
  const soft = policyOf({ perLane: 10, inAll: null }, { perLane: count(2), mode: "soft" });
  const figures = (inFlight: number, failures: number) => ({ size: 20, inFlight, failures });
  expect([0, 1, 2, 3].map((failures) => roomFor(strict, figures(0, failures), figures(0, failures)))).toEqual([
    3, 2, 1, 0,
  ]);
  expect(roomFor(strict, figures(2, 1), figures(2, 1))).toBe(0);
  expect([0, 1, 2, 3].map((failures) => roomFor(soft, figures(0, failures), figures(0, failures)))).toEqual([
    10, 10, 10, 0,
  ]);
});

it("a tolerance of none stops at the first failure; a share is of what the lane has, rounded down", () => {
  expect(
    breachOf(policyOf({ perLane: 1, inAll: null }, { perLane: count(0) }), [{ ...lane("a", 5), failures: 1 }]),
  ).toEqual({
    scope: "lane",
    accountId: "111122223333",
    region: "a",
    failures: 1,
    tolerated: 0,
  });
  const tenth = policyOf({ perLane: 1, inAll: null }, { perLane: { kind: "percent", percent: 10 } });
  expect(breachOf(tenth, [{ ...lane("a", 19), failures: 1 }])).toBeNull();
  expect(breachOf(tenth, [{ ...lane("a", 9), failures: 1 }])).toMatchObject({ tolerated: 0 });
});

it("tells what is past its tolerance in all before it names a lane", () => {
  const policy = policyOf({ perLane: 1, inAll: null }, { perLane: count(0), inAll: count(1) });
  const lanes = [
    { ...lane("a", 5), failures: 1 },
    { ...lane("b", 5), failures: 1 },
  ];
  expect(breachOf(policy, lanes)).toEqual({ scope: "all", failures: 2, tolerated: 1 });
});

it("tolerates no failure in a canary, whatever is tolerated elsewhere", () => {
  const soft = policyOf({ perLane: 1, inAll: null }, { perLane: { kind: "percent", percent: 10 }, mode: "soft" });
  const lanes = [{ ...lane("a", 1_000), failures: 1 }];
  expect(breachOf(soft, lanes, 1)).toEqual({ scope: "canary", failures: 1, tolerated: 0 });
  expect(breachOf(policyOf({ perLane: 1, inAll: null }), lanes, 1)).toMatchObject({ scope: "canary" });
  expect(breachOf(soft, lanes, 0)).toBeNull();
});

it("strict: however starts and failures alternate, failures never go beyond what is tolerated, and one", () => {
  const tolerance = fc.option(fc.integer({ min: 0, max: 3 }).map(count));
  fc.assert(
    fc.property(
      fc.record({ perLane: tolerance, inAll: tolerance, cap: fc.integer({ min: 1, max: 6 }) }),
      fc.array(fc.tuple(fc.boolean(), fc.nat(1)), { maxLength: 40 }),
      ({ perLane, inAll: together, cap }, events) => {
        const policy = policyOf({ perLane: cap, inAll: null }, { perLane, inAll: together });
        const lanes = [lane("a", 20), lane("b", 20)];
        for (const [starts, index] of events) {
          const here = lanes[index];
          if (here === undefined) continue;
          if (starts && breachOf(policy, lanes) === null && roomFor(policy, here, inAll(lanes)) > 0) here.inFlight += 1;
          if (!starts && here.inFlight > 0) {
            here.inFlight -= 1;
            here.failures += 1;
          }
          const bound = (amount: Amount | null) => (amount?.kind === "count" ? amount.count + 1 : 1_000);
          expect(here.failures + here.inFlight).toBeLessThanOrEqual(bound(perLane));
          expect(inAll(lanes).failures + inAll(lanes).inFlight).toBeLessThanOrEqual(bound(together));
        }
      },
    ),
  );
});
