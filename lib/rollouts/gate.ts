import { wantedMethods } from "./decide.ts";
import type { Change, Proof, Target, TargetStatus } from "./target.ts";
import { isUnfinished } from "./target.ts";
import type { WaveKind } from "./waves.ts";

type RefusedCalls = { calls: number; silent: number; at: string; instanceIds?: string[] };

/**
 * What was seen of a changed environment while its wave bakes. `silent`: instances CloudWatch has nothing of. `instanceIds`: all
 * that were seen, also those that are gone. `metrics-off`: CloudWatch was not asked, for the configuration says so. `triedAt`: the
 * first look, in vain or not, since all of it can be judged. Versions before this kept neither ids nor tries.
 */
export type Evidence = {
  health: { is: string; at: string } | null;
  refused: RefusedCalls | "metrics-off" | null;
  triedAt?: string;
};

/** What a gate lacks to be judged. */
export type Missing = "health-before" | "health" | "refused-calls" | "canary";

/** What a changed environment's bake showed. `unseen`: what was not looked at, because nobody wants it to be. */
export type Gate =
  | { kind: "passed"; unseen?: Missing[] }
  | { kind: "failed"; why: { kind: "health"; was: string; is: string } | { kind: "refused-calls"; calls: number } }
  | { kind: "inconclusive"; missing: Missing[] };

/** A target as its wave's gate sees it. `gate`: what was said of it before. */
export type Baked = Pick<Target, "id" | "name" | "change" | "before" | "state"> & {
  evidence: Evidence | null;
  gate: Gate | null;
};

/** A wave with its times. `evidenceDueAt`: until then missing evidence is waited for; a person who resumes gives it more time. */
export type WaveTimes = {
  kind: WaveKind;
  bakeMinutes: number;
  endedAt: string | null;
  evidenceDueAt: string | null;
};

/**
 * How the rollout of a baking wave stands. `paused`: its bake is looked at once more when it can be judged, and then not until
 * somebody resumes it. `asked`: a person looks at what was missing, nobody else does.
 */
export type BakeStands = "runs" | "paused" | "asked";

/** A baking wave's times: when its bake is over, and until when a person said that missing evidence is waited for. */
export type BakeTimes = { until: string; evidenceDueAt: string | null; stands: BakeStands };

/** What becomes of a wave now. Gates are of its changed targets, by target. */
export type WaveOutcome =
  /** Not all of its targets have ended. */
  | { kind: "working" }
  | { kind: "baking"; until: string; gates: Map<string, Gate> }
  | { kind: "inconclusive"; gates: Map<string, Gate> }
  | { kind: "passed"; gates: Map<string, Gate> };

const MINUTE = 60_000;
/** So long after a bake CloudWatch is taken to have the counts of all of it: published every five minutes, and not at once. [invented] */
export const COUNTS_LAG_MINUTES = 10;
/** So long evidence is waited for that is missing then: CloudWatch has a new instance's first counts after a while. [invented] */
const EVIDENCE_PATIENCE_MS = 15 * MINUTE;
/** How old evidence may get while a wave bakes; basic monitoring publishes every five minutes. AWS: viewing_metrics_with_cloudwatch */
const LOOK_EVERY_MS = { health: MINUTE, refused: 5 * MINUTE } as const;

/** From well to ill. Grey is no health, it says that none is known. AWS: health-enhanced-status */
const ILLNESS: Readonly<Record<string, number>> = { Green: 0, Yellow: 1, Red: 2 };

/** Takes a wave's times and gives when its bake is over, or `null` where it has not begun. */
export function bakeUntil({ bakeMinutes, endedAt }: Pick<WaveTimes, "bakeMinutes" | "endedAt">): string | null {
  return endedAt === null ? null : new Date(Date.parse(endedAt) + bakeMinutes * MINUTE).toISOString();
}

/** Takes when a bake is over and gives when the calls that were refused in it can be judged. */
export function countsAt(until: string): string {
  return new Date(Date.parse(until) + COUNTS_LAG_MINUTES * MINUTE).toISOString();
}

/** Takes an instant and gives until when evidence is waited for from then on. */
export function evidenceDue(from: string): string {
  return new Date(Date.parse(from) + EVIDENCE_PATIENCE_MS).toISOString();
}

/** Takes what a target's change made and tells whether there are instances that refuse IMDSv1, so that their counts tell something. */
export function couldRefuse(made: { change: Change; platformDefault: string | null; instances: number }): boolean {
  return made.instances > 0 && wantedMethods(made.change, made.platformDefault) === "v2-only";
}

function countsRefused({ change, before: { platformDefault }, state }: Baked): boolean {
  return state.status === "succeeded" && couldRefuse({ change, platformDefault, instances: state.proof.instances });
}

/** When all that a target's bake shows can be judged. */
function judgedAt(baked: Baked, until: string): string {
  return countsRefused(baked) && baked.evidence?.refused !== "metrics-off" ? countsAt(until) : until;
}

