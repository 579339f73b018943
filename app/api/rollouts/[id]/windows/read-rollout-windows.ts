import type { Sql } from "#lib/db/database.ts";
import { currentWindows, pendingPlaces, startOf } from "#lib/db/window-queries.ts";
import type { LocalTimeReading, RolloutWindows } from "#lib/rollouts/window.ts";
import { closedTargets, heldLanes } from "#lib/rollouts/windows.ts";

/**
 * Takes a rollout and gives which of its pending environments are closed and until when: at the start that is asked about or
 * scheduled, else now. `null` where there is no such rollout. One whose windows are overridden waits for none.
 */
export async function readRolloutWindows(
  sql: Sql,
  id: string,
  { start, now }: { start: LocalTimeReading | null; now: Date },
): Promise<RolloutWindows | null> {
  const rollout = await startOf(sql, id);
  if (rollout === null) return null;
  const at = start === null ? (rollout.scheduledFor ?? now) : new Date(start.at);
  const [places, windows] = await Promise.all([pendingPlaces(sql, id), currentWindows(sql)]);
  const closed = rollout.windowsOverridden ? [] : closedTargets(places, windows, at);
  return { at: at.toISOString(), start, closed, held: heldLanes(places, closed) };
}
