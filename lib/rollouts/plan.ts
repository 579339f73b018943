import type { EnvironmentDetail, Replacement } from "#lib/imds/environment.ts";
import type { AwsFailure } from "#lib/errors.ts";
import type { ExceptionMark } from "#lib/imds/exception.ts";
import { methodsOf } from "#lib/imds/posture.ts";
import { wantedMethods } from "./decide.ts";
import type { Gate } from "./gate.ts";
import type { Policy } from "./policy.ts";
import type { RolloutKind } from "./rollout.ts";
import type { Wave } from "./waves.ts";
import type {
  Before,
  BlockReason,
  Change,
  FailReason,
  SkipReason,
  Target,
  TargetState,
  TargetStatus,
} from "./target.ts";

/** What the plan knows of an environment: the stored row, whether its lane can be read, and whether accepted risks are left out. */
export type Candidate = { environment: EnvironmentDetail; laneFailure: AwsFailure | null; leavesOutExcepted?: boolean };

/**
 * Takes why a rollout exists, and why the one it is based on does, and tells whether it leaves out what an accepted risk
 * covers. A change that somebody made on the environment's own page was warned of it there, and so was its way back.
 */
export function leavesOutExcepted(kind: RolloutKind, basedOn: RolloutKind | null): boolean {
  switch (kind) {
    case "toggle":
      return false;
    case "bulk":
      return true;
    case "undo":
    case "retry":
      return basedOn !== "toggle";
  }
}

/** Takes an accepted risk and a change and gives why a rollout that leaves it out must not make it. The risk is IMDSv1: allowing it, or removing the override, is none of its business. */
export function exceptedOf(exception: ExceptionMark | null, change: Change): BlockReason | undefined {
  if (exception === null || change.kind !== "set" || change.methods !== "v2-only") return undefined;
  return { kind: "excepted", exceptionId: exception.id, until: exception.until, owner: exception.owner };
}

/** Takes what is stored of an environment and gives what a reviewer sees as "before". */
export function beforeOf(environment: EnvironmentDetail): Before {
  const { configured } = environment.posture;
  return {
    optionValue: environment.optionValue,
    platformDefault: environment.platformDefault,
    methods: configured.kind === "known" ? configured.methods : null,
    equalsDefault: configured.kind === "known" && configured.equalsDefault,
    dateUpdated: environment.dateUpdated,
    instanceCount: environment.instanceCount,
    replacement: environment.replacement,
    launchKind: environment.launchKind,
  };
}

/**
 * Why nobody can tell what is configured, so that a change cannot be made. IMDSv2 only can be set where the setting was read:
 * the value that proves it is another than the one before, whatever that meant.
 */
function untoldOf({ posture: { configured } }: EnvironmentDetail, change: Change): BlockReason | undefined {
  if (configured.kind !== "unknown") return undefined;
  if (configured.why === "not-read") return { kind: "setting-unknown" };
  return change.kind === "set" && change.methods === "v2-only" ? undefined : { kind: configured.why };
}

function blockOf(candidate: Candidate, change: Change): BlockReason | undefined {
  const { environment, laneFailure } = candidate;
  const { configured } = environment.posture;
  if (configured.kind === "not-applicable") return { kind: "not-applicable" };
  if (configured.kind === "unsupported") return { kind: "unsupported" };
  if (environment.status === "Terminating" || environment.status === "Terminated") return { kind: "terminated" };
  const excepted = candidate.leavesOutExcepted === true ? exceptedOf(environment.exception, change) : undefined;
  if (excepted !== undefined) return excepted;
  if (laneFailure !== null) return { kind: "lane-unreadable", failure: laneFailure };
  const untold = untoldOf(environment, change);
  if (untold !== undefined) return untold;
  if (environment.activeRolloutId !== null)
    return { kind: "in-another-rollout", rolloutId: environment.activeRolloutId };
  if (environment.status !== "Ready") return { kind: "busy", status: environment.status };
  if (environment.draftStatus === "pending") return { kind: "pending-draft" };
  const wanted = wantedMethods(change, environment.platformDefault);
  if (wanted === undefined) return { kind: "default-unknown" };
  if (wanted === "v1-and-v2" && environment.httpTokensEnforced === true) return { kind: "tokens-enforced" };
  return undefined;
}

function skipOf({ environment }: Candidate, change: Change): SkipReason | undefined {
  const { configured, drift } = environment.posture;
  if (configured.kind !== "known") return undefined;
  const asWanted =
    change.kind === "set"
      ? configured.methods === change.methods
      : environment.optionValue === null || environment.optionValue === "";
  if (!asWanted) return undefined;
  return drift ? "already-set-but-drifted" : "already-set";
}

/**
 * Takes a candidate and a change and gives the state a target starts in: `pending` where it can be done, `skipped` or
 * `blocked` with the reason where not. What is already so is skipped even when something would block it.
 */
export function planTarget(candidate: Candidate, change: Change): TargetState {
  const skip = skipOf(candidate, change);
  if (skip !== undefined) return { status: "skipped", attempt: 0, reason: skip };
  const block = blockOf(candidate, change);
  if (block !== undefined) return { status: "blocked", attempt: 0, reason: block };
  return { status: "pending", attempt: 0 };
}

/** What is reviewed of a target, and so what its plan's hash covers. */
type Reviewed = Pick<
  Target,
  "id" | "accountId" | "region" | "environmentId" | "name" | "change" | "before" | "validation" | "state"