function healthGate({ state, evidence }: Baked, since: string): Gate {
  const was = state.status === "succeeded" ? state.proof.healthBefore : undefined;
  if (was === undefined) return { kind: "inconclusive", missing: ["health-before"] };
  const health = evidence?.health ?? null;
  const [before, after] = [ILLNESS[was], health === null ? undefined : ILLNESS[health.is]];
  if (health === null || health.at < since) return { kind: "inconclusive", missing: ["health"] };
  // Where it was not known before, it cannot have become worse.
  if (before === undefined) return { kind: "passed" };
  if (after === undefined) return { kind: "inconclusive", missing: ["health"] };
  return after > before ? { kind: "failed", why: { kind: "health", was, is: health.is } } : { kind: "passed" };
}

/**
 * Takes what proved a target of a wave that does not bake and gives the gate that fails it, or `null`. Nobody looks again, and
 * right after its instances were replaced an environment may be a little worse for a moment: only Red fails it.
 */
export function gateWithoutBake({ healthBefore, health }: Proof): Gate | null {
  const isWorse = health === "Red" && healthBefore !== undefined && ILLNESS[healthBefore] !== undefined;
  if (!isWorse || healthBefore === "Red") return null;
  return { kind: "failed", why: { kind: "health", was: healthBefore, is: health } };
}

function refusedBefore(gate: Gate | null): number {
  return gate?.kind === "failed" && gate.why.kind === "refused-calls" ? gate.why.calls : 0;
}

/** Takes what was seen and gives what CloudWatch counted; `null` where it was not asked. */
export const countedIn = (seen: Evidence | null): RefusedCalls | null =>
  seen === null || seen.refused === "metrics-off" ? null : seen.refused;

function refusedGate(baked: Baked, until: string): Gate {
  if (!countsRefused(baked)) return { kind: "passed" };
  const refused = baked.evidence?.refused ?? null;
  const calls = Math.max(countedIn(baked.evidence)?.calls ?? 0, refusedBefore(baked.gate));
  // A call that was refused stays refused, whatever becomes of the instance that refused it.
  if (calls > 0) return { kind: "failed", why: { kind: "refused-calls", calls } };
  if (refused === "metrics-off") return { kind: "passed", unseen: ["refused-calls"] };
  return refused === null || refused.silent > 0 || refused.at < countsAt(until)
    ? { kind: "inconclusive", missing: ["refused-calls"] }
    : { kind: "passed" };
}

const latest = (instants: readonly string[]): string =>
  instants.reduce((one, other) => (other > one ? other : one), "");
/**
 * Since when a target's missing evidence is waited for: since it can be judged, or since a person gave it more time. A look must
 * have been tried since then, and who was not there to look waits from the first one on.
 */
function waitsSince(baked: Baked, { until, evidenceDueAt }: Pick<BakeTimes, "until" | "evidenceDueAt">): string {
  const resumed =
    evidenceDueAt === null ? "" : new Date(Date.parse(evidenceDueAt) - EVIDENCE_PATIENCE_MS).toISOString();
  return latest([judgedAt(baked, until), resumed]);
}

/** Takes a target of a baking wave, the wave's times and the time of a look, and gives the first one that was tried; none before it counts. */
export function firstTried(baked: Baked, times: Pick<BakeTimes, "until" | "evidenceDueAt">, at: string) {
  const since = waitsSince(baked, times);
  const triedAt = baked.evidence?.triedAt;
  if (triedAt !== undefined && triedAt >= since) return triedAt;
  return at >= since ? at : undefined;
}

const isTelling = (status: TargetStatus): boolean => status === "succeeded" || status === "failed";

/** Takes a changed target and when its bake is over and gives what its evidence says; missing evidence is never success. */
export function gateOf(baked: Baked, until: string): Gate {
  const gates = [refusedGate(baked, until), healthGate(baked, until)];
  const failed = gates.find(({ kind }) => kind === "failed");
  if (failed !== undefined) return failed;
  const missing = gates.flatMap((gate) => (gate.kind === "inconclusive" ? gate.missing : []));
  if (missing.length > 0) return { kind: "inconclusive", missing };
  const unseen = gates.flatMap((gate) => (gate.kind === "passed" ? (gate.unseen ?? []) : []));
  return unseen.length > 0 ? { kind: "passed", unseen } : { kind: "passed" };
}

/**
 * Takes a wave that is open, its targets and the time, and gives what becomes of it. Level-triggered: it looks at what is
 * stored, so that whoever looks next goes on from there.
 */
