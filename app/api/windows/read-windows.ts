import type { Sql } from "#lib/db/database.ts";
import { currentWindows, endedWindows, scopeChoices } from "#lib/db/window-queries.ts";
import type { WindowsAnswer } from "#lib/queries/windows.ts";
import { outlookOf } from "#lib/rollouts/windows.ts";

const ENDED = 50;

/** Gives the windows with what they do in the coming week, those that were ended, and what a window may be limited to. */
export async function readWindows(sql: Sql, now: Date): Promise<WindowsAnswer> {
  const [windows, ended, choices] = await Promise.all([
    currentWindows(sql),
    endedWindows(sql, { limit: ENDED }),
    scopeChoices(sql),
  ]);
  return { at: now.toISOString(), outlooks: outlookOf(windows, now), ended, choices };
}
