import type { LaneKey } from "#lib/imds/environment.ts";

/** ISO weekday: 1 is Monday, 7 is Sunday. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;

/** Which environments a window speaks of; an empty list stands for all. */
export type WindowScope = {
  accounts: string[];
  regions: string[];
  applications: string[];
};

/** When a window is in force. Times are local times of its zone, without offset. */
export type Recurrence =
  /** `start` is HH:MM; it lasts so many minutes: whole days are days of its zone, the rest is real time. */
  | { kind: "weekly"; weekdays: Weekday[]; start: string; minutes: number }
  /** `from` and `until` are YYYY-MM-DDTHH:MM, with or without :SS; `null`: until further notice. */
  | { kind: "once"; from: string; until: string | null };

/** A rule on when environments may be changed: `allow` only then, `deny` never then. */
export type WindowRule = {
  kind: "allow" | "deny";
  scope: WindowScope;
  recurrence: Recurrence;
  /** An IANA name, for only those know of daylight saving. */
  zone: string;
};

/** What a person says of a window. */
export type WindowDraft = WindowRule & { name: string };

/** A window that is kept. Timestamps are ISO 8601 in UTC; JSON-safe, for the browser. */
export type ChangeWindow = WindowDraft & {
  id: string;
  /** Moves with every edit, so that two people do not overwrite each other's. */
  version: number;
  createdBy: string;
  createdAt: string;
  /** An ended window stays on record and says nothing any more. */
  endedBy: string | null;
  endedAt: string | null;
};

/** Of a window, what says which one it is. */
export type WindowName = Pick<ChangeWindow, "id" | "name">;

/** Why an environment may not be changed at an instant, and when it may. */
export type Closure = {
  /** `denied`: by these windows. `outside`: these would allow it, at other times. */
  why: "denied" | "outside";
  windows: readonly WindowName[];
  /** ISO 8601; `null`: never, as the windows stand. */
  opensAt: string | null;
};

/** Pending environments of a rollout that are closed for the same reason until the same instant. */
export type ClosedTargets = Closure & { targets: readonly string[] };

/** How a local time of a zone was understood: it exists once, was skipped by the clocks (moved on), or comes twice (the first). */
export type LocalTimeReading = { at: string; clock: "once" | "skipped" | "twice" };

/** A lane some of whose pending environments are closed, and when the first of them opens; `null`: never, as the windows stand. */
export type HeldLane = LaneKey & { count: number; opensAt: string | null };

/** What the windows say of a rollout's pending environments, at an instant. */
export type RolloutWindows = {
  at: string;
  /** How the asked start was understood; `null` where none was asked for. */
  start: LocalTimeReading | null;
  closed: readonly ClosedTargets[];
  held: readonly HeldLane[];
};

/** A window with what it does at an instant and in the week after it. */
export type WindowOutlook = {
  window: ChangeWindow;
  isInForce: boolean;
  /** When that changes; `null`: never. */
  changesAt: string | null;
  /** Of the week, in order. */
  stretches: readonly { from: string; to: string }[];
};

/** What is wrong with a window that was written down. */
export type WindowFault =
  | "name-missing"
  | "zone-unknown"
  | "no-weekday"
  | "start-invalid"
  | "duration-invalid"
  | "from-invalid"
  | "until-invalid"
  | "end-before-start"
  | "allow-without-end";
