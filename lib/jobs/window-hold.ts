import type { Sql } from "#lib/db/database.ts";
import type { HeldTarget } from "#lib/db/rollout-queries.ts";
import { currentWindows } from "#lib/db/window-queries.ts";
import { isClosed, nextOpening, windowsOf } from "#lib/rollouts/windows.ts";

type Waiting = Pick<HeldTarget, "target" | "windowsOverridden">;

/** What change windows say of a lane's targets in one look. */
export type WindowHold = {
  /** Whether a target must not be started at an instant; one that is in flight is never held. */
  holds(entry: Waiting, at: Date): boolean;
  /** When the first of the held targets opens after an instant; `null`: none of them, as the windows stand. */
  opensAt(entries: readonly Waiting[], at: Date): Date | null;
};

/** Takes a lane's targets and reads the windows that hold today, where any of the targets might wait for one. */
export async function readWindowHold(sql: Sql, entries: readonly Waiting[]): Promise<WindowHold> {
  const mayWait = ({ target, windowsOverridden }: Waiting) => target.state.status === "pending" && !windowsOverridden;
  const windows = entries.some(mayWait) ? await currentWindows(sql) : [];
  return {
    holds: (entry, at) => mayWait(entry) && isClosed(entry.target, windows, at),
    opensAt(waiting, at) {
      // Targets of one lane differ in their application only, so few differ in their windows.
      const groups = new Map(
        waiting.map(({ target }) => {
          const those = windowsOf(target, windows);
          return [those.map(({ id }) => id).join(), those] as const;
        }),
      );
      const openings = [...groups.values()].flatMap((those) => nextOpening(those, at)?.getTime() ?? []);
      return openings.length === 0 ? null : new Date(Math.min(...openings));
    },
  };
}
