import type { ChangeWindow, Recurrence, Weekday } from "./window.ts";

export const EVERY_DAY: Weekday[] = [1, 2, 3, 4, 5, 6, 7];

/** Every night from 22:00 for eight hours. */
export const NIGHTLY: Extract<Recurrence, { kind: "weekly" }> = {
  kind: "weekly",
  weekdays: EVERY_DAY,
  start: "22:00",
  minutes: 480,
};

/** Takes what matters of a window and gives one that allows, speaks of all environments, nightly in UTC. */
export function windowLike(more: Partial<ChangeWindow> = {}): ChangeWindow {
  return {
    id: more.name ?? "window",
    name: "window",
    kind: "allow",
    scope: { accounts: [], regions: [], applications: [] },
    recurrence: NIGHTLY,
    zone: "UTC",
    version: 1,
    createdBy: "ann",
    createdAt: "2026-01-01T00:00:00.000Z",
    endedBy: null,
    endedAt: null,
    ...more,
  };
}
