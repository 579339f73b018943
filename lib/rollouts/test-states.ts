import { decide } from "./decide.ts";
import { NOW, SEEN, inLane, later, observe, targetIn } from "./test-lane.ts";
import type { Scene } from "./test-lane.ts";
import type { Target, TargetState } from "./target.ts";

/** The states that a target can be in before it ends. */
export const intent = { at: NOW.toISOString(), dateUpdated: SEEN, health: "Green" };
export const pending = { status: "pending", attempt: 0 } satisfies TargetState;
export const applying = { status: "applying", attempt: 1, intent, lost: true } satisfies TargetState;
export const updating = { status: "updating", attempt: 1, intent, requestId: "r-1" } satisfies TargetState;
export const verifying = {
  status: "verifying",
  attempt: 1,
  intent,
  requestId: "r-1",
  optionValue: "true",
  since: NOW.toISOString(),
} satisfies TargetState;
/** When AWS shows that something has updated the environment since. */
export const MOVED = later(5_000).toISOString();

/** Decides for one target in one scene and gives its transition, or `undefined`. */
export function one(state: TargetState, scene: Scene, at = later(61_000), more: Partial<Target> = {}) {
  return decide([inLane(targetIn(state, more))], observe({ "e-web": scene }), at)[0]?.transition;
}
