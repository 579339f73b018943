import { expect, test } from "vitest";
import { NO_POLICY } from "#lib/rollouts/policy.ts";
import type { RolloutProgress } from "#lib/rollouts/progress.ts";
import type { TargetView } from "#lib/rollouts/rollout.ts";
import { noCounts } from "#lib/rollouts/segments.ts";
import { reportCsv, reportJson } from "./rollout-file.ts";

const EXPORTED_AT = "2026-03-01T12:00:00.000Z";
const intent = { at: "2026-03-01T10:00:00.000Z", dateUpdated: null };

const rollout: RolloutProgress = {
  id: "00000000-0000-4000-8000-000000000000",
  kind: "bulk",
  status: "finished",
  change: { kind: "set", methods: "v2-only" },
  createdBy: "ann",
  createdAt: "2026-03-01T09:00:00.000Z",
  startedBy: "bob",
  startedAt: "2026-03-01T10:00:00.000Z",
  finishedAt: "2026-03-01T11:00:00.000Z",
  stopRequested: false,
  abortRequested: false,
  pause: null,
  policy: NO_POLICY,
  estimate: null,
  startAt: null,
  startZone: null,
  windowOverride: null,
  planHash: "hash",
  basedOn: null,
  counts: { ...noCounts(), succeeded: 1, failed: 2 },
  acknowledgements: { downtime: true, noEvidence: false, inUse: { kind: "override", reason: "=agreed" } },
  total: 3,
  followUps: [],
  gatesFailed: 0,
  retryable: 2,
  undoable: { all: 1, failed: 0 },
  waves: [],
  lanes: [],
};

function target(name: string, different: Partial<TargetView>): TargetView {
  return {
    id: `00000000-0000-4000-8000-0000000000${name}`,
    rolloutId: rollout.id,
    accountId: "012345678901",
    accountLabel: "shop",
    region: "eu-west-1",
    environmentId: `e-${name}`,
    name,
    application: "shop",
    change: { kind: "set", methods: "v2-only" },
    before: {
      optionValue: "false",
      platformDefault: "false",
      methods: "v1-and-v2",
      equalsDefault: true,
      dateUpdated: null,
      instanceCount: 2,
      replacement: { kind: "immutable" },
      launchKind: "launch-template",
    },
    tags: null,
    validation: null,
    state: { status: "pending", attempt: 0 },
    readiness: { verdict: "in-use", calls: 7, managedWindow: null },
    wave: 0,
    evidence: null,
    gate: null,
    timeline: [],
    events: [],
    ...different,
  };
}

const done = target("01", {
  state: {
    status: "succeeded",
    attempt: 2,
    proof: { optionValue: "true", instances: 2, at: "2026-03-01T10:20:00.000Z", healthBefore: "Green" },
  },
  evidence: {
    health: { is: "Yellow", at: "2026-03-01T10:40:00.000Z" },
    refused: { calls: 0, silent: 1, at: "2026-03-01T10:40:00.000Z" },
  },
  gate: { kind: "inconclusive", missing: ["refused-calls"] },
  timeline: [
    { at: "2026-03-01T10:00:00.000Z", transition: { kind: "started", attempt: 1, intent } },
    { at: "2026-03-01T10:05:00.000Z", transition: { kind: "not-arrived" } },
    { at: "2026-03-01T10:06:00.000Z", transition: { kind: "started", attempt: 2, intent } },
    { at: "2026-03-01T10:06:01.000Z", transition: { kind: "accepted", requestId: "r-2" } },
    {
      at: "2026-03-01T10:20:00.000Z",
      transition: { kind: "succeeded", proof: { optionValue: "true", instances: 2, at: "2026-03-01T10:20:00.000Z" } },
    },
  ],
});
const refused = target("02", {
  state: {
    status: "failed",
    attempt: 1,
    reason: {
      kind: "refused",
      failure: {
        operation: "elasticbeanstalk:UpdateEnvironment",
        code: "AccessDenied",
        message: 'User "x", no',
        requestId: "r-9",
        httpStatus: 403,
        outcome: "refused",
      },
    },
  },
});
const rolledBack = target("03", {
  wave: null,
  state: { status: "failed", attempt: 1, reason: { kind: "rolled-back", words: ["a, b", "c"] } },
});

async function* inPages(): AsyncGenerator<TargetView[], void> {
  yield [done, refused];
  yield await Promise.resolve([rolledBack]);
}

const subject = {
  exportedAt: EXPORTED_AT,
  rollout,
  timeline: [{ kind: "planned" as const, at: EXPORTED_AT, by: "ann" }],
};
async function textOf(pieces: AsyncGenerator<string, void>): Promise<string> {
  let text = "";
  for await (const piece of pieces) text += piece;
  return text;
}

/** Fields hold no line breaks here. */
function parsed(csv: string): Record<string, string>[] {
  const [header = "", ...lines] = csv
    .replace(/^\u{FEFF}/u, "")
    .trimEnd()
    .split("\r\n");
  const fields = (line: string) =>
    [...line.matchAll(/(?:"((?:[^"]|"")*)"|([^",]*))(?:,|$)/gu)].map(
      ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? "",
    );
  const names = fields(header);
  return lines.map((line) => Object.fromEntries(fields(line).map((field, place) => [names[place] ?? "", field])));
}

test("each line of the CSV has the target's before and after, its attempts, requests and times, and who answers for it", async () => {
  const [first, second, third] = parsed(await textOf(reportCsv(subject, inPages())));
  expect(first).toMatchObject({
    account_id: "012345678901",
    environment_id: "e-01",
    wave: "1",
    change: "v2-only",
    imds_before: "v1-and-v2",
    imds_wanted: "v2-only",
    option_value_before: "false",
    option_value_after: "true",
    status: "succeeded",
    reason: "",
    attempts: "2",
    update_request_ids: "r-2",
    target_started_at: "2026-03-01T10:00:00.000Z",
    target_ended_at: "2026-03-01T10:20:00.000Z",
    target_seconds: "1200",
    readiness_now: "in-use",
    imdsv1_calls_now: "7",
    health_before: "Green",
    health_in_bake: "Yellow",
    imdsv1_calls_refused: "0",
    instances_without_counts: "1",
    gate: "inconclusive",
    gate_reason: "refused-calls",
    planned_by: "ann",
    started_by: "bob",
    acknowledged_downtime: "true",
    acknowledged_in_use: "override",
    // A spreadsheet would run it.
    acknowledged_in_use_reason: "'=agreed",
    exported_at: EXPORTED_AT,
  });
  expect(second).toMatchObject({
    reason: "refused",
    aws_code: "AccessDenied",
    aws_message: 'User "x", no',
    aws_request_id: "r-9",
    option_value_after: "",
    instances_after: "",
  });
  expect(third).toMatchObject({ wave: "", reason: "rolled-back", aws_code: "", aws_message: "a, b | c" });
});

test("the JSON has the rollout once, each target with its timeline, and ends with how many there are", async () => {
  const text = await textOf(reportJson(subject, inPages()));
  const file: unknown = JSON.parse(text);
  expect(file).toMatchObject({
    exported_at: EXPORTED_AT,
    rollout_id: rollout.id,
    acknowledged_in_use_reason: "=agreed",
    policy: { name: "none" },
    timeline: [{ kind: "planned", by: "ann" }],
    targets: [
      { environment_id: "e-01", update_request_ids: ["r-2"], timeline: { length: 5 } },
      { environment_id: "e-02" },
      { environment_id: "e-03" },
    ],
    target_count: 3,
  });
  expect(text.split("\n").filter((line) => line.startsWith('{"account_id"'))).toHaveLength(3);
});
