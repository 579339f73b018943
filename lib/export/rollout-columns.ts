import type { AwsFailure } from "#lib/errors.ts";
import { countedIn } from "#lib/rollouts/gate.ts";
import type { Change } from "#lib/rollouts/target.ts";
import { wantedMethods } from "#lib/rollouts/decide.ts";
import type { RolloutProgress } from "#lib/rollouts/progress.ts";
import type { TargetView } from "#lib/rollouts/rollout.ts";
import { isUnfinished } from "#lib/rollouts/target.ts";
import type { Cell } from "./csv.ts";

const changeOf = (change: Change | { kind: "mixed" }): string => (change.kind === "set" ? change.methods : change.kind);

/** What a file tells of the rollout, the same in each line. The names are a promise to the programs that read them: add, never rename. */
export const ROLLOUT_COLUMNS = {
  rollout_id: (it) => it.id,
  rollout_kind: (it) => it.kind,
  rollout_status: (it) => it.status,
  policy: (it) => it.policy.name,
  planned_by: (it) => it.createdBy,
  planned_at: (it) => it.createdAt,
  started_by: (it) => it.startedBy,
  started_at: (it) => it.startedAt,
  finished_at: (it) => it.finishedAt,
  plan_hash: (it) => it.planHash,
  based_on_rollout_id: (it) => it.basedOn,
  /** What was accepted when it was started. */
  acknowledged_downtime: ({ acknowledgements }) => acknowledgements?.downtime ?? null,
  acknowledged_no_evidence: ({ acknowledgements }) => acknowledgements?.noEvidence ?? null,
  acknowledged_in_use: ({ acknowledgements }) => acknowledgements?.inUse?.kind ?? null,
  acknowledged_in_use_reason: ({ acknowledgements }) =>
    acknowledgements?.inUse?.kind === "override" ? acknowledgements.inUse.reason : null,
  window_override_reason: (it) => it.windowOverride,
} as const satisfies Record<string, (it: RolloutProgress) => Cell>;

function reasonOf({ state }: TargetView): string | null {
  switch (state.status) {
    case "skipped":
      return typeof state.reason === "string" ? state.reason : state.reason.kind;
    case "blocked":
    case "failed":
      return state.reason.kind;
    case "pending":
    case "applying":
    case "updating":
    case "verifying":
    case "succeeded":
      return null;
  }
}

/** AWS's refusal, where that is why it ended so. */
function refusalOf({ state }: TargetView): AwsFailure | null {
  if (state.status !== "failed" && state.status !== "blocked") return null;
  return "failure" in state.reason ? state.reason.failure : null;
}

/** What AWS's events said of an update that failed. */
function wordsOf({ state }: TargetView): string | null {
  return state.status === "failed" && "words" in state.reason ? state.reason.words.join(" | ") : null;
}

/** The requests that AWS accepted for it: one for each attempt that arrived. */
export function requestIdsOf({ timeline }: TargetView): string[] {
  return timeline.flatMap(({ transition }) => (transition.kind === "accepted" ? (transition.requestId ?? []) : []));
}

const startOf = ({ timeline }: TargetView): string | null =>
  timeline.find(({ transition }) => transition.kind === "started")?.at ?? null;

const endOf = ({ state, timeline }: TargetView): string | null =>
  isUnfinished(state.status) ? null : (timeline.at(-1)?.at ?? null);

function secondsOf(target: TargetView): number | null {
  const [start, end] = [startOf(target), endOf(target)];
  return start === null || end === null ? null : Math.round((Date.parse(end) - Date.parse(start)) / 1_000);
}

const proofOf = ({ state }: TargetView) => (state.status === "succeeded" ? state.proof : null);

/** What a file tells of a target, by column. Instants are ISO 8601 in UTC; what is not known is empty, never zero. */
export const TARGET_COLUMNS = {
  account_id: (it) => it.accountId,
  account_label: (it) => it.accountLabel,
  region: (it) => it.region,
  environment_id: (it) => it.environmentId,
  environment_name: (it) => it.name,
  application: (it) => it.application,
  /** From 1, as screens count; empty where it was left out from the start. */
  wave: ({ wave }) => (wave === null ? null : wave + 1),
  change: ({ change }) => changeOf(change),
  option_value_before: ({ before }) => before.optionValue,
  imds_before: ({ before }) => before.methods,
  imds_wanted: ({ change, before }) => wantedMethods(change, before.platformDefault) ?? null,
  /** `DisableIMDSv1` as it reads back where that is proven. */
  option_value_after: (it) => proofOf(it)?.optionValue ?? null,
  platform_default: ({ before }) => before.platformDefault,
  instances_before: ({ before }) => before.instanceCount,
  instances_after: (it) => proofOf(it)?.instances ?? null,
  replacement: ({ before }) => before.replacement.kind,
  launch_kind_before: ({ before }) => before.launchKind,
  status: ({ state }) => state.status,
  reason: reasonOf,
  attempts: ({ state }) => state.attempt,
  target_started_at: startOf,
  target_ended_at: endOf,
  target_seconds: secondsOf,
  /** Of UpdateEnvironment, as AWS answered. */
  update_request_ids: (it) => requestIdsOf(it).join(" ") || null,
  aws_operation: (it) => refusalOf(it)?.operation ?? null,
  aws_code: (it) => refusalOf(it)?.code ?? null,
  aws_message: (it) => refusalOf(it)?.message ?? wordsOf(it),
  aws_request_id: (it) => refusalOf(it)?.requestId ?? null,
  /** The verdict on disabling IMDSv1 and the calls counted, as they stand now; empty where the environment is gone. */
  readiness_now: ({ readiness }) => readiness?.verdict ?? null,
  imdsv1_calls_now: ({ readiness }) => readiness?.calls ?? null,
  health_before: (it) => proofOf(it)?.healthBefore ?? null,
  health_in_bake: ({ evidence }) => evidence?.health?.is ?? null,
  health_in_bake_at: ({ evidence }) => evidence?.health?.at ?? null,
  imdsv1_calls_refused: ({ evidence }) => countedIn(evidence)?.calls ?? null,
  imdsv1_calls_refused_at: ({ evidence }) => countedIn(evidence)?.at ?? null,
  /** Instances CloudWatch has nothing of, which is not zero calls. */
  instances_without_counts: ({ evidence }) => countedIn(evidence)?.silent ?? null,
  gate: ({ gate }) => gate?.kind ?? null,
  gate_reason: ({ gate }) =>
    gate?.kind === "failed" ? gate.why.kind : gate?.kind === "inconclusive" ? gate.missing.join(" ") : null,
} as const satisfies Record<string, (it: TargetView) => Cell>;
