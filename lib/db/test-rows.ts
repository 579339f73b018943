/**
 * Rows as versions of the product stored them, by table and column. They are literals of their time: today's types do
 * not speak for what lies in a database. A migration that changes a table adds the rows of its version to the end.
 */
export type StoredRows = Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;

const ACCOUNT = "111122223333";
const REGION = "eu-west-1";
const LANE = { account_id: ACCOUNT, region: REGION };
const AT = "2026-01-02T03:04:05.678Z";
const LATER = "2026-01-02T03:14:05.678Z";
const FAILURE = {
  operation: "elasticbeanstalk:UpdateEnvironment",
  code: "AccessDenied",
  message: "User is not authorized – 権限がありません",
  requestId: "r-1",
  httpStatus: 403,
  outcome: "refused",
};
const INTENT = { at: AT, dateUpdated: AT };
const PROOF = { optionValue: "true", instances: 2, at: LATER };
const uuid = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, "0")}`;

/** The rollout in which a target is in every state. */
export const RUNNING = uuid(1);

/** Every state of a target; the first four are unfinished. */
const STATES = [
  { status: "pending", attempt: 0 },
  { status: "applying", attempt: 1, intent: INTENT, lost: true },
  { status: "updating", attempt: 2, intent: INTENT, requestId: "r-2" },
  { status: "verifying", attempt: 1, intent: INTENT, requestId: null, optionValue: "true", since: LATER },
  { status: "succeeded", attempt: 1, proof: PROOF },
  { status: "skipped", attempt: 0, reason: "already-set" },
  { status: "blocked", attempt: 0, reason: { kind: "lane-unreadable", failure: FAILURE } },
  { status: "failed", attempt: 1, reason: { kind: "rolled-back", words: ["It was reverted."] } },
];

const TRANSITIONS = [
  { kind: "started", attempt: 1, intent: INTENT },
  { kind: "answer-lost", failure: { ...FAILURE, outcome: "lost" } },
  { kind: "accepted", requestId: "r-3" },
  { kind: "not-arrived" },
  { kind: "applied", optionValue: "true", at: LATER },
  { kind: "succeeded", proof: PROOF },
  { kind: "skipped", reason: "stopped" },
  { kind: "blocked", reason: { kind: "busy", status: "Updating" } },
  { kind: "failed", reason: { kind: "terminated" } },
];

const rollout = (number: number, kind: string, status: string) => ({
  id: uuid(number),
  kind,
  status,
  created_by: "ann",
  created_at: AT,
  started_by: status === "draft" ? null : "bob",
  started_at: status === "draft" ? null : AT,
  finished_at: status === "finished" || status === "stopped" ? LATER : null,
  stop_requested_at: status === "stopped" ? AT : null,
  cap_per_lane: 3,
  plan_hash: `hash-${number}`,
  based_on: kind === "undo" || kind === "retry" ? RUNNING : null,
});

const environment = (number: number, words: Readonly<Record<string, unknown>>) => ({
  ...LANE,
  environment_id: `e-${number}`,
  name: `Shop-Straße-${number}`,
  application: "shop",
  arn: `arn:aws:elasticbeanstalk:${REGION}:${ACCOUNT}:environment/shop/${number}`,
  description: number === 0 ? null : "店の本番環境",
  platform_key: "platform-1",
  platform: "Python 3.11 on Amazon Linux 2023",
  platform_arn: "platform-1",
  status: "Ready",
  health_status: "Ok",
  abortable: false,
  cname: `shop-${number}.example.com`,
  version_label: "v1",
  date_created: AT,
  date_updated: AT,
  scanned_at: LATER,
  gone_at: null,
  option_value: "true",
  settings_read_at: LATER,
  settings_date_updated: AT,
  instances: [{ id: "i-1", httpTokens: "required", launchedAt: null }],
  instances_read_at: LATER,
  configured_is_default: false,
  drift: false,
  instance_count: 1,
  required_count: 1,
  ...words,
});

/** As 0000_first has them. */
const FIRST: StoredRows = {
  lanes: ["never", "queued", "scanning", "idle"].map((state, index) => ({
    ...LANE,
    region: index === 0 ? REGION : `eu-west-${index + 1}`,
    account_label: "shop",
    role_arn: index === 0 ? null : `arn:aws:iam::${ACCOUNT}:role/imds-fleet`,
    identity_arn: null,
    enabled: state !== "never" || index === 0,
    scan_state: state,
    scan_phase: state === "scanning" ? "settings" : null,
    calls_done: index,
    calls_known: 2 * index,
    scan_started_at: AT,
    scan_touched_at: AT,
    last_success_at: state === "idle" ? AT : null,
    failure: state === "idle" ? { ...FAILURE, phase: "settings" } : null,
    failed_at: state === "idle" ? AT : null,
    http_tokens_enforced: state === "idle" ? true : null,
    lease_token: state === "idle" ? uuid(99) : null,
    lease_until: state === "idle" ? AT : null,
    engine_failure: index === 0 ? FAILURE : null,
    engine_failed_at: index === 0 ? AT : null,
  })),
  platforms: [
    {
      region: REGION,
      platform_key: "platform-1",
      supported: true,
      default_value: "true",
      change_severity: "RestartEnvironment",
      read_at: AT,
    },
  ],
  environments: [
    environment(0, {
      tier: "WebServer",
      health: "Green",
      configured: "v2-only",
      effective: "v2-only",
      launch_kind: "launch-template",
      draft_status: null,
      replacement: { kind: "immutable" },
    }),
    environment(1, {
      tier: "Worker",
      health: "Yellow",
      configured: "v1-and-v2",
      effective: "v1-and-v2",
      launch_kind: "launch-configuration",
      draft_status: "pending",
      replacement: { kind: "rolling", by: "Health", maxBatchSize: 1, minInService: null },
    }),
    environment(2, {
      tier: "Cluster",
      health: "Red",
      configured: "not-applicable",
      effective: "no-instances",
      launch_kind: null,
      draft_status: "failed",
      replacement: { kind: "unknown" },
    }),
    environment(3, {
      tier: "Unknown",
      health: "Grey",
      configured: "unsupported",
      effective: "mixed",
      launch_kind: null,
      draft_status: null,
      replacement: { kind: "all-at-once", singleInstance: true },
    }),
    environment(4, {
      tier: "WebServer",
      health: "Grey",
      configured: "unknown",
      effective: "unknown",
      launch_kind: null,
      draft_status: null,
      replacement: { kind: "unknown" },
      gone_at: LATER,
    }),
  ],
  rollouts: [
    rollout(1, "bulk", "running"),
    rollout(2, "toggle", "draft"),
    rollout(3, "undo", "finished"),
    rollout(4, "retry", "stopped"),
    rollout(5, "bulk", "discarded"),
  ],
  targets: STATES.map((state, index) => ({
    id: uuid(100 + index),
    rollout_id: RUNNING,
    ...LANE,
    environment_id: `e-${index}`,
    name: `shop-${index}`,
    application: "shop",
    change: index === 0 ? { kind: "remove" } : { kind: "set", methods: "v2-only" },
    before: {
      optionValue: null,
      platformDefault: "false",
      methods: "v1-and-v2",
      equalsDefault: true,
      dateUpdated: AT,
      instanceCount: 2,
      replacement: { kind: "immutable" },
      launchKind: "launch-template",
    },
    state,
    status: state.status,
    holds: index < 4,
    version: index,
  })),
  transitions: TRANSITIONS.map((transition, index) => ({
    id: 1 + index,
    target_id: uuid(101),
    rollout_id: RUNNING,
    at: AT,
    transition,
  })),
  environment_events: [
    {
      id: 1,
      ...LANE,
      environment_id: "e-1",
      at: AT,
      severity: "INFO",
      message: "Environment update is starting.",
      request_id: "r-3",
    },
  ],
  audit: [
    {
      id: 1,
      at: AT,
      actor: "ann",
      actor_role: "author",
      action: "rollout-started",
      subject: `rollout:${RUNNING}`,
      before: null,
      after: { planHash: "hash-1", list: [1, "2"] },
    },
  ],
  session_epochs: [{ subject: "ann", epoch: 4 }],
};

const ASKED = { from: AT, to: LATER };
const COUNTED = { readAt: LATER, window: { ...ASKED, knownSince: AT, complete: true }, silent: 0 };
const CALLS = { calls: 9_000_000_000, instances: 1, lastAt: AT };

/** What environments say of IMDSv1 use, one of each kind; of the last nothing was read. */
const EVIDENCE = [
  { use: { kind: "in-use", ...CALLS, ...COUNTED }, rejected: CALLS, asked: ASKED },
  { use: { kind: "none", ...COUNTED }, rejected: null, asked: ASKED },
  { use: { kind: "no-data", readAt: LATER, instances: 2 }, rejected: null, asked: ASKED },
  { use: { kind: "unknown" }, rejected: null, asked: ASKED },
];

/** As 0002_imds_use has them. */
const IMDS_USE: StoredRows = {
  ...FIRST,
  lanes: (FIRST["lanes"] ?? []).map((lane, index) => ({
    ...lane,
    metrics_failure: index === 0 ? { ...FAILURE, operation: "cloudwatch:GetMetricData" } : null,
    metrics_failed_at: index === 0 ? AT : null,
  })),
  environments: (FIRST["environments"] ?? []).map((environment, index) => ({
    ...environment,
    use_evidence: EVIDENCE[index] ?? null,
    use_read_at: index < EVIDENCE.length ? LATER : null,
    change_refused: index === 1 ? { words: [FAILURE.message], at: AT } : null,
    imds_use: ["in-use", "none", "no-data", "unknown"][index] ?? "unknown",
    imds_calls: index === 0 ? 9_000_000_000 : 0,
    readiness: ["in-use", "blocked", "not-applicable", "no-evidence"][index] ?? "ready",
  })),
  instance_use: ["MetadataNoToken", "MetadataNoTokenRejected"].map((metric, index) => ({
    ...LANE,
    environment_id: "e-0",
    instance_id: "i-1",
    metric,
    launched_at: index === 0 ? AT : null,
    first_seen_at: AT,
    gone_at: index === 0 ? null : LATER,
    read_at: index === 0 ? LATER : null,
    days: index === 0 ? [{ day: "2026-01-02", calls: 9_000_000_000 }] : [],
    last_at: index === 0 ? AT : null,
  })),
};

/** As 0003_change_windows has them. */
const CHANGE_WINDOWS: StoredRows = {
  ...IMDS_USE,
  rollouts: (IMDS_USE["rollouts"] ?? []).map((row, index) => ({
    ...row,
    start_at: index === 0 ? AT : null,
    start_zone: index === 0 ? "Asia/Tokyo" : null,
    window_override: index === 0 ? "The auditors are waiting." : null,
  })),
  change_windows: [
    { kind: "weekly", weekdays: [6, 7], start: "22:00", minutes: 480 },
    { kind: "once", from: "2026-12-24T18:00", until: null },
  ].map((recurrence, index) => ({
    id: uuid(200 + index),
    name: index === 0 ? "週末" : "Holidays",
    kind: index === 0 ? "allow" : "deny",
    scope: { accounts: [ACCOUNT], regions: [REGION], applications: [] },
    recurrence,
    zone: index === 0 ? "Asia/Tokyo" : "Europe/Berlin",
    version: index + 1,
    created_by: "ann",
    created_at: AT,
    ended_by: index === 0 ? null : "bob",
    ended_at: index === 0 ? null : LATER,
  })),
};

/** From which migration on which rows are those of the version; the last that is reached counts. */
export const ROWS_SINCE: readonly (readonly [tag: string, rows: StoredRows])[] = [
  ["0000_first", FIRST],
  ["0002_imds_use", IMDS_USE],
  ["0003_change_windows", CHANGE_WINDOWS],
];
