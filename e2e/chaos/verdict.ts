import { laneOf } from "../running/shapes.ts";
import type { JournalEntry, Rollout, Target, WorldEnvironment } from "../running/shapes.ts";

/** Statuses in which nothing more becomes of a target. */
export const ENDS: ReadonlySet<string> = new Set(["succeeded", "skipped", "blocked", "failed"]);

/** What may be said of an update that AWS rolled back: that it was, or, where its answer was lost, that nobody can tell. */
const ROLLED_BACK: ReadonlySet<string> = new Set(["rolled-back", "value-kept", "unclear-who-changed-it"]);

const nameOf = ({ name, environmentId }: Target): string => `${name} (${environmentId})`;

function reasonOf({ state: { reason } }: Target): string {
  return typeof reason === "object" ? (reason.why ?? reason.kind) : (reason ?? "no reason");
}

/**
 * How a rollout was to end: `enforced`: whether its targets' IMDSv1 is disabled then; `skips`: why targets may have been left as
 * they were; `aborts`: whether updates may have been aborted.
 */
export type Expected = {
  status: "finished" | "stopped";
  enforced: boolean;
  skips: "stopped" | "already-set" | null;
  aborts: boolean;
};

const ALL_DISABLED: Expected = { status: "finished", enforced: true, skips: null, aborts: false };

const isEnforced = ({ disableImdsV1, platformDefault }: WorldEnvironment): boolean =>
  (disableImdsV1 ?? platformDefault) === "true";

function endOf(target: Target, world: WorldEnvironment | undefined, expected: Expected): string[] {
  const { status } = target.state;
  const who = nameOf(target);
  const kinds = target.timeline.map(({ transition }) => transition.kind);
  const ends = kinds.filter((kind) => ENDS.has(kind));
  if (!ENDS.has(status)) return [`${who} has no end: ${status}`];
  if (ends.length !== 1 || kinds.at(-1) !== status)
    return [`${who} is ${status}; its timeline ends with ${kinds.at(-1)} after ${ends.length} ends`];
  if (world === undefined) return [`${who} is not in the simulated AWS`];
  const tokens = world.instances.map(({ httpTokens }) => httpTokens);
  const really = `its option is ${world.disableImdsV1}, its instances ${tokens.join(", ")}`;
  const isAsWanted = isEnforced(world) === expected.enforced;
  const wanted = expected.enforced ? "required" : "optional";
  const reason = reasonOf(target);
  if (status === "skipped" && reason === expected.skips)
    return isAsWanted === (reason === "already-set") ? [] : [`${who} was left as it was (${reason}); ${really}`];
  if (status === "failed" && expected.aborts && reason === "aborted")
    return isAsWanted ? [`${who} is said to have been aborted; ${really}`] : [];
  switch (world.fate) {
    case "succeeds":
      if (status !== "succeeded") return [`${who} should have succeeded and is ${status}: ${reason}`];
      return isAsWanted && tokens.every((one) => one === wanted) ? [] : [`${who} is said to have succeeded; ${really}`];
    case "rolls-back":
    case "fails-degraded":
      if (status !== "failed" || !ROLLED_BACK.has(reason))
        return [`${who} was rolled back by AWS and is ${status}: ${reason}`];
      return isAsWanted ? [`${who} is said to have been rolled back; ${really}`] : [];
  }
}

function callsOf(target: Target, entries: readonly JournalEntry[]): string[] {
  const who = nameOf(target);
  const of = (kind: string) => target.timeline.filter(({ transition }) => transition.kind === kind);
  const attempts = of("started");
  const accepted = entries.filter(({ outcome }) => outcome.kind === "accepted");
  const wrong: string[] = [];
  if (attempts.length !== target.state.attempt)
    wrong.push(`${who} counts ${target.state.attempt} attempts; its timeline has ${attempts.length}`);
  // Each of these environments could be changed: whatever became of the update, AWS has taken it, once, unless it was left alone.
  const updates = target.state.status === "skipped" ? 0 : 1;
  if (accepted.length !== updates) wrong.push(`${who} was updated ${accepted.length} times`);
  const said = of("accepted");
  // Where the answer was lost and the update had rolled itself back before anybody looked, nobody can say so.
  if (said.length !== updates && reasonOf(target) !== "unclear-who-changed-it")
    wrong.push(`${who} says ${said.length} times that AWS accepted its update`);
  for (const { transition } of said) {
    if (
      typeof transition.requestId === "string" &&
      accepted.every(({ requestId }) => requestId !== transition.requestId)
    )
      wrong.push(`${who} says that AWS accepted ${transition.requestId}, of which AWS knows nothing`);
  }
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

/** An abort is announced before it is sent, and sent once for each time it was announced. */
function abortsOf(target: Target, journal: readonly JournalEntry[]): string[] {
  const received = journal.filter(
    ({ operation, input }) => operation === "AbortEnvironmentUpdate" && input?.EnvironmentId === target.environmentId,
  ).length;
  const announced = target.timeline.filter(({ transition }) => transition.kind === "abort-announced").length;
  return received > announced
    ? [`${nameOf(target)}: AWS received ${received} aborts; ${announced} were announced`]
    : [];
}

/** When a target took its place in the lane and when it gave it up, by its timeline. */
function placesOf({ timeline }: Target): { at: string; by: 1 | -1 }[] {
  let isInFlight = false;
  return timeline.flatMap(({ at, transition: { kind } }): { at: string; by: 1 | -1 }[] => {
    const was = isInFlight;
    if (kind === "started") isInFlight = true;
    else if (kind === "not-arrived" || ENDS.has(kind)) isInFlight = false;
    return was === isInFlight ? [] : [{ at, by: isInFlight ? 1 : -1 }];
  });
}

/** The most targets of one lane that were in flight at once. */
function mostAtOnce(targets: readonly Target[]): number {
  // A place that is given up in an instant may be taken in the same.
  const steps = targets.flatMap(placesOf).toSorted((a, b) => (a.at === b.at ? a.by - b.by : a.at < b.at ? -1 : 1));
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
  expected: Expected = ALL_DISABLED,
): string[] {
  const updates = journal.filter(({ operation }) => operation === "UpdateEnvironment");
  const byId = new Map(world.map((environment) => [environment.id, environment]));
  const targets = new Set(rollout.targets.map(({ environmentId }) => environmentId));
  const lanes = Map.groupBy(rollout.targets, laneOf);
  return [
    ...(rollout.status === expected.status ? [] : [`the rollout is ${rollout.status}`]),
    ...rollout.targets.flatMap((target) => endOf(target, byId.get(target.environmentId), expected)),
    ...rollout.targets.flatMap((target) => abortsOf(target, journal)),
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
      const cap = rollout.policy.cap.perLane;
      return most > cap ? [`${lane} had ${most} in flight; its cap is ${cap}`] : [];
    }),
  ];
}
