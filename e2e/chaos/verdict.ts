import type { JournalEntry, Rollout, Target, WorldEnvironment } from "../running/shapes.ts";

/** Statuses in which nothing more becomes of a target. */
export const ENDS: ReadonlySet<string> = new Set(["succeeded", "skipped", "blocked", "failed"]);
const GIVES_UP_ITS_PLACE: ReadonlySet<string> = new Set([...ENDS, "not-arrived"]);

function endOf(target: Target, world: WorldEnvironment | undefined): string[] {
  const { status } = target.state;
  const who = `${target.name} (${target.environmentId})`;
  if (!ENDS.has(status)) return [`${who} has no end: ${status}`];
  if (world === undefined) return [`${who} is not in the simulated AWS`];
  const required = world.instances.every(({ httpTokens }) => httpTokens === "required");
  switch (world.fate) {
    case "succeeds":
      if (status !== "succeeded") return [`${who} should have succeeded and is ${status}`];
      return world.disableImdsV1 === "true" && required
        ? []
        : [`${who} is said to have succeeded; its option is ${world.disableImdsV1}, instances required: ${required}`];
    case "rolls-back":
    case "fails-degraded":
      return status === "failed" ? [] : [`${who} was rolled back by AWS and is ${status}`];
  }
}

function callsOf(target: Target, entries: readonly JournalEntry[]): string[] {
  const who = `${target.name} (${target.environmentId})`;
  const attempts = target.timeline.filter(({ transition }) => transition.kind === "started");
  const accepted = entries.filter(({ outcome }) => outcome.kind === "accepted").length;
  const wrong: string[] = [];
  if (accepted > 1) wrong.push(`${who} was updated ${accepted} times`);
  if (target.state.status === "succeeded" && accepted !== 1)
    wrong.push(`${who} has succeeded after ${accepted} accepted updates`);
  if (attempts.length !== target.state.attempt)
    wrong.push(`${who} counts ${target.state.attempt} attempts; its timeline has ${attempts.length}`);
  for (const entry of entries) {
    if (attempts.every(({ at }) => at > entry.at)) wrong.push(`${who}: AWS received a call before any intent was kept`);
  }
  for (const [index, { at }] of attempts.entries()) {
    const next = attempts[index + 1]?.at;
    const sent = entries.filter((entry) => entry.at >= at && (next === undefined || entry.at < next)).length;
    if (sent > 1) wrong.push(`${who}: attempt ${index + 1} reached AWS ${sent} times`);
  }
  return wrong;
}

/** The most targets of one lane that were in flight at once, by the timelines. */
function mostAtOnce(targets: readonly Target[]): number {
  const steps = targets
    .flatMap(({ timeline }) =>
      timeline.flatMap(({ at, transition: { kind } }) => {
        if (kind === "started") return [{ at, by: 1 }];
        const wasInFlight = timeline.some((entry) => entry.transition.kind === "started" && entry.at <= at);
        return GIVES_UP_ITS_PLACE.has(kind) && wasInFlight ? [{ at, by: -1 }] : [];
      }),
    )
    // A place that is given up in an instant may be taken in the same.
    .toSorted((a, b) => (a.at === b.at ? a.by - b.by : a.at < b.at ? -1 : 1));
  let now = 0;
  let most = 0;
  for (const { by } of steps) {
    now += by;
    most = Math.max(most, now);
  }
  return most;
}

/**
 * Takes what AWS received, what the database says and how the world really is after a rollout, and gives everything in
 * which they disagree, or that must never happen; nothing where all is well.
 */
export function faultsOf(
  journal: readonly JournalEntry[],
  rollout: Rollout,
  world: readonly WorldEnvironment[],
): string[] {
  const updates = journal.filter(({ operation }) => operation === "UpdateEnvironment");
  const byId = new Map(world.map((environment) => [environment.id, environment]));
  const targets = new Set(rollout.targets.map(({ environmentId }) => environmentId));
  const lanes = Map.groupBy(rollout.targets, ({ accountId, region }) => `${accountId}/${region}`);
  return [
    ...(rollout.status === "finished" ? [] : [`the rollout is ${rollout.status}`]),
    ...rollout.targets.flatMap((target) => endOf(target, byId.get(target.environmentId))),
    ...rollout.targets.flatMap((target) =>
      callsOf(
        target,
        updates.filter(({ input }) => input?.EnvironmentId === target.environmentId),
      ),
    ),
    ...updates
      .filter(({ input }) => !targets.has(input?.EnvironmentId ?? ""))
      .map(({ input }) => `AWS received an update of ${input?.EnvironmentId ?? "nothing"}, which is no target`),
    ...[...lanes].flatMap(([lane, members]) => {
      const most = mostAtOnce(members);
      return most > rollout.capPerLane ? [`${lane} had ${most} in flight; its cap is ${rollout.capPerLane}`] : [];
    }),
  ];
}
