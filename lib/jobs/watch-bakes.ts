import { countCalls, readCounts } from "#lib/aws/cloudwatch.ts";
import type { Count, CountWindow } from "#lib/aws/cloudwatch.ts";
import { AwsCallError } from "#lib/aws/failure.ts";
import type { LaneAccess } from "#lib/aws/lane.ts";
import type { BakingTarget } from "#lib/db/rollout-evidence.ts";
import { countedIn, dueEvidence, firstTried } from "#lib/rollouts/gate.ts";
import type { Evidence } from "#lib/rollouts/gate.ts";
import type { LaneObservation } from "#lib/rollouts/observation.ts";

const HOUR = 3_600_000;

/** A baking target with what of it must be looked at now. */
export type Watched = BakingTarget & { due: { health: boolean; refused: boolean } };

/** Takes a lane's baking targets, the time, and whether metrics are read, and gives those of which something must be looked at. */
export function watchedNow(baking: readonly BakingTarget[], now: Date, readsMetrics: boolean): Watched[] {
  return baking
    .map((one) => ({ ...one, due: dueEvidence(one.baked, one, now, readsMetrics) }))
    .filter(({ due }) => due.health || due.refused);
}

/** Counts go by the hour, so that calls of a changed environment's instances from before its bake are among them. */
async function refusedCalls(
  access: LaneAccess,
  instanceIds: readonly string[],
  window: CountWindow,
): Promise<Map<string, Count>> {
  const wishes = instanceIds.map((instanceId) => ({ instanceId, metric: "MetadataNoTokenRejected" as const }));
  const counts: Count[] = [];
  for (const part of countCalls(wishes, window)) counts.push(...(await readCounts(access, part, window)));
  return new Map(counts.map((count) => [count.instanceId, count]));
}

/** Where no instance runs, nothing could refuse a call: that says no more than an instance without counts. */
function refusedOf(instanceIds: readonly string[], runs: boolean, counts: ReadonlyMap<string, Count>, at: string) {
  const read = instanceIds.map((id) => counts.get(id));
  const silent = read.filter((count) => count?.complete !== true || count.points.length === 0).length;
  return {
    calls: read.reduce((sum, count) => sum + (count?.points ?? []).reduce((all, { calls }) => all + calls, 0), 0),
    silent: runs ? silent : Math.max(1, silent),
    at,
    instanceIds: [...instanceIds],
  };
}

/**
 * Takes baking targets and what AWS just showed of their lane and gives what that is evidence of: their health, and the IMDSv1
 * calls their instances refused, which CloudWatch is asked for where metrics are read at all. What cannot be read stays as it
 * was: the gate will lack it.
 */
export async function watchBakes(
  access: LaneAccess,
  watched: readonly Watched[],
  { environments, instances }: Pick<LaneObservation, "environments" | "instances">,
  now: Date,
  readsMetrics: boolean,
): Promise<{ seen: { targetId: string; evidence: Evidence }[]; failure: AwsCallError | null }> {
  const at = now.toISOString();
  const counting = instances === null ? [] : watched.filter(({ due }) => due.refused);
  const runningOf = ({ environmentId }: Watched) => (instances?.get(environmentId) ?? []).map(({ id }) => id);
  // CloudWatch keeps the counts of instances that are gone; who replaces them starts from none.
  const idsOf = (one: Watched) =>
    [...new Set([...(countedIn(one.baked.evidence)?.instanceIds ?? []), ...runningOf(one)])].toSorted();
  const since = Math.min(...counting.map((one) => Date.parse(one.since)), now.getTime());
  let counts: Map<string, Count> | null = null;
  let failure: AwsCallError | null = null;
  try {
    const from = new Date(Math.floor(since / HOUR) * HOUR);
    counts = await refusedCalls(access, counting.flatMap(idsOf), { from, to: now, by: "hour" });
  } catch (error) {
    if (!(error instanceof AwsCallError)) throw error;
    failure = error;
  }
  const seen = watched.map((one) => {
    const known = one.baked.evidence ?? { health: null, refused: null };
    const environment = environments.get(one.environmentId);
    const health = one.due.health && environment !== undefined ? { is: environment.health, at } : known.health;
    if (!readsMetrics) return { targetId: one.baked.id, evidence: { health, refused: "metrics-off" as const } };
    const refused =
      one.due.refused && counts !== null && instances !== null
        ? refusedOf(idsOf(one), runningOf(one).length > 0, counts, at)
        : known.refused;
    return { targetId: one.baked.id, evidence: { health, refused, ...triedAt(one, at) } };
  });
  return { seen, failure };
}

function triedAt(one: Watched, at: string): Pick<Evidence, "triedAt"> {
  const first = firstTried(one.baked, one, at);
  return first === undefined ? {} : { triedAt: first };
}

/** Takes baking targets of a lane that could not be looked at, and gives what is known: nothing more, and that it was tried. */
export function watchedInVain(watched: readonly Watched[], now: Date): { targetId: string; evidence: Evidence }[] {
  return watched.map((one) => {
    const { health = null, refused = null } = one.baked.evidence ?? {};
    return { targetId: one.baked.id, evidence: { health, refused, ...triedAt(one, now.toISOString()) } };
  });
}
