import { expect, test } from "vitest";
import { faultsOf } from "./verdict.ts";
import type { JournalEntry, Rollout, WorldEnvironment } from "../running/shapes.ts";

const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString();

function target(id: string, status: string, timeline: [number, string][], reason?: string): Rollout["targets"][number] {
  return {
    id: `target-${id}`,
    accountId: "111122223333",
    region: "eu-west-1",
    environmentId: id,
    name: `name-${id}`,
    wave: 0,
    before: { optionValue: null },
    state: {
      status,
      attempt: timeline.filter(([, kind]) => kind === "started").length,
      ...(reason !== undefined && { reason: { kind: reason } }),
    },
    timeline: timeline.map(([second, kind]) => ({
      at: at(second),
      transition: { kind, ...(kind === "accepted" && { requestId: `request-${id}` }) },
    })),
  };
}
const sent = (id: string, second: number, accepted = true): JournalEntry => ({
  sequence: second,
  at: at(second),
  requestId: `request-${id}`,
  operation: "UpdateEnvironment",
  input: { EnvironmentId: id },
  outcome: accepted ? { kind: "accepted" } : { kind: "refused", code: "Throttling" },
  fault: null,
});
const real = (id: string, more: Partial<WorldEnvironment> = {}): WorldEnvironment => ({
  id,
  name: `name-${id}`,
  application: "shop",
  accountId: "111122223333",
  region: "eu-west-1",
  status: "Ready",
  disableImdsV1: "true",
  platformDefault: "false",
  fate: "succeeds",
  callsImdsV1: false,
  updatedAt: at(0),
  instances: [{ httpTokens: "required", state: "running" }],
  ...more,
});
const rollout = (targets: Rollout["targets"], more: Partial<Rollout> = {}): Rollout => ({
  id: "r-1",
  status: "finished",
  startedAt: at(0),
  finishedAt: at(59),
  stopRequested: false,
  policy: { cap: { perLane: 1 } },
  waves: [],
  targets,
  ...more,
});
const good = (id: string, from = 1) =>
  target(id, "succeeded", [
    [from, "started"],
    [from + 2, "accepted"],
    [from + 8, "succeeded"],
  ]);

test("nothing is found where all is well, also after a throttled attempt and a rollback by AWS", () => {
  const again = target("b", "succeeded", [
    [10, "started"],
    [11, "not-arrived"],
    [12, "started"],
    [13, "accepted"],
    [14, "succeeded"],
  ]);
  const bad = target(
    "c",
    "failed",
    [
      [20, "started"],
      [21, "accepted"],
      [25, "failed"],
    ],
    "rolled-back",
  );
  const journal = [sent("a", 2), sent("b", 10, false), sent("b", 13), sent("c", 21)];
  const world = [real("a"), real("b"), real("c", { fate: "rolls-back", disableImdsV1: null })];
  expect(faultsOf(journal, rollout([good("a"), again, bad]), world)).toEqual([]);
});

const two = [good("a"), good("b", 10)];
const calls = [sent("a", 2), sent("b", 11)];
const both = [real("a"), real("b")];

test.each<[string, JournalEntry[], Rollout, WorldEnvironment[], string]>([
  ["an update that was sent twice", [...calls, sent("a", 4)], rollout(two), both, "was updated 2 times"],
  [
    "an attempt that was sent twice",
    [...calls, sent("a", 4, false)],
    rollout(two),
    both,
    "attempt 1 reached AWS 2 times",
  ],
  ["a call before its intent", [sent("a", 0), sent("b", 11)], rollout(two), both, "before any intent was kept"],
  ["a success AWS never heard of", [sent("a", 2)], rollout(two), both, "was updated 0 times"],
  [
    "an acceptance AWS never gave",
    [sent("a", 2), { ...sent("b", 11), requestId: "another" }],
    rollout(two),
    both,
    "accepted request-b, of which AWS knows nothing",
  ],
  [
    "an update nobody says AWS accepted",
    calls,
    rollout([
      good("a"),
      target("b", "succeeded", [
        [10, "started"],
        [14, "succeeded"],
      ]),
    ]),
    both,
    "says 0 times that AWS accepted",
  ],
  [
    "an end that was left",
    calls,
    rollout([
      good("a"),
      target("b", "succeeded", [
        [10, "started"],
        [12, "accepted"],
        [13, "failed"],
        [14, "succeeded"],
      ]),
    ]),
    both,
    "after 2 ends",
  ],
  [
    "a failure for another reason than AWS's",
    calls,
    rollout([
      good("a"),
      target(
        "b",
        "failed",
        [
          [10, "started"],
          [12, "accepted"],
          [14, "failed"],
        ],
        "answer-lost-too-often",
      ),
    ]),
    [real("a"), real("b", { fate: "rolls-back", disableImdsV1: null })],
    "was rolled back by AWS and is failed: answer-lost-too-often",
  ],
  [
    "a rollback that left the new value",
    calls,
    rollout([
      good("a"),
      target(
        "b",
        "failed",
        [
          [10, "started"],
          [12, "accepted"],
          [14, "failed"],
        ],
        "rolled-back",
      ),
    ]),
    [real("a"), real("b", { fate: "rolls-back" })],
    "said to have been rolled back; its option is true",
  ],
  [
    "more in flight than the cap while another target failed without a place",
    [sent("a", 4), sent("b", 11)],
    rollout([
      target("a", "succeeded", [
        [1, "started"],
        [2, "not-arrived"],
        [3, "started"],
        [4, "accepted"],
        [20, "succeeded"],
      ]),
      target("b", "succeeded", [
        [10, "started"],
        [12, "accepted"],
        [18, "succeeded"],
      ]),
    ]),
    both,
    "had 2 in flight",
  ],
  [
    "a success that is none",
    calls,
    rollout(two),
    [real("a"), real("b", { disableImdsV1: null })],
    "its option is null",
  ],
  [
    "a success whose instances disagree",
    calls,
    rollout(two),
    [real("a"), real("b", { instances: [{ httpTokens: "optional", state: "running" }] })],
    "its instances optional",
  ],
  [
    "a failure without a reason in AWS",
    calls,
    rollout([
      good("a"),
      target(
        "b",
        "failed",
        [
          [10, "started"],
          [12, "accepted"],
          [14, "failed"],
        ],
        "rolled-back",
      ),
    ]),
    both,
    "should have succeeded and is failed: rolled-back",
  ],
  [
    "a failure that counts as success",
    calls,
    rollout(two),
    [real("a"), real("b", { fate: "rolls-back" })],
    "was rolled back by AWS",
  ],
  [
    "a target without an end",
    calls,
    rollout([good("a"), target("b", "updating", [[10, "started"]])]),
    both,
    "has no end",
  ],
  ["a rollout without an end", calls, rollout(two, { status: "running" }), both, "the rollout is running"],
  ["an update of something else", [...calls, sent("z", 5)], rollout(two), both, "z, which is no target"],
  [
    "more in flight than the cap",
    [sent("a", 2), sent("b", 3)],
    rollout([good("a"), good("b", 2)]),
    both,
    "had 2 in flight",
  ],
  [
    "a timeline that lost a line",
    calls,
    rollout([good("a"), { ...good("b", 10), state: { status: "succeeded", attempt: 2 } }]),
    both,
    "counts 2 attempts; its timeline has 1",
  ],
  ["a target AWS does not have", calls, rollout(two), [real("a")], "is not in the simulated AWS"],
])("%s is found", (_name, journal, database, world, words) => {
  expect(faultsOf(journal, database, world).join("\n")).toContain(words);
});
