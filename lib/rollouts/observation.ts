import type { AwsFailure } from "#lib/errors.ts";
import type { Replacement } from "#lib/imds/environment.ts";
import type { LaunchKind, PostureInstance } from "#lib/imds/posture.ts";
import type { BeanstalkEvent } from "./rollout.ts";
import type { Target } from "./target.ts";
import type { Figures } from "./limits.ts";
import { roomFor } from "./limits.ts";
import type { Policy } from "./policy.ts";
import { isInFlight } from "./target.ts";

export type ObservedEnvironment = {
  environmentId: string;
  name: string;
  application: string;
  status: string;
  health: string;
  dateUpdated: string | null;
  /** Whether AWS would abort what it is doing there. */
  abortable: boolean;
};

export type ObservedSettings = {
  /** The deployed value; `null`: not set. */
  optionValue: string | null;
  draft: { status: "pending" | "failed"; optionValue: string | null } | null;
  replacement: Replacement;
  launchKind: LaunchKind | null;
};

/** What AWS said of one lane in one look. What was not asked for is absent. */
export type LaneObservation = {
  /** Every environment of the lane, by id. */
  environments: ReadonlyMap<string, ObservedEnvironment>;
  /** By environment id, of those asked for; a failure stands for one that could not be read. */
  settings: ReadonlyMap<string, { ok: true; value: ObservedSettings } | { ok: false; failure: AwsFailure }>;
  instances: ReadonlyMap<string, readonly PostureInstance[]> | null;
  /** By environment id, oldest first. */
  events: ReadonlyMap<string, readonly BeanstalkEvent[]> | null;
};

/** What a rollout says of its targets at one moment: whether any may start in this lane, and how many. */
export type Steer = {
  status: "running" | "paused";
  stopRequested: boolean;
  abortRequested: boolean;
  policy: Policy;
  /** The wave whose targets may start; `null`: none is left. */
  openWave: number | null;
  lane: Figures;
  all: Figures;
};

/** A target with its wave and what its rollout says. */
export type LaneTarget = { target: Target; wave: number | null; steer: Steer };

/** Takes what a rollout says and gives how many more of its targets may start in the lane. The database asks the same. */
export function placesLeft({ status, stopRequested, policy, lane, all }: Steer): number {
  return status === "running" && !stopRequested ? roomFor(policy, lane, all) : 0;
}

/**
 * Takes a lane's targets and gives the pending ones that may start now, in order: those of the open wave, as far as caps and
 * tolerance leave room. Their settings are read before the environments are, so that the id is the later check.
 */
export function mayStart(lane: readonly LaneTarget[]): Target[] {
  const used = new Map<string, number>();
  for (const { target } of lane) {
    if (isInFlight(target.state.status)) used.set(target.rolloutId, (used.get(target.rolloutId) ?? 0) + 1);
  }
  const starting: Target[] = [];
  for (const { target, wave, steer } of lane) {
    const inFlight = used.get(target.rolloutId) ?? 0;
    if (target.state.status !== "pending" || wave === null || wave !== steer.openWave) continue;
    const { lane: here, all } = steer;
    const more = Math.max(0, inFlight - here.inFlight);
    const now = { lane: { ...here, inFlight }, all: { ...all, inFlight: all.inFlight + more } };
    if (placesLeft({ ...steer, ...now }) <= 0) continue;
    used.set(target.rolloutId, inFlight + 1);
    starting.push(target);
  }
  return starting;
}

/** What else must be read of the lane, once its environments are known. */
export type Needs = { settings: Target[]; eventsSince: string | null; instances: boolean };

/** Takes a lane's targets and its environments and gives what `decide` needs besides: nothing is read that does not count. */
export function needsOf(lane: readonly LaneTarget[], environments: LaneObservation["environments"]): Needs {
  const settings: Target[] = [];
  let eventsSince: string | null = null;
  let instances = false;
  for (const { target } of lane) {
    const { state } = target;
    switch (state.status) {
      case "applying":
        settings.push(target);
        break;
      case "updating":
        if (environments.get(target.environmentId)?.status === "Ready") {
          settings.push(target);
          instances = true;
        }
        break;
      case "verifying":
        instances = true;
        break;
      case "pending":
      case "succeeded":
      case "skipped":
      case "blocked":
      case "failed":
        continue;
    }
    if (eventsSince === null || state.intent.at < eventsSince) eventsSince = state.intent.at;
  }
  return { settings, eventsSince, instances };
}
