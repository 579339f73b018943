import { asc, eq, inArray } from "drizzle-orm";
import { rollouts, waves } from "#lib/db/schema-rollouts.ts";
import { shareOf } from "#lib/rollouts/policy.ts";
import { isInFlight, isUnfinished } from "#lib/rollouts/target.ts";
import type { Line, Row } from "./test-engine-checks.ts";
import type { Stage } from "./test-engine-stage.ts";

type RolloutRow = typeof rollouts.$inferSelect;
type Complain = (words: string) => void;

/** A wave is at work only when all before it have passed; while its rollout is paused, whatever for, none is opened. */
export async function checkWaves(
  { sql, opened, stops }: Stage,
  rows: readonly Row[],
  found: readonly RolloutRow[],
  complain: Complain,
): Promise<void> {
  const ids = found.map(({ id }) => id);
  const all = await sql.select().from(waves).where(inArray(waves.rolloutId, ids)).orderBy(asc(waves.number));
  for (const { id, status } of found) {
    const own = all.filter(({ rolloutId }) => rolloutId === id);
    for (const { state, wave } of rows.filter(({ rolloutId }) => rolloutId === id)) {
      if (!isInFlight(state.status)) continue;
      const before = own.filter(({ number, passedAt }) => number < wave && passedAt === null);
      if (before.length > 0) complain(`wave ${wave} is at work before wave ${before[0]?.number} has passed`);
    }
    const now = own.filter(({ openedAt }) => openedAt !== null).length;
    const before = opened.get(id);
    if (status !== "paused" && !stops.has(id)) opened.delete(id);
    else if (before === undefined) opened.set(id, now);
    else if (now > before) complain(`${now - before} waves were opened although their rollout is ${status}`);
  }
}

/** Past its tolerance, with something left to hold back, a rollout is paused. */
export function checkBreaches(
  { policy: { tolerance } }: Stage,
  rows: readonly Row[],
  found: readonly RolloutRow[],
  complain: Complain,
): void {
  for (const { id, status, stopRequestedAt } of found) {
    if (status === "paused" || stopRequestedAt !== null) continue;
    const own = rows.filter(({ rolloutId }) => rolloutId === id);
    const isLeft = own.some(({ state, holds }) => holds && isUnfinished(state.status));
    const failures = own.filter(
      ({ state, gate, failureAccepted }) => !failureAccepted && (state.status === "failed" || gate?.kind === "failed"),
    ).length;
    // The lane is all there is of the rollout.
    const tolerated = [tolerance.perLane, tolerance.inAll].flatMap((amount) =>
      amount === null ? [] : [shareOf(amount, own.length)],
    );
    if (isLeft && tolerated.some((most) => failures > most))
      complain(`${failures} failed, past the tolerance, and the rollout is ${status}`);
  }
}

/** A scheduled rollout begins when it is due, not earlier, and starts nothing before. */
export function checkSchedules(
  { subjects }: Stage,
  lines: readonly Line[],
  found: readonly RolloutRow[],
  complain: Complain,
): void {
  for (const { id, status, startAt } of found) {
    if (startAt === null || startAt.getTime() <= Date.now()) continue;
    if (status !== "scheduled") complain(`it is ${status} before its start at ${startAt.toISOString()}`);
    const own = new Set(subjects.flatMap(({ rolloutId, targetId }) => (rolloutId === id ? [targetId] : [])));
    if (lines.some(({ transition, targetId }) => transition.kind === "started" && own.has(targetId)))
      complain("a target was started before its rollout's start");
  }
}

/** Gives when the stage's rollouts that are scheduled begin. */
export async function startsOf({ sql, subjects }: Stage): Promise<Date[]> {
  const ids = new Set(subjects.map(({ rolloutId }) => rolloutId));
  const rows = await sql.select().from(rollouts).where(eq(rollouts.status, "scheduled"));
  return rows.flatMap(({ id, startAt }) => (ids.has(id) && startAt !== null ? [startAt] : []));
}
