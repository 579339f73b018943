import type { Sql } from "#lib/db/database.ts";
import type { HeldTarget } from "#lib/db/rollout-queries.ts";
import { currentWindows } from "#lib/db/window-queries.ts";
import { isClosed, nextOpening, windowsOf } from "#lib/rollouts/windows.ts";

type Waiting = Pick<HeldTarget, "target" | "windowsOverridden">;

/** What change windows say of a lane's targets in one look. */
export type WindowHold = {
  /** The targets that may be worked on at an instant: those that are in flight, and those no window keeps from starting. */
  open<W extends Waiting>(entries: readonly W[], at: Date): W[];
  /** When the first of the held targets opens after an instant; `null`: none of them, as the windows stand. */
  opensAt(entries: readonly Waiting[], at: Date): Date | null;
};

/** Takes a lane's targets and reads the windows that hold today, where any of the targets might wait for one. */
export async function readWindowHold(sql: Sql, entries: readonly Waiting[]): Promise<WindowHold> {
  const mayWait = ({ target, windowsOverridden }: Waiting) => target.state.status === "pending" && !windowsOverridden;
  const windows = entries.some(mayWait) ? await currentWindows(sql) : [];
  return {
    open(entries, at) {
      // A thousand targets of a lane are spoken of by few sets of windows, and each is asked once.
      const closed = new Map<string, boolean>();
      return entries.filter((entry) => {
        if (!mayWait(entry)) return true;
        const those = windowsOf(entry.target, windows);
        const key = those.map(({ id }) => id).join();
        const isHeld = closed.get(key) ?? isClosed(entry.target, those, at);
        closed.set(key, isHeld);
        return !isHeld;
      });
    },
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
