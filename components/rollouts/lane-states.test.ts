import { expect, test } from "vitest";
import type { LaneProgress } from "#lib/rollouts/progress.ts";
import { laneLines } from "./lane-states.ts";

const failure = (code: string): LaneProgress["failure"] => ({
  operation: "elasticbeanstalk:DescribeEnvironments",
  code,
  message: "no",
  requestId: null,
  httpStatus: 400,
  outcome: "refused",
  at: "2026-03-01T10:00:00.000Z",
});
const lane = (region: string, different: Partial<LaneProgress> = {}): LaneProgress => ({
  accountId: "111122223333",
  accountLabel: "shop",
  region,
  total: 4,
  done: 1,
  inFlight: 0,
  failed: 0,
  failure: null,
  ...different,
});

test("each lane says what holds it up, and what needs a look comes first", () => {
  const opensAt = "2026-03-02T01:00:00.000Z";
  const held = ["eu-west-1", "eu-west-2"].map((region) => ({ accountId: "111122223333", region, count: 3, opensAt }));
  const lines = laneLines(
    [
      lane("done", { done: 4, failure: failure("AccessDenied") }),
      lane("idle"),
      lane("eu-west-1"),
      lane("eu-west-2", { inFlight: 1 }),
      lane("slow", { failure: failure("ThrottlingException") }),
      lane("shut", { failure: failure("AccessDenied") }),
      lane("bad", { inFlight: 1, failed: 2 }),
    ],
    held,
  );
  expect(lines.map(({ region, state }) => `${region} ${state}`)).toEqual([
    "bad working",
    "shut unreadable",
    "slow throttled",
    "eu-west-1 held",
    "eu-west-2 working",
    "idle waiting",
    "done done",
  ]);
  expect(lines.find(({ region }) => region === "eu-west-1")?.opensAt).toBe(opensAt);
});