export function decideWave(wave: WaveTimes, targets: readonly Baked[], now: Date): WaveOutcome {
  if (targets.some(({ state }) => isUnfinished(state.status))) return { kind: "working" };
  const changed = targets.filter(({ state }) => state.status === "succeeded");
  // A canary that was skipped or blocked as a whole has shown nothing: whoever resumes says that it need not.
  const isSilent = wave.kind === "canary" && !targets.some(({ state }) => isTelling(state.status));
  if (isSilent && targets.length > 0 && wave.evidenceDueAt === null) return { kind: "inconclusive", gates: new Map() };
  const at = now.toISOString();
  const until = bakeUntil({ ...wave, endedAt: wave.endedAt ?? at }) ?? at;
  if (wave.bakeMinutes === 0 || changed.length === 0) return { kind: "passed", gates: new Map() };
  const gates = new Map(changed.map((target) => [target.id, gateOf(target, until)]));
  const judged = latest(changed.map((target) => judgedAt(target, until)));
  if (at < judged) {
    // A refused call is told at once, the health when the bake is over; what is missing may still come.
    const early = [...gates].filter(([, gate]) => gate.kind !== "inconclusive");
    return { kind: "baking", until: at < until ? until : judged, gates: new Map(early) };
  }
  if (![...gates.values()].some(({ kind }) => kind === "inconclusive")) return { kind: "passed", gates };
  const lacking = changed.filter(({ id }) => gates.get(id)?.kind === "inconclusive");
  const times = { until, evidenceDueAt: wave.evidenceDueAt };
  // Had it been looked at only now, that would be the first look.
  const due = latest(lacking.map((target) => evidenceDue(firstTried(target, times, at) ?? at)));
  return at < due ? { kind: "baking", until: due, gates } : { kind: "inconclusive", gates };
}

/** What a gate says, as text that can be compared. */
function wordOf(gate: Gate | null): string {
  switch (gate?.kind) {
    case undefined:
      return "";
    case "passed":
      return "passed";
    case "inconclusive":
      return gate.missing.join();
    case "failed":
      return gate.why.kind === "health" ? `${gate.why.was} ${gate.why.is}` : String(gate.why.calls);
  }
}

/**
 * Takes a baking wave, those of its targets that one lane has, and the time, and gives whether the wave is to be settled: one of
 * them has another gate than is stored, or as far as they go its bake is over. Of a rollout that is paused and has something to
 * hold back only gates are written. Until the end of the bake that is seldom so, and the whole wave need not be read.
 */
export function isNews(
  wave: WaveTimes & { stands: BakeStands; isWorkLeft: boolean },
  targets: readonly Baked[],
  now: Date,
): boolean {
  const outcome = decideWave(wave, targets, now);
  if (outcome.kind === "working") return true;
  if (targets.some(({ id, gate }) => outcome.gates.has(id) && wordOf(outcome.gates.get(id) ?? null) !== wordOf(gate)))
    return true;
  if (wave.stands === "runs") return outcome.kind !== "baking";
  return outcome.kind === "passed" && !wave.isWorkLeft;
}

/** Takes a baking wave's target, the wave's times, the time, and whether metrics are read, and gives what must be looked at now. */
export function dueEvidence(
  baked: Baked,
  times: BakeTimes,
  now: Date,
  readsMetrics = true,
): { health: boolean; refused: boolean } {
  const { until, stands } = times;
  const at = now.toISOString();
  if (stands === "asked") return { health: false, refused: false };
  if (at >= waitsSince(baked, times)) {
    const isTried = firstTried(baked, times, at) === baked.evidence?.triedAt;
    if (!isTried) return { health: true, refused: readsMetrics && countsRefused(baked) };
    if (stands === "paused") return { health: false, refused: false };
  }
  const isDue = (seenAt: string | undefined, every: number, judged: string) =>
    seenAt === undefined || now.getTime() - Date.parse(seenAt) >= every || (at >= judged && seenAt < judged);
  const { evidence } = baked;
  const counted = countedIn(evidence)?.at;
  return {
    health: isDue(evidence?.health?.at, LOOK_EVERY_MS.health, until),
    refused: readsMetrics && countsRefused(baked) && isDue(counted, LOOK_EVERY_MS.refused, countsAt(until)),
  };
}

const later = <T extends { at: string }>(one: T | null, other: T | null): T | null =>
  one === null || (other !== null && other.at > one.at) ? other : one;

/**
 * Takes what two looks showed of a target, in whatever order, and gives what is known then: the later one's words, every call
 * that was seen to be refused, and all instances that were seen.
 */
export function bothSeen(known: Evidence | null, seen: Evidence): Evidence {
  if (known === null) return seen;
  const [one, other] = [countedIn(known), countedIn(seen)];
  const refused = later(one, other);
  const triedAt = latest([known.triedAt ?? "", seen.triedAt ?? ""]);
  return {
    health: later(known.health, seen.health),
    refused:
      refused === null
        ? (seen.refused ?? known.refused)
        : {
            ...refused,
            calls: Math.max(one?.calls ?? 0, other?.calls ?? 0),
            instanceIds: [...new Set([...(one?.instanceIds ?? []), ...(other?.instanceIds ?? [])])].toSorted(),
          },
    ...(triedAt === "" ? {} : { triedAt }),
  };
}
