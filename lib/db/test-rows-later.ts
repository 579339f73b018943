import { AT, FAILURE, FIRST, IMDS_USE, LANE, LATER, REGION, RUNNING, uuid } from "./test-rows.ts";
import type { StoredRows } from "./test-rows.ts";

/** As 0003_tags_and_managed_updates has them. */
const TAGS: StoredRows = {
  ...IMDS_USE,
  environments: (IMDS_USE["environments"] ?? []).map((environment, index) => ({
    ...environment,
    managed_updates: index === 0 ? { start: "Tue:10:00", level: "minor", instanceRefresh: false } : null,
    tags: index === 0 ? { Team: ["payments", "shop"], 担当: ["基盤"] } : {},
    tags_from: ["instances", "none-running"][index] ?? "not-read",
    tags_read_at: index < 2 ? AT : null,
  })),
};

const TERMS = {
  owner: "payments team",
  reason: "The agent reads IMDSv1 until it is replaced",
  until: "2027-01-02T03:04:05.678+00:00",
  created_by: "ann",
  created_at: AT,
};

/** As 0004_exceptions has them. */
const EXCEPTIONS: StoredRows = {
  ...TAGS,
  exceptions: [
    {
      ...TERMS,
      id: "00000000-0000-4000-8000-0000000000e1",
      scope: "environment",
      ...LANE,
      environment_id: "e-0",
      environment_name: "straße-0",
      filter: null,
      extends: null,
    },
    {
      ...TERMS,
      id: "00000000-0000-4000-8000-0000000000e2",
      scope: "filter",
      account_id: null,
      region: null,
      environment_id: null,
      environment_name: null,
      filter: "application=shop",
      extends: "00000000-0000-4000-8000-0000000000e1",
    },
  ],
  exception_ends: [
    { exception_id: "00000000-0000-4000-8000-0000000000e1", at: LATER, ended_by: "ann", why: "extended" },
  ],
};

/** The tables that 0005_accounts adds. */
const ACCOUNTS: StoredRows = {
  ...EXCEPTIONS,
  accounts: ["ambient", "configured", "organization"].map((source, index) => ({
    account_id: `11112222333${index}`,
    label: `店 ${index}`,
    source,
    state: index === 2 ? "SUSPENDED" : null,
    role_arn: index === 0 ? null : `arn:aws:iam::11112222333${index}:role/imds-fleet`,
    regions: { read: [REGION], leftOut: [{ region: "ap-east-1", reason: "not-enabled" }] },
    failure: index === 1 ? { ...FAILURE, operation: "ec2:DescribeRegions" } : null,
    failed_at: index === 1 ? AT : null,
    enabled: true,
    discovered_at: LATER,
  })),
  organization_readings: [{ id: "organization", last_success_at: AT, failure: FAILURE, failed_at: LATER }],
};

const WORDS = { configured: "v2-only", effective: "v2-only", drift: false };
const V1_WORDS = { ...WORDS, configured: "v1-and-v2" };

/** As 0007_history has them. */
const HISTORY: StoredRows = {
  ...ACCOUNTS,
  lane_history: [
    { ...LANE, began_at: AT, read_since: LATER, failed_scans: 2, failing_since: LATER },
    { ...LANE, region: "eu-west-2", began_at: null, read_since: null, failed_scans: 0, failing_since: null },
  ],
  noted_postures: [
    { ...LANE, environment_id: "e-0", ...WORDS, gone: false, drifted_at: AT, waiting_since: LATER },
    { ...LANE, environment_id: "e-4", ...WORDS, gone: true, drifted_at: null, waiting_since: null },
  ],
  posture_changes: ["configured", "appeared", "gone"].map((what, index) => ({
    id: 1 + index,
    ...LANE,
    environment_id: "e-0",
    name: "shop-0",
    application: "shop",
    what: [what],
    before: what === "appeared" ? null : WORDS,
    after: what === "gone" ? null : V1_WORDS,
    seen_at: AT,
    rollout_id: index === 0 ? RUNNING : null,
    actor: index === 0 ? "ann" : null,
  })),
  posture_samples: [
    {
      id: 1,
      ...LANE,
      from_at: AT,
      until_at: LATER,
      counts: {
        environments: 4,
        enforced: 1,
        allowing: 2,
        drifted: 0,
        inUse: 1,
        required: 3,
        optional: 1,
        configured: { "v2-only": 4 },
        effective: { "v2-only": 1, mixed: 2, unknown: 1 },
        readiness: { ready: 4 },
      },
    },
  ],
  alerts: ["newly-allows-v1", "switched-back", "exception-ended", "drifted", "lane-unreadable"].map((kind, index) => ({
    id: uuid(200 + index),
    ...LANE,
    environment_id: kind === "lane-unreadable" ? "" : "e-0",
    name: kind === "lane-unreadable" ? null : "shop-0",
    application: kind === "lane-unreadable" ? null : "shop",
    kind,
    detail:
      kind === "lane-unreadable"
        ? { failure: FAILURE, failedScans: 3, failingSince: AT }
        : { before: null, after: V1_WORDS },
    opened_at: AT,
    closed_at: index === 0 ? LATER : null,
  })),
  webhook_deliveries: ["waiting", "delivered", "given-up"].map((state, index) => ({
    id: `msg_${uuid(300 + index)}`,
    type: "alert.opened",
    body: `{"type":"alert.opened","timestamp":"${AT}","data":{}}`,
    created_at: AT,
    state,
    attempts: index,
    due_at: LATER,
    last_attempt_at: index === 0 ? null : AT,
    http_status: index === 0 ? null : 200,
    error: index === 2 ? "HTTP 500" : null,
    answer: index === 0 ? null : "ok",
  })),
};

