import { randomUUID } from "node:crypto";
import { currentWindows, endWindow, insertWindow } from "#lib/db/window-queries.ts";
import type { rollouts } from "#lib/db/schema-rollouts.ts";
import { isInFlight } from "#lib/rollouts/target.ts";
import { EVERY_DAY } from "#lib/rollouts/test-windows.ts";
import type { Recurrence, WindowScope } from "#lib/rollouts/window.ts";
import { isClosed, nextOpening, windowsOf } from "#lib/rollouts/windows.ts";
import type { Line, Row } from "./test-engine-checks.ts";
import type { Stage } from "./test-engine-stage.ts";

/** What a window speaks of: everything, this lane by its account or region, the first environment's application, or nothing here. */
type Reach = "everything" | "account" | "region" | "application" | "elsewhere";

/** A window as a step has it: it is in force from so many seconds after the step on, for so many minutes, each day or once. */
export type WindowStep = {
  do: "window";
  kind: "allow" | "deny";
  reach: Reach;
  in: number;
  minutes: number;
  daily: boolean;
};

const NOWHERE: WindowScope = { accounts: [], regions: [], applications: [] };
const MINUTE = 60_000;

function scopeOf({ access, subjects }: Stage, reach: Reach): WindowScope {
  switch (reach) {
    case "everything":
      return NOWHERE;
    case "account":
      return { ...NOWHERE, accounts: [access.accountId] };
    case "region":
      return { ...NOWHERE, regions: [access.region] };
    case "application":
      return { ...NOWHERE, applications: subjects.slice(0, 1).map(({ environment }) => environment.applicationName) };
    case "elsewhere":
      return { ...NOWHERE, accounts: [access.accountId], regions: ["somewhere-else"] };
  }
}

/** Local times of UTC; windows begin at whole minutes. */
function recurrenceOf({ in: seconds, minutes, daily }: WindowStep): Recurrence {
  const from = new Date(Date.now() + seconds * 1_000);
  const local = (at: Date) => at.toISOString().slice(0, "YYYY-MM-DDTHH:MM".length);
  return daily
    ? { kind: "weekly", weekdays: EVERY_DAY, start: local(from).slice("YYYY-MM-DDT".length), minutes }
    : { kind: "once", from: local(from), until: local(new Date(from.getTime() + minutes * MINUTE)) };
}

/** A person writes a window down. */
export async function openWindow(stage: Stage, step: WindowStep): Promise<void> {
  const { kind, reach } = step;
  const draft = { name: "test", kind, scope: scopeOf(stage, reach), recurrence: recurrenceOf(step), zone: "UTC" };
  await insertWindow(stage.sql, { id: randomUUID(), draft, by: "ann", now: new Date() });
  stage.windows = await currentWindows(stage.sql);
}

/** A person ends the window at a place of all, where there is one. */
export async function closeWindow(stage: Stage, place: number): Promise<void> {
  const window = stage.windows[place % Math.max(1, stage.windows.length)];
  if (window === undefined) return;
  await endWindow(stage.sql, { id: window.id, version: window.version, by: "ann", now: new Date() });
  stage.windows = await currentWindows(stage.sql);
}

/**
 * Nothing is started while a window closes it, by the clock of whoever starts it, unless the rollout's windows are overridden.
 * Windows change in steps of their own: those that hold now held in the whole of the last step.
 */
export function checkWindows(
  stage: Stage,
  rows: readonly Row[],
  lines: readonly Line[],
  found: readonly (typeof rollouts.$inferSelect)[],
  complain: (words: string) => void,
): void {
  const free = new Set(found.flatMap(({ id, windowOverride }) => (windowOverride === null ? [] : [id])));
  for (const { id, targetId, transition } of lines) {
    const row = rows.find((one) => one.id === targetId);
    if (id <= stage.looked || row === undefined || transition.kind !== "started" || free.has(row.rolloutId)) continue;
    if (isClosed(row, stage.windows, new Date(transition.intent.at)))
      complain(`${targetId} was started at ${transition.intent.at}, while a window closed it`);
  }
  stage.looked = Math.max(stage.looked, ...lines.map(({ id }) => id));
}

/**
 * Gives when the first of the targets that wait for windows opens; `undefined` where something does not wait for them. What
 * never opens, a person opens: its windows are ended.
 */
export async function nextOpeningOf(
  stage: Stage,
  rows: readonly Row[],
  found: readonly (typeof rollouts.$inferSelect)[],
): Promise<Date | undefined> {
  const now = new Date();
  const free = new Set(found.flatMap(({ id, windowOverride }) => (windowOverride === null ? [] : [id])));
  if (rows.some(({ state }) => isInFlight(state.status))) return undefined;
  const pending = rows.filter(({ state }) => state.status === "pending");
  if (pending.length === 0 || pending.some((row) => free.has(row.rolloutId) || !isClosed(row, stage.windows, now)))
    return undefined;
  const openings = pending.flatMap((row) => nextOpening(windowsOf(row, stage.windows), now) ?? []);
  if (openings.length === pending.length) return new Date(Math.min(...openings.map(Number)));
  while (stage.windows.length > 0) await closeWindow(stage, 0);
  return undefined;
}
