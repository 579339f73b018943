import type { AwsFailure } from "#lib/errors.ts";

/**
 * The two counts EC2 keeps of IMDSv1 calls: those it answered, and, once IMDSv1 is disabled, those it refused.
 * AWS: viewing_metrics_with_cloudwatch
 */
export type ImdsMetric = "MetadataNoToken" | "MetadataNoTokenRejected";

/** The calls of one UTC day; a day without datapoints has no entry. */
export type DayOfCalls = { day: string; calls: number };

/** What is known of one instance's calls, also of one that is gone. Timestamps are ISO 8601 in UTC. */
export type InstanceUse = {
  instanceId: string;
  metric: ImdsMetric;
  launchedAt: string | null;
  /** When a scan first saw it, and when one no longer did. */
  firstSeenAt: string;
  goneAt: string | null;
  /** When CloudWatch was last asked; `null`: never, so that no days say nothing. */
  readAt: string | null;
  /** In order; days that counted 0 are there, days without data are not. */
  days: DayOfCalls[];
  /** The hour in which calls were last counted. */
  lastAt: string | null;
};

/**
 * The time a count is really about. `complete`: instances that ended before `from` aside, every instance of that time is
 * in it; otherwise those that ended before the first scan (`knownSince`) are missing.
 */
export type UseWindow = { from: string; to: string; knownSince: string; complete: boolean };

type Counted = {
  readAt: string;
  window: UseWindow;
  /** Instances that run and should report, and have not. */
  silent: number;
};

/** Whether IMDSv1 is used. "Not read", "no data" and "none" are three things. */
export type ImdsUse =
  | { kind: "unknown" }
  | { kind: "no-data"; readAt: string; instances: number }
  | ({ kind: "none" } & Counted)
  | ({ kind: "in-use"; calls: number; instances: number; lastAt: string } & Counted);

/** Calls that were refused since IMDSv1 was disabled: something that did not learn IMDSv2. */
type RejectedCalls = { calls: number; instances: number; lastAt: string };

/** What an environment's counts say together, and of which time CloudWatch was asked; JSON-safe, kept with the environment. */
export type UseEvidence = {
  use: ImdsUse;
  rejected: RejectedCalls | null;
  asked: { from: string; to: string } | null;
  /** A scan found it older than the bound: what was called since is not known. Reading it again makes it fresh. */
  stale?: true;
};

/** The one word lists filter by. */
export type UseWord = ImdsUse["kind"];

/** Nothing was read. */
export const NO_EVIDENCE: UseEvidence = { use: { kind: "unknown" }, rejected: null, asked: null };

/** Why CloudWatch cannot be read in a lane, in AWS's words. */
export type MetricsFailure = AwsFailure & { at: string };

const HOUR = 3_600_000;
/** CloudWatch has a new instance's first datapoints only after a while. [invented] */
const FIRST_DATA_AFTER = 2 * HOUR;

/** Takes an instant and gives its UTC day. */
function dayOf(instant: string): string {
  return instant.slice(0, 10);
}

/** Takes counts by the hour or by the day, in any order, and gives them by UTC day, and the last hour or day that counted something. */
export function byDay(points: readonly { at: string; calls: number }[]): Pick<InstanceUse, "days" | "lastAt"> {
  const days = new Map<string, number>();
  let lastAt: string | null = null;
  for (const { at, calls } of points) {
    days.set(dayOf(at), (days.get(dayOf(at)) ?? 0) + calls);
    if (calls > 0 && (lastAt === null || at > lastAt)) lastAt = at;
  }
  const sorted = [...days].toSorted(([one], [other]) => (one < other ? -1 : 1));
  return { days: sorted.map(([day, calls]) => ({ day, calls })), lastAt };
}

/** Takes an instance's days and gives the calls from a day on. */
export function callsSince({ days }: Pick<InstanceUse, "days">, from: string): number {
  return days.reduce((sum, { day, calls }) => (day >= dayOf(from) ? sum + calls : sum), 0);
}

const earliest = (instants: readonly string[]): string | undefined =>
  instants.reduce<string | undefined>((least, at) => (least === undefined || at < least ? at : least), undefined);
const latest = (instants: readonly string[]): string | undefined =>
  instants.reduce<string | undefined>((most, at) => (most === undefined || at > most ? at : most), undefined);

function isSilent({ days, goneAt, launchedAt, firstSeenAt }: InstanceUse, now: string): boolean {
  const since = Date.parse(launchedAt ?? firstSeenAt);
  return days.length === 0 && goneAt === null && Date.parse(now) - since >= FIRST_DATA_AFTER;
}

