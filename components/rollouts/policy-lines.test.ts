import { expect, it } from "vitest";
import { BUILT_IN, NO_POLICY } from "#lib/rollouts/policy.ts";
import type { Policy } from "#lib/rollouts/policy.ts";
import { policyLines } from "./policy-lines.ts";

const keys = (policy: Policy, all = 40) => policyLines(policy, all).map(({ key }) => key);

it("tells each policy by name in the order in which it happens", () => {
  expect(keys(NO_POLICY)).toEqual(["noCanary", "oneWave", "capPerLane", "noBake", "goesOn"]);
  expect(keys(BUILT_IN.careful)).toEqual([
    "canary",
    "shares",
    "inSequence",
    "capPerLane",
    "capInAll",
    "bake",
    "firstFailureInLane",
    "strict",
  ]);
  expect(keys(BUILT_IN.steady)).toEqual([
    "canaryPerRegion",
    "shares",
    "capPerLane",
    "capInAll",
    "bake",
    "failuresInLane",
    "share",
    "strict",
  ]);
  expect(keys(BUILT_IN.fast)).toEqual([
    "noCanary",
    "oneWave",
    "capPerLane",
    "noBake",
    "shareInLane",
    "share",
    "strict",
  ]);
});

it("says what a share is of these environments, and that a share of none is the first failure", () => {
  const share = (all: number) => policyLines(BUILT_IN.fast, all).find(({ key }) => key === "share");
  expect(share(40)).toMatchObject({ percent: 10, count: 4 });
  expect(keys(BUILT_IN.fast, 9)).toContain("firstFailure");
  const canary = { kind: "amount", amount: { kind: "percent", percent: 10 } } as const;
  expect(policyLines({ ...NO_POLICY, canary }, 4)[0]).toMatchObject({ key: "canary", count: 1 });
});

it("names the rule of waves that are no shares", () => {
  expect(policyLines({ ...NO_POLICY, waves: { by: "account" } }, 4)[1]).toMatchObject({
    key: "wavesBy",
    rule: "account",
  });
});

it("names the tag that makes the waves, and what comes first of tags and of regions", () => {
  const told = (policy: Partial<Policy>) => policyLines({ ...NO_POLICY, ...policy }, 4).slice(1, 3);
  expect(told({ waves: { by: "tag", key: "stage", order: [] } })[0]).toMatchObject({ key: "wavesByTag", tag: "stage" });
  expect(told({ waves: { by: "tag", key: "stage", order: ["dev", "test"] } })[0]).toMatchObject({
    key: "wavesByTagFirst",
    tag: "stage",
    first: "dev, test",
  });
  const order = ["eu-west-1", "us-east-1"];
  expect(told({ regions: { run: "sequence", order } })[1]).toMatchObject({
    key: "inSequenceFirst",
    first: "eu-west-1, us-east-1",
  });
  expect(told({ waves: { by: "region" }, regions: { run: "parallel", order } })[0]).toMatchObject({
    key: "wavesByFirst",
    rule: "region",
    first: "eu-west-1, us-east-1",
  });
});
