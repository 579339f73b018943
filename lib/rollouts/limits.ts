import type { LaneKey } from "#lib/imds/environment.ts";
import type { Amount, Policy } from "./policy.ts";
import { shareOf } from "./policy.ts";

/**
 * A rollout's targets in one lane, or in all, counted at one moment. `size`: those that were to change. A failure counts
 * until a person has accepted it.
 */
export type Figures = { size: number; inFlight: number; failures: number };

export type LaneFigures = Figures & LaneKey;

/** Past its tolerance: where, and by how much. Of a canary no failure is tolerated. */
export type Breach = ({ scope: "lane" } & LaneKey & Excess) | ({ scope: "all" | "canary" } & Excess);
type Excess = { failures: number; tolerated: number };

function toleratedIn(amount: Amount | null, size: number): number | null {
  return amount === null ? null : shareOf(amount, size);
}

function roomIn(
  cap: number | null,
  amount: Amount | null,
  mode: Policy["tolerance"]["mode"],
  figures: Figures,
): number {
  const places = cap === null ? Number.POSITIVE_INFINITY : cap - figures.inFlight;
  const tolerated = toleratedIn(amount, figures.size);
  if (tolerated === null) return places;
  const left = tolerated - figures.failures;
  if (left < 0) return 0;
  // Each one at work may fail: strict leaves room for one failure too many, which is the one that stops it.
  return mode === "strict" ? Math.min(places, left + 1 - figures.inFlight) : places;
}

/** Takes a policy and a rollout's figures in a lane and in all, and gives how many more may start in that lane now. */
export function roomFor(policy: Policy, lane: Figures, all: Figures): number {
  const { cap, tolerance } = policy;
  return Math.max(
    0,
    Math.min(
      roomIn(cap.perLane, tolerance.perLane, tolerance.mode, lane),
      roomIn(cap.inAll, tolerance.inAll, tolerance.mode, all),
    ),
  );
}

/** Takes figures by lane and gives those of all lanes together. */
export function inAll(lanes: readonly Figures[]): Figures {
  return lanes.reduce(
    (sum, { size, inFlight, failures }) => ({
      size: sum.size + size,
      inFlight: sum.inFlight + inFlight,
      failures: sum.failures + failures,
    }),
    { size: 0, inFlight: 0, failures: 0 },
  );
}

/**
 * Takes a policy, a rollout's figures by lane and how many of them failed in its canary, and gives where they are past its
 * tolerance, or `null`. A canary is there to show what would fail: a failure in it is asked about, whatever is tolerated.
 */
export function breachOf({ tolerance }: Policy, lanes: readonly LaneFigures[], inCanary = 0): Breach | null {
  if (inCanary > 0) return { scope: "canary", failures: inCanary, tolerated: 0 };
  const all = inAll(lanes);
  const tolerated = toleratedIn(tolerance.inAll, all.size);
  if (tolerated !== null && all.failures > tolerated) return { scope: "all", failures: all.failures, tolerated };
  for (const { accountId, region, size, failures } of lanes) {
    const here = toleratedIn(tolerance.perLane, size);
    if (here !== null && failures > here) return { scope: "lane", accountId, region, failures, tolerated: here };
  }
  return null;
}

/** Takes a policy and how many targets a lane has and gives how many of them are at work there at most. */
export function mostAtOnce(policy: Policy, laneSize: number, size: number): number {
  return roomFor(policy, { size: laneSize, inFlight: 0, failures: 0 }, { size, inFlight: 0, failures: 0 });
}