/** The calls, instances and last hour of those that counted any from an instant on. */
function callers(instances: readonly InstanceUse[], from: string): RejectedCalls | null {
  const counted = instances
    .map((instance) => ({ calls: callsSince(instance, from), lastAt: instance.lastAt }))
    .filter(({ calls }) => calls > 0);
  const lastAt = latest(counted.flatMap((one) => one.lastAt ?? []));
  if (lastAt === undefined) return null;
  return { calls: counted.reduce((sum, { calls }) => sum + calls, 0), instances: counted.length, lastAt };
}

function reportingSince(instances: readonly InstanceUse[], from: string): InstanceUse[] {
  return instances.filter(({ days }) => days.some(({ day }) => day >= dayOf(from)));
}

function windowOf(reporting: readonly InstanceUse[], all: readonly InstanceUse[], from: string, to: string): UseWindow {
  // A datapoint cannot be older than its instance; where a launch is not known, its first day stands for it.
  const born = reporting.map(({ launchedAt, days }) => launchedAt ?? `${days[0]?.day ?? dayOf(to)}T00:00:00.000Z`);
  const begun = latest([from, earliest(born) ?? to]) ?? to;
  const knownSince = earliest(all.map(({ firstSeenAt }) => firstSeenAt)) ?? to;
  return { from: begun, to, knownSince, complete: knownSince <= begun };
}

/**
 * Takes what is known of an environment's instances, also of gone ones, and the window that was asked for, and gives
 * whether IMDSv1 is used. An instance that was never asked about says nothing.
 */
export function evidenceOf(instances: readonly InstanceUse[], asked: { from: string; to: string }): UseEvidence {
  const { from, to } = asked;
  const read = instances.filter(({ readAt }) => readAt !== null);
  const rejected = callers(
    read.filter(({ metric }) => metric === "MetadataNoTokenRejected"),
    from,
  );
  const answered = read.filter(({ metric }) => metric === "MetadataNoToken");
  if (answered.length === 0) return { use: { kind: "unknown" }, rejected, asked };

  const reporting = reportingSince(answered, from);
  if (reporting.length === 0)
    return { use: { kind: "no-data", readAt: to, instances: answered.length }, rejected, asked };
  const counted: Counted = {
    readAt: to,
    window: windowOf(reporting, answered, from, to),
    silent: answered.filter((instance) => isSilent(instance, to)).length,
  };
  const used = callers(reporting, from);
  return {
    use: used === null ? { kind: "none", ...counted } : { kind: "in-use", ...used, ...counted },
    rejected,
    asked,
  };
}

/** Of which time each count is; `null`: none was read. */
export type UseWindows = Record<ImdsMetric, UseWindow | null>;

/** Takes an environment's evidence and its instances and gives the time of which its counts are. */
export function windowsOf({ use, asked }: UseEvidence, instances: readonly InstanceUse[]): UseWindows {
  const refusing = instances.filter(({ metric, readAt }) => metric === "MetadataNoTokenRejected" && readAt !== null);
  const reporting = asked === null ? [] : reportingSince(refusing, asked.from);
  return {
    MetadataNoToken: "window" in use ? use.window : null,
    MetadataNoTokenRejected:
      asked === null || reporting.length === 0 ? null : windowOf(reporting, refusing, asked.from, asked.to),
  };
}

/** Takes instances and a window and gives the window's days in order, `null` where no instance had data. */
export function daysOf(
  instances: readonly InstanceUse[],
  metric: ImdsMetric,
  { from, to }: { from: string; to: string },
): { day: string; calls: number | null }[] {
  const sums = new Map<string, number>();
  for (const instance of instances) {
    if (instance.metric !== metric) continue;
    for (const { day, calls } of instance.days) sums.set(day, (sums.get(day) ?? 0) + calls);
  }
  const days: { day: string; calls: number | null }[] = [];
  for (let at = Date.parse(dayOf(from)); at <= Date.parse(to); at += 24 * HOUR) {
    const day = new Date(at).toISOString().slice(0, 10);
    days.push({ day, calls: sums.get(day) ?? null });
  }
  return days;
}

/**
 * So many rounds that were missed, and at least so long, make evidence stale; and so long does whatever the rounds are: three
 * of the longest that can be chosen. [invented]
 */
const MISSED_ROUNDS = 3;
const STALE_AT_LEAST = 24 * HOUR;
const STALE_AT_MOST = 21 * 24 * HOUR;

/** Takes how often counts are read (`null`: they are not) and gives after how many milliseconds those of before are stale. */
export function staleAfterMs(everySeconds: number | null): number {
  const missed = MISSED_ROUNDS * (everySeconds ?? 0) * 1_000;
  return Math.min(STALE_AT_MOST, Math.max(STALE_AT_LEAST, missed));
}
