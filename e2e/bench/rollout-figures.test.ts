import { expect, test } from "vitest";
import type { JournalEntry, Rollout, WorldEnvironment } from "../running/shapes.ts";
import { boundSeconds, failuresOf, fewestTicks, looksOf, makespanSeconds, updatesOf } from "./rollout-figures.ts";

const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString();
const update = (from: number, to: number, lane = "1/us-east-1") => ({ lane, from: from * 1_000, to: to * 1_000 });
const count = (operation: string, answered: number, region = "us-east-1") => ({
  accountId: "1",
  region,
  service: "elasticbeanstalk",
  operation,
  answered,
  throttled: 0,
  failed: 0,
});
const target = (name: string, status: string): Rollout["targets"][number] => ({
  id: name,
  accountId: "1",
  region: "us-east-1",
  environmentId: name,
  name,
  wave: 0,
  before: { optionValue: null },
  state: { status, attempt: 1, ...(status === "failed" && { reason: { kind: "refused" } }) },
  timeline: [],
});
const rollout = (targets: Rollout["targets"]): Rollout => ({
  id: "r",
  status: "finished",
  startedAt: at(0),
  finishedAt: at(44),
  stopRequested: false,
  policy: { cap: { perLane: 1 } },
  waves: [],
  targets,
});

test("an update lasts from when AWS took it until its environment was ready; refused ones are none", () => {
  const sent = (id: string, second: number, accepted: boolean): JournalEntry => ({
    sequence: second,
    at: at(second),
    requestId: "r",
    operation: "UpdateEnvironment",
    input: { EnvironmentId: id },
    outcome: accepted ? { kind: "accepted" } : { kind: "refused", code: "Throttling" },
    fault: null,
  });
  const environment: WorldEnvironment = {
    id: "e-1",
    name: "one",
    application: "shop",
    accountId: "1",
    region: "us-east-1",
    status: "Ready",
    disableImdsV1: "true",
    platformDefault: "false",
    fate: "succeeds",
    callsImdsV1: false,
    updatedAt: at(20),
    instances: [],
  };
  expect(updatesOf([sent("e-1", 3, false), sent("e-1", 5, true)], [environment])).toEqual([
    { lane: "1/us-east-1", from: Date.parse(at(5)), to: Date.parse(at(20)) },
  ]);
});

test("the bound fills a lane's places as they become free, and the slowest lane sets it", () => {
  // Two places: 10 and 30 begin, then 20 takes the first place that is free; whatever was lost in between is left out.
  const lane = [update(0, 10), update(1, 31), update(15, 35)];
  expect(boundSeconds(lane, 2)).toBe(30);
  expect(boundSeconds(lane, 1)).toBe(60);
  expect(boundSeconds([...lane, update(0, 40, "1/eu-west-1")], 2)).toBe(40);
  expect(boundSeconds([], 2)).toBe(0);
});

test("ticks are of the shortest update, the makespan is from the start to the end", () => {
  expect(fewestTicks([update(0, 60), update(0, 90)], 3)).toBe(20);
  expect(makespanSeconds(rollout([]))).toBe(44);
});

test("a look is one pass; events and instances are counted by the look, settings by the target, ends allow a look more", () => {
  const counts = [
    count("DescribeEnvironments", 30),
    count("DescribeEvents", 24),
    count("DescribeInstances", 3),
    count("DescribeConfigurationSettings", 4),
    count("DescribeEnvironments", 5, "eu-west-1"),
  ];
  const updates = [update(0, 60), update(0, 60)];
  expect(looksOf(counts, updates, 3)).toEqual({
    most: { lane: "1/us-east-1", looks: 30, may: 24 },
    least: 30 / 22,
    events: 0.8,
    instances: 0.1,
    settings: 2,
  });
});

test("what did not succeed is told by its reason", () => {
  expect(failuresOf(rollout([target("a", "succeeded"), target("b", "failed"), target("c", "failed")]))).toEqual([
    '2 failed: {"kind":"refused"}, like b',
  ]);
});
