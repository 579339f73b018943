import type { Change } from "#lib/rollouts/target.ts";
import { DISABLE_IMDSV1, tokensOf } from "#lib/simulator/update.ts";
import type { Environment, Lane } from "#lib/simulator/world.ts";

/** What is wanted of an environment, and so how it is before: `keep` removes an override that equals the default. */
export type Wanted = "disable" | "enable" | "remove" | "keep";

const BEFORE: Record<Wanted, string | undefined> = {
  disable: undefined,
  enable: "true",
  remove: "true",
  keep: "false",
};
export const CHANGE: Record<Wanted, Change> = {
  disable: { kind: "set", methods: "v2-only" },
  enable: { kind: "set", methods: "v1-and-v2" },
  remove: { kind: "remove" },
  keep: { kind: "remove" },
};
export const AFTER: Record<Wanted, string | undefined> = {
  disable: "true",
  enable: "false",
  remove: undefined,
  keep: undefined,
};

/** Takes a lane and what is wanted and gives as many of its environments, each so that its wish changes it. */
export function prepare(lane: Lane, wanted: readonly Wanted[]): Environment[] {
  const fit = lane.environments.filter(
    ({ status, platform, instances }) => status === "Ready" && platform.family === "al2" && instances.length > 0,
  );
  const chosen = fit.slice(0, wanted.length);
  if (chosen.length < wanted.length) throw new Error(`The world has only ${chosen.length} such environments`);
  for (const [index, environment] of chosen.entries()) {
    const value = BEFORE[wanted[index] ?? "disable"];
    if (value === undefined) delete environment.deployed[DISABLE_IMDSV1];
    else environment.deployed[DISABLE_IMDSV1] = value;
    for (const instance of environment.instances) {
      instance.httpTokens = tokensOf(environment, environment.deployed);
      instance.state = "running";
    }
    environment.fate = "succeeds";
    environment.draft = undefined;
  }
  return chosen;
}