const POLICY = {
  name: "custom",
  canary: { kind: "amount", amount: { kind: "percent", percent: 5 } },
  waves: { by: "percent", steps: [50, 100] },
  regions: { run: "sequence", order: [REGION] },
  cap: { perLane: 2, inAll: 20 },
  bakeMinutes: { canary: 30, wave: 10 },
  tolerance: { perLane: { kind: "count", count: 0 }, inAll: null, mode: "strict" },
};

const WAVE = { rollout_id: RUNNING, label: null, opened_at: AT, evidence_due_at: null, passed_by: null };

/** As 0008_waves has them. */
const WAVES: StoredRows = {
  ...HISTORY,
  rollouts: (HISTORY["rollouts"] ?? []).map((row, index) => ({
    ...Object.fromEntries(Object.entries(row).filter(([column]) => column !== "cap_per_lane")),
    policy: POLICY,
    pause: null,
    abort_requested_at: index === 3 ? AT : null,
    acknowledgements:
      index === 0
        ? { downtime: true, noEvidence: false, inUse: { kind: "override", reason: "Agreed with the owner" } }
        : null,
  })),
  targets: (HISTORY["targets"] ?? []).map((row, index) => ({
    ...row,
    wave: index === 5 ? null : index < 4 ? 1 : 0,
    evidence: index === 4 ? { health: { is: "Yellow", at: LATER }, refused: { calls: 3, silent: 0, at: LATER } } : null,
    gate: index === 4 ? { kind: "failed", why: { kind: "refused-calls", calls: 3 } } : null,
    failure_accepted: index === 7,
  })),
  waves: [
    { ...WAVE, number: 0, kind: "canary", bake_minutes: 30, ended_at: AT, passed_at: LATER, passed_by: "ann" },
    { ...WAVE, number: 1, kind: "wave", bake_minutes: 10, ended_at: null, passed_at: null },
  ],
  halts: [{ by: "ann", at: AT, reason: "An incident" }],
};

/** As 0009_settings_failure has them. */
const SETTINGS_FAILURE: StoredRows = {
  ...WAVES,
  environments: (WAVES["environments"] ?? []).map((environment, index) => ({
    ...environment,
    settings_failure: index === 0 ? { failure: FAILURE, at: AT } : null,
  })),
};

/** As 0010_change_windows has them. */
const CHANGE_WINDOWS: StoredRows = {
  ...SETTINGS_FAILURE,
  rollouts: (SETTINGS_FAILURE["rollouts"] ?? []).map((row, index) => ({
    ...row,
    start_at: index === 0 ? AT : null,
    start_zone: index === 0 ? "Asia/Tokyo" : null,
    window_override: index === 0 ? "The auditors are waiting." : null,
  })),
  change_windows: [
    { kind: "weekly", weekdays: [6, 7], start: "22:00", minutes: 480 },
    { kind: "once", from: "2026-12-24T18:00", until: null },
  ].map((recurrence, index) => ({
    id: uuid(400 + index),
    name: index === 0 ? "週末" : "Holidays",
    kind: index === 0 ? "allow" : "deny",
    scope: { accounts: [LANE.account_id], regions: [REGION], applications: [] },
    recurrence,
    zone: index === 0 ? "Asia/Tokyo" : "Europe/Berlin",
    version: index + 1,
    created_by: "ann",
    created_at: AT,
    ended_by: index === 0 ? null : "bob",
    ended_at: index === 0 ? null : LATER,
  })),
};

/** As 0011_plan_facts has them. */
const PLAN_FACTS: StoredRows = {
  ...CHANGE_WINDOWS,
  rollouts: (CHANGE_WINDOWS["rollouts"] ?? []).map((row, index) => ({
    ...row,
    estimate: index === 0 ? { minutes: 47, updateMinutes: 7, bakeMinutes: 40, waves: 2 } : null,
  })),
  targets: (CHANGE_WINDOWS["targets"] ?? []).map((row, index) => ({
    ...row,
    tags: index === 0 ? { stage: ["prod", "本番"] } : null,
    validation:
      [
        { kind: "ok" },
        { kind: "messages", messages: [{ severity: "warning", message: "注意", namespace: null, optionName: null }] },
        { kind: "unanswered", failure: FAILURE },
      ][index] ?? null,
    use_accepted: index === 3,
  })),
};

/** As 0015_platforms_failure has them. */
const PLATFORMS_FAILURE: StoredRows = {
  ...PLAN_FACTS,
  lanes: (PLAN_FACTS["lanes"] ?? []).map((row, index) => ({
    ...row,
    platforms_failure: index === 0 ? { ...FAILURE, at: AT } : null,
  })),
};

/** As 0016_saved_policies has them. */
const SAVED_POLICIES: StoredRows = {
  ...PLATFORMS_FAILURE,
  saved_policies: ["Weekend", "夜間"].map((name, index) => ({
    id: uuid(500 + index),
    name,
    policy: { ...POLICY, name: "custom" },
    saved_by: "ann",
    saved_at: AT,
  })),
};

/** From which migration on which rows are those of the version; the last that is reached counts. */
export const ROWS_SINCE: readonly (readonly [tag: string, rows: StoredRows])[] = [
  ["0000_first", FIRST],
  ["0002_imds_use", IMDS_USE],
  ["0003_tags_and_managed_updates", TAGS],
  ["0004_exceptions", EXCEPTIONS],
  ["0005_accounts", ACCOUNTS],
  ["0007_history", HISTORY],
  ["0008_waves", WAVES],
  ["0009_settings_failure", SETTINGS_FAILURE],
  ["0010_change_windows", CHANGE_WINDOWS],
  ["0011_plan_facts", PLAN_FACTS],
  ["0015_platforms_failure", PLATFORMS_FAILURE],
  ["0016_saved_policies", SAVED_POLICIES],
];