>;

/** Takes a value of JSON and gives its text, the same in whatever order a database gives the keys of an object. */
export function textOf(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === "object" && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([one], [other]) => (one < other ? -1 : 1)))
      : part,
  );
}

/** Takes a plan's targets in any order, its policy and its waves, and gives the text that stands for it: equal text, equal plan. */
export function planText(targets: readonly Reviewed[], policy: Policy, waves: readonly Wave[]): string {
  const line = (target: Reviewed) =>
    textOf([
      target.accountId,
      target.region,
      target.environmentId,
      target.name,
      target.change,
      target.before,
      target.state,
      // That AWS has nothing against it is no news; what it says is part of what is reviewed.
      target.validation?.kind === "messages" ? target.validation.messages : null,
    ]);
  const ids = new Map(
    targets.map((target) => [target.id, `${target.accountId} ${target.region} ${target.environmentId}`]),
  );
  // By environment, for the ids of targets are drawn anew for each draft.
  const groups = waves.map(({ targetIds, ...wave }) => [wave, targetIds.map((id) => ids.get(id))]);
  return [...targets.map(line).toSorted(), textOf(policy), textOf(groups)].join("\n");
}

/** Takes how instances are replaced and tells whether the application stops answering, as far as is known. */
export function hasDowntime(replacement: Replacement): boolean {
  return replacement.kind === "all-at-once" || replacement.kind === "unknown";
}

/** How a target stands, as short as it can be said: its status, and of what kind the reason is where that is no plain word. */
export type End = { status: TargetStatus; reason: string | null };

/** Takes a target and gives how it stands. */
export function endOf({ state }: Pick<Target, "state">): End {
  const reason = "reason" in state && typeof state.reason === "object" ? state.reason.kind : null;
  return { status: state.status, reason };
}

/** Failures of which it is known that the earlier setting stands, or that nothing is left to change. */
const NOTHING_CHANGED: readonly string[] = [
  "refused",
  "terminated",
  "aborted",
  "rolled-back",
  "value-kept",
] satisfies FailReason["kind"][];

/**
 * Takes how a target stands and tells whether its setting may have been changed, so that there may be something to undo. Where
 * AWS put the earlier one back, writing it again would change nothing, whatever the instances do.
 */
export function isUndoableEnd({ status, reason }: End): boolean {
  if (status === "succeeded") return true;
  return status === "failed" && reason !== null && !NOTHING_CHANGED.includes(reason);
}

/** Takes a target and tells the same of it. */
export function isUndoable(target: Pick<Target, "state">): boolean {
  return isUndoableEnd(endOf(target));
}

/** Which of a rollout's changed targets are to be rolled back. */
export type Scope = { kind: "all" } | { kind: "failed" } | { kind: "wave"; wave: number };

/** Takes a target with its wave and what its bake showed, and tells whether it is to be rolled back. */
export function isInScope(
  target: Pick<Target, "state"> & { wave: number | null; gate: Gate | null },
  scope: Scope,
): boolean {
  if (!isUndoable(target)) return false;
  switch (scope.kind) {
    case "all":
      return true;
    case "failed":
      return target.state.status === "failed" || target.gate?.kind === "failed";
    case "wave":
      return target.wave === scope.wave;
  }
}

/** What is so for good: planned again, it would end the same. */
const FOR_GOOD: readonly string[] = ["terminated", "not-applicable", "unsupported"] satisfies (
  | FailReason["kind"]
  | BlockReason["kind"]
)[];

/** Takes how a target stands and tells whether planning it again makes sense: a skipped one only where it has drifted. */
export function isRetryableEnd({ status, reason }: End): boolean {
  if (reason !== null && FOR_GOOD.includes(reason)) return false;
  return status === "failed" || status === "blocked" || (status === "skipped" && reason !== null);
}

/**
 * Takes a target that is planned again and gives its change: where AWS kept a value although the override was to be removed,
 * what would follow from the removal is written instead. AWS: UpdateEnvironment's OptionsToRemove
 */
export function retryOf({ change, before, state }: Pick<Target, "change" | "before" | "state">): Change {
  const isKept = state.status === "failed" && state.reason.kind === "value-kept";
  const methods = change.kind === "remove" && isKept ? wantedMethods(change, before.platformDefault) : undefined;
  return methods === undefined ? change : { kind: "set", methods };
}

/** Takes a target and tells the same of it. */
export function isRetryable(target: Pick<Target, "state">): boolean {
  return isRetryableEnd(endOf(target));
}

/**
 * Takes a finished target and gives the change that restores what was before: its earlier value, or none at all. How is a
 * question only where the earlier value equals the default: any other was set, so it is written whatever was chosen.
 */
export function undoOf(
  target: Pick<Target, "before">,
  how: "write-earlier-value" | "remove-override",
): Change | undefined {
  const { before } = target;
  if (before.optionValue === null || (how === "remove-override" && before.equalsDefault)) return { kind: "remove" };
  const methods = methodsOf(before.optionValue);
  return methods === undefined ? undefined : { kind: "set", methods };
}

/** Takes a target's plan and tells whether applying it moves the environment from a launch configuration to a launch template for good. */
export function movesToLaunchTemplate(change: Change, before: Before): boolean {
  // AWS: environments-cfg-autoscaling-launch-templates; the option set to true is one of the triggers.
  return change.kind === "set" && change.methods === "v2-only" && before.launchKind === "launch-configuration";
}
