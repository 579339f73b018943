import type { RolloutDetail, TargetView } from "#lib/rollouts/rollout.ts";
import type { AwsFailure } from "#lib/errors.ts";
import { csvHeader, csvLine } from "#lib/export/csv.ts";

const COLUMNS = [
  "account",
  "region",
  "environment_id",
  "name",
  "application",
  "status",
  "change",
  "value_before",
  "reason",
  "aws_code",
  "aws_message",
  "aws_request_id",
] as const;

function failureOf({ state }: TargetView): AwsFailure | null {
  if (state.status !== "failed" && state.status !== "blocked") return null;
  return "failure" in state.reason ? state.reason.failure : null;
}

function reasonOf({ state }: TargetView): string {
  if (state.status === "skipped") return typeof state.reason === "string" ? state.reason : state.reason.kind;
  return state.status === "failed" || state.status === "blocked" ? state.reason.kind : "";
}

function wordsOf({ state }: TargetView): string {
  return state.status === "failed" && "words" in state.reason ? state.reason.words.join(" ") : "";
}

/** Takes a rollout and gives one CSV line per environment, with a header. */
export function rolloutCsv({ targets }: Pick<RolloutDetail, "targets">): string {
  const lines = targets.map((target) => {
    const failure = failureOf(target);
    const { change } = target;
    return [
      target.accountId,
      target.region,
      target.environmentId,
      target.name,
      target.application,
      target.state.status,
      change.kind === "set" ? change.methods : "remove",
      target.before.optionValue ?? "",
      reasonOf(target),
      failure?.code ?? "",
      failure?.message ?? wordsOf(target),
      failure?.requestId ?? "",
    ];
  });
  return [csvHeader(COLUMNS), ...lines.map(csvLine)].join("");
}
