import type { Methods } from "./posture.ts";
import type { ConfiguredWord, EffectiveWord } from "./posture.ts";
import type { EnvironmentKey } from "./environment.ts";
import type { Verdict } from "./readiness.ts";

/** An environment's posture in the words lists filter by. */
export type PostureWords = { configured: ConfiguredWord; effective: EffectiveWord; drift: boolean };

/** What a change can be of. */
export const CHANGED_PARTS = ["appeared", "gone", "configured", "effective", "drift"] as const;
export type ChangedPart = (typeof CHANGED_PARTS)[number];

/** Who changed something: a rollout of ours, or somebody outside: the console, a deployment, AWS itself. */
export type Cause = { kind: "rollout"; rolloutId: string; actor: string | null } | { kind: "outside" };

/** What changed, before it is known who did it. */
export type PostureChange = {
  what: readonly ChangedPart[];
  before: PostureWords | null;
  after: PostureWords | null;
};

/** A change as lists show it; JSON-safe. `id` grows with time and pages the list. */
export type PostureChangeView = EnvironmentKey &
  PostureChange & {
    id: number;
    name: string;
    application: string;
    accountLabel: string;
    seenAt: string;
    cause: Cause;
  };

/** Which changes a list shows; `null` stands for all. */
export type ChangesFilter = { cause: Cause["kind"] | null; what: ChangedPart | null };

/** An account's share of the posture, by what the last scans stored; `accepted` are of the allowing, `unreadable` are lanes. */
export type AccountPosture = {
  accountId: string;
  accountLabel: string;
  environments: number;
  enforced: number;
  allowing: number;
  accepted: number;
  inUse: number;
  drifted: number;
  lanes: number;
  unreadable: number;
  /** When the lane read longest ago was read (ISO 8601); `null`: none ever was. */
  readAt: string | null;
};

/** What a lane's scan counted. `inUse`: environments with IMDSv1 calls; `required` and `optional` are instances. */
export type PostureCounts = {
  environments: number;
  enforced: number;
  allowing: number;
  drifted: number;
  inUse: number;
  required: number;
  optional: number;
  configured: Partial<Record<ConfiguredWord, number>>;
  effective: Partial<Record<EffectiveWord, number>>;
  readiness: Partial<Record<Verdict, number>>;
};

/** How many environments have the same words, and how many instances they have. */
export type PostureGroup = PostureWords & {
  readiness: Verdict;
  inUse: boolean;
  environments: number;
  required: number;
  instances: number;
};

/** A point of the posture over time: what was counted by then, over all lanes. */
export type PosturePoint = { at: string } & Pick<
  PostureCounts,
  "environments" | "enforced" | "allowing" | "drifted" | "inUse"
>;

/** How long history is kept: every sample for two days, then each lane's last of a day, and nothing for longer than 400 days. */
export const RETENTION = { everySampleDays: 2, dailySampleDays: 400, changeDays: 400, deliveryDays: 30 } as const;

/** Takes a posture and tells whether a running instance answers IMDSv1. */
export function answersV1({ effective }: PostureWords): boolean {
  return effective === "v1-and-v2" || effective === "mixed";
}

/** Takes a posture and tells whether an instance may answer IMDSv1, now or after its next launch. */
export function allowsV1(posture: PostureWords): boolean {
  // A platform without the option launches what answers both, unless the account's defaults keep it from that.
  return posture.configured === "v1-and-v2" || posture.configured === "unsupported" || answersV1(posture);
}

/** What an environment is now, as its last scan stored it. */
export type Present = PostureWords & { status: string; gone: boolean; createdAt: Date | null };

/** What became of an environment since it was last noted. `wait`: it cannot be judged yet, and is next time. */
export type Judgement =
  /** `drifts`: only because it drifts and did not last time. */
  | { kind: "wait"; drifts: boolean }
  | { kind: "same"; posture: PostureWords }
  /** First sight of what was there all along. */
  | { kind: "found"; posture: PostureWords }
  | { kind: "changed"; posture: PostureWords; change: PostureChange };

/** What was noted of an environment. `driftedAt`: when it was first seen to drift; not noted as drift, it was seen once. */
export type NotedPosture = PostureWords & { gone: boolean; driftedAt: Date | null };

const WAIT: Judgement = { kind: "wait", drifts: false };

/**
 * Takes an environment as it was noted (`null`: never), as it is now, and since when its lane's history is kept (`null`:
 * from this scan on), and gives what became of it. While it is being updated its instances are of two kinds and its
 * setting is the one before, so that only a Ready environment is judged. A whole update can also come between the two
 * halves of one scan: what drifts for the first time is judged when it is looked at again, so that the update is one change.
 * What could not be read, or cannot be told while no instance runs, stays as it was.
 */
