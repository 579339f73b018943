import { lanesWithUnfinishedTargets } from "#lib/db/lane-queries.ts";
import { findWindow } from "#lib/db/window-queries.ts";
import { wakeLane } from "#lib/jobs/advance-schedule.ts";
import { startJobs } from "#lib/jobs/runtime.ts";
import type { ChangeWindow, WindowDraft } from "#lib/rollouts/window.ts";
import { windowFaults } from "#lib/rollouts/window-faults.ts";
import { Refusal } from "./action.ts";
import type { ActionContext } from "./action.ts";

/** Takes a window as it was written down and gives it. @throws Refusal that names all that is wrong with it. */
export function faultless(draft: WindowDraft): WindowDraft {
  const faults = windowFaults(draft);
  if (faults.length > 0) throw new Refusal("invalid-window", faults.join(", "));
  return draft;
}

/** Takes a window's id and gives the window. @throws Refusal where there is none. */
export async function windowFor({ sql }: ActionContext, windowId: string): Promise<ChangeWindow> {
  const window = await findWindow(sql, windowId);
  if (window === null) throw new Refusal("unknown-window", windowId);
  return window;
}

/** Gives of a window what the audit log keeps: what it says, not who keeps it. */
export function auditedWindow({ name, kind, scope, recurrence, zone }: WindowDraft): WindowDraft {
  return { name, kind, scope, recurrence, zone };
}

/** Has every lane look at the windows anew: one that waits for an opening may wait for another now. */
export async function wakeWaitingLanes({ sql }: ActionContext): Promise<void> {
  const { boss } = await startJobs();
  for (const lane of await lanesWithUnfinishedTargets(sql)) await wakeLane(boss, lane);
}
