import type { StartInput } from "#lib/queries/rollouts.ts";
import type { WishedStart } from "#lib/queries/windows.ts";
import { isOverrideReady, NO_OVERRIDE, overrideReason } from "./override.ts";
import type { Override } from "./override.ts";

/** When a rollout is to begin, and whether windows hold it. */
export type StartChoice = { isLater: boolean; local: string; zone: string; override: Override };

export const NOW_AND_IN_WINDOWS: StartChoice = { isLater: false, local: "", zone: "", override: NO_OVERRIDE };

/** Takes a choice and gives the start it wishes for; `null`: now, or not yet said. */
export function wishedStart({ isLater, local, zone }: StartChoice): WishedStart | null {
  return isLater && local !== "" && zone.trim() !== "" ? { local, zone: zone.trim() } : null;
}

/** Takes a choice and tells whether nothing is missing. */
export function isStartReady(choice: StartChoice): boolean {
  return isOverrideReady(choice.override) && (!choice.isLater || wishedStart(choice) !== null);
}

/** Takes a choice and gives what the server is told of it. */
export function startInput(choice: StartChoice): Pick<StartInput, "startAt" | "windowOverride"> {
  return { startAt: wishedStart(choice), windowOverride: overrideReason(choice.override) };
}

/** Takes an instant in ms and a zone and gives the next full hour but one there, as a form field has it. */
export function nextHours(now: number, timeZone: string): string {
  const parts = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    hourCycle: "h23",
  }).formatToParts(now + 2 * 3_600_000);
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((candidate) => candidate.type === type)?.value ?? "";
  return `${part("year")}-${part("month")}-${part("day")}T${part("hour")}:00`;
}