export function judge(noted: NotedPosture | null, now: Present, began: Date | null): Judgement {
  if (now.gone) {
    if (noted === null) return WAIT;
    const before = wordsOf(noted);
    if (noted.gone) return { kind: "same", posture: before };
    return { kind: "changed", posture: before, change: { what: ["gone"], before, after: null } };
  }
  if (now.status !== "Ready") return WAIT;
  if (noted === null || noted.gone) {
    if (now.configured === "unknown" || now.effective === "unknown") return WAIT;
    const posture = wordsOf(now);
    const isNew = noted?.gone === true || (began !== null && (now.createdAt === null || now.createdAt > began));
    if (!isNew) return { kind: "found", posture };
    return { kind: "changed", posture, change: { what: ["appeared"], before: null, after: posture } };
  }
  const tells = now.effective !== "unknown" && now.effective !== "no-instances";
  const after: PostureWords = {
    configured: now.configured === "unknown" ? noted.configured : now.configured,
    effective: tells ? now.effective : noted.effective,
    drift: now.drift,
  };
  const before = wordsOf(noted);
  if (after.drift && !before.drift && noted.driftedAt === null) return { kind: "wait", drifts: true };
  const what = (["configured", "effective", "drift"] as const).filter((part) => before[part] !== after[part]);
  return what.length === 0
    ? { kind: "same", posture: after }
    : { kind: "changed", posture: after, change: { what, before, after } };
}

function wordsOf({ configured, effective, drift }: PostureWords): PostureWords {
  return { configured, effective, drift };
}

/** An environment's target of a rollout of ours that ended since the environment was last noted. */
export type EndedTarget = { rolloutId: string; actor: string | null; methods: Methods | null };

/**
 * Takes a change and the targets of ours that were at work meanwhile, the last one first, and gives who did it. A setting
 * that is not what a target wanted was changed by somebody else; `methods` is `null` where a target removed the setting.
 */
export function causeOf({ what, after }: PostureChange, targets: readonly EndedTarget[]): Cause {
  if (after === null || what.includes("appeared")) return { kind: "outside" };
  const ours = targets.find(
    ({ methods }) => !what.includes("configured") || methods === null || methods === after.configured,
  );
  return ours === undefined ? { kind: "outside" } : { kind: "rollout", rolloutId: ours.rolloutId, actor: ours.actor };
}

/** Takes a lane's environments, grouped by their words, and gives its counts. */
export function countsOf(groups: readonly PostureGroup[]): PostureCounts {
  const counts: PostureCounts = {
    environments: 0,
    enforced: 0,
    allowing: 0,
    drifted: 0,
    inUse: 0,
    required: 0,
    optional: 0,
    configured: {},
    effective: {},
    readiness: {},
  };
  for (const { configured, effective, drift, readiness, inUse, environments, required, instances } of groups) {
    counts.environments += environments;
    if (effective === "v2-only") counts.enforced += environments;
    if (effective === "v1-and-v2" || effective === "mixed") counts.allowing += environments;
    if (drift) counts.drifted += environments;
    if (inUse) counts.inUse += environments;
    counts.required += required;
    counts.optional += instances - required;
    counts.configured[configured] = (counts.configured[configured] ?? 0) + environments;
    counts.effective[effective] = (counts.effective[effective] ?? 0) + environments;
    counts.readiness[readiness] = (counts.readiness[readiness] ?? 0) + environments;
  }
  return counts;
}

/** How far back the overview looks, in days, and how many hours lie between two of its points. */
export const RANGES = [7, 30, 90] as const;
export type RangeDays = (typeof RANGES)[number];
const HOURS_BETWEEN: Record<RangeDays, number> = { 7: 6, 30: 24, 90: 48 };

/** Takes an address's word and gives the range it stands for; 30 days for anything else. */
export function rangeOf(word: string | null | undefined): RangeDays {
  return RANGES.find((days) => String(days) === word) ?? 30;
}

/** Takes a range and its end and gives the instants of its points, the first first; the last is the end. */
export function pointsOf(days: RangeDays, end: Date): Date[] {
  const step = HOURS_BETWEEN[days] * 3_600_000;
  const count = Math.round((days * 86_400_000) / step);
  return Array.from({ length: count + 1 }, (_, index) => new Date(end.getTime() - (count - index) * step));
}
