import type { EnvironmentDetail } from "#lib/imds/environment.ts";
import type { LaneView } from "#lib/imds/lane.ts";
import type { Tags } from "#lib/imds/tags.ts";
import type { Cell } from "./csv.ts";

/**
 * How the last reading of a lane ended. `failed`: its environments are as an earlier reading found them; `reading` and
 * `never`: none has ended yet.
 */
type LaneState = "read" | "failed" | "reading" | "never";

function laneState({ failure, lastSuccessAt, scan }: LaneView): LaneState {
  if (failure !== null) return "failed";
  if (lastSuccessAt !== null) return "read";
  return scan.kind === "scanning" || scan.kind === "queued" ? "reading" : "never";
}

/** What a file tells of a lane, by column. The names are a promise to the programs that read them: add, never rename. */
export const LANE_COLUMNS = {
  lane_state: laneState,
  lane_read_at: (lane) => lane.lastSuccessAt,
  lane_failed_at: (lane) => lane.failure?.at ?? null,
  lane_failure_phase: (lane) => lane.failure?.phase ?? null,
  lane_failure_operation: (lane) => lane.failure?.operation ?? null,
  lane_failure_code: (lane) => lane.failure?.code ?? null,
  lane_failure_message: (lane) => lane.failure?.message ?? null,
  lane_failure_request_id: (lane) => lane.failure?.requestId ?? null,
  lane_http_tokens_enforced: (lane) => lane.httpTokensEnforced,
} as const satisfies Record<string, (lane: LaneView) => Cell>;

/** Takes a count of instances; where none was ever read, or there can be none, there is no count, which is not zero. */
const counted = ({ effective }: EnvironmentDetail, count: number): number | null =>
  effective === "unknown" || effective === "not-applicable" ? null : count;

/** Elastic Beanstalk takes no semicolon in a tag. */
const textOf = (tags: Tags): string =>
  Object.entries(tags)
    .flatMap(([key, values]) => values.map((value) => `${key}=${value}`))
    .join("; ");

/** What a file tells of an environment, by column. Instants are ISO 8601 in UTC; what is not known is empty, never zero. */
export const ENVIRONMENT_COLUMNS = {
  account_id: (it) => it.accountId,
  account_label: (it) => it.accountLabel,
  region: (it) => it.region,
  environment_id: (it) => it.environmentId,
  environment_name: (it) => it.name,
  application: (it) => it.application,
  description: (it) => it.description,
  arn: (it) => it.arn,
  cname: (it) => it.cname,
  tier: (it) => it.tier,
  platform: (it) => it.platform,
  platform_arn: (it) => it.platformArn,
  version_label: (it) => it.versionLabel,
  status: (it) => it.status,
  health: (it) => it.health,
  health_status: (it) => it.healthStatus,
  imds_configured: (it) => it.configured,
  /** `value`, `platform-default`, or empty where nothing is configured or known. */
  imds_configured_source: ({ posture: { configured } }) => (configured.kind === "known" ? configured.source : null),
  imds_configured_is_default: (it) => (it.posture.configured.kind === "known" ? it.configuredIsDefault : null),
  /** `DisableIMDSv1` as AWS wrote it. */
  option_value: (it) => it.optionValue,
  platform_default: (it) => it.platformDefault,
  draft_status: (it) => it.draftStatus,
  imds_effective: (it) => it.effective,
  instances: (it) => counted(it, it.instanceCount),
  instances_tokens_required: (it) => counted(it, it.requiredCount),
  instances_tokens_optional: (it) => counted(it, it.instanceCount - it.requiredCount),
  drift: (it) => it.drift,
  readiness: (it) => it.readiness,
  readiness_reasons: ({ verdict }) => verdict.reasons.map(({ kind }) => kind).join(" "),
  imdsv1_use: (it) => it.imdsUse,
  /** Where nothing was counted there is no number, which is not zero. */
  imdsv1_calls: ({ imdsUse, imdsCalls }) => (imdsUse === "none" || imdsUse === "in-use" ? imdsCalls : null),
  imdsv1_last_call_at: ({ evidence: { use } }) => (use.kind === "in-use" ? use.lastAt : null),
  imdsv1_counted_from: ({ evidence: { use } }) =>
    use.kind === "none" || use.kind === "in-use" ? use.window.from : null,
  imdsv1_counted_to: ({ evidence: { use } }) => (use.kind === "none" || use.kind === "in-use" ? use.window.to : null),
  imdsv1_rejected_calls: ({ evidence: { rejected } }) => rejected?.calls ?? null,
  imdsv1_use_read_at: ({ evidence: { use } }) => (use.kind === "unknown" ? null : use.readAt),
  /** The accepted risk that covers it; empty where none does. */
  exception_id: ({ exception }) => exception?.id ?? null,
  exception_scope: ({ exception }) => exception?.scope ?? null,
  exception_owner: ({ exception }) => exception?.owner ?? null,
  exception_reason: ({ exception }) => exception?.reason ?? null,
  exception_until: ({ exception }) => exception?.until ?? null,
  replacement: ({ replacement }) => replacement.kind,
  replacement_single_instance: ({ replacement }) =>
    replacement.kind === "all-at-once" ? replacement.singleInstance : null,
  replacement_rolling_by: ({ replacement }) => (replacement.kind === "rolling" ? replacement.by : null),
  replacement_max_batch_size: ({ replacement }) => (replacement.kind === "rolling" ? replacement.maxBatchSize : null),
  replacement_min_in_service: ({ replacement }) => (replacement.kind === "rolling" ? replacement.minInService : null),
  launch_kind: (it) => it.launchKind,
  managed_updates_start: ({ managedUpdates }) => managedUpdates?.start ?? null,
  active_rollout_id: (it) => it.activeRolloutId,
  date_created: (it) => it.dateCreated,
  date_updated: (it) => it.dateUpdated,
  environment_read_at: (it) => it.scannedAt,
  settings_read_at: (it) => it.settingsReadAt,
  instances_read_at: (it) => it.instancesReadAt,
  tags: ({ tags }) => (tags.readAt === null ? null : textOf(tags.tags)),
  tags_from: ({ tags }) => tags.from,
  tags_read_at: ({ tags }) => tags.readAt,
} as const satisfies Record<string, (it: EnvironmentDetail) => Cell>;

/** Takes columns and what they tell of, and gives the cells by column, in the columns' order; of nothing, empty cells. */
export function cellsOf<Subject>(
  columns: Readonly<Record<string, (subject: Subject) => Cell>>,
  subject: Subject | undefined,
): Record<string, Cell> {
  return Object.fromEntries(
    Object.entries(columns).map(([name, cell]) => [name, subject === undefined ? null : cell(subject)]),
  );
}
