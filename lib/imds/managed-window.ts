/** What an environment that lets Elastic Beanstalk update its platform has set; AWS: environment-platform-update-managed. */
export type ManagedUpdates = {
  /** When the weekly window opens, in UTC, as AWS has it: `Tue:10:00`. */
  start: string;
  level: "minor" | "patch" | null;
  /** The instances are replaced every week, also where there is no new platform version. */
  instanceRefresh: boolean;
};

/** A window in which Elastic Beanstalk may begin a managed update. Instants are ISO 8601 in UTC. */
export type ManagedWindow = { open: boolean; opensAt: string; closesAt: string; instanceRefresh: boolean };

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;

/** [DOC] "Maintenance windows are two hours long." */
const WINDOW = 2 * HOUR;
/** [invented] How long before it opens a window is worth a warning: a rolling or immutable update of a few instances takes so long. */
const SOON = HOUR;

/** Time is counted from a Thursday. */
const DAYS = ["thu", "fri", "sat", "sun", "mon", "tue", "wed"];

/** Takes AWS's words for a window's start and gives its place in the week, in ms from Thursday 00:00 UTC; `null`: not understood. */
function placeInWeek(start: string): number | null {
  const found = /^([a-z]{3}):([01]?\d|2[0-3]):([0-5]\d)$/i.exec(start.trim());
  const day = DAYS.indexOf(found?.[1]?.toLowerCase() ?? "");
  return found === null || day < 0 ? null : day * DAY + Number(found[2]) * HOUR + Number(found[3]) * MINUTE;
}

/**
 * Takes what is set and a time, and gives the window that is open or opens within the hour, or `null`. An update that
 * began in a window may end after it: then the environment says so itself, by its status.
 */
export function managedWindowAt(updates: ManagedUpdates | null, now: Date): ManagedWindow | null {
  const place = updates === null ? null : placeInWeek(updates.start);
  if (updates === null || place === null) return null;
  const at = now.getTime();
  const opens = place + Math.floor((at + SOON - place) / WEEK) * WEEK;
  const closes = opens + WINDOW;
  if (at >= closes) return null;
  return {
    open: at >= opens,
    opensAt: new Date(opens).toISOString(),
    closesAt: new Date(closes).toISOString(),
    instanceRefresh: updates.instanceRefresh,
  };
}
