import type { Rollout, Target, WorldEnvironment } from "../running/shapes.ts";
import { ENDS } from "./verdict.ts";

const nameOf = ({ name, environmentId }: Target): string => `${name} (${environmentId})`;
const starts = ({ timeline }: Target): string[] =>
  timeline.flatMap(({ at, transition }) => (transition.kind === "started" ? [at] : []));
const ends = ({ timeline }: Target): string[] =>
  timeline.flatMap(({ at, transition }) => (ENDS.has(transition.kind) ? [at] : []));

/**
 * Takes a rollout that is over and gives each start that came before an earlier wave had passed, by its waves' times and by the
 * timelines of that wave's targets. What a stop left out ended no wave.
 */
export function orderFaults({ targets, waves }: Rollout): string[] {
  return targets.flatMap((target) => {
    const { wave } = target;
    const first = starts(target)[0];
    if (wave === null || first === undefined) return [];
    const early = waves.filter(({ number, passedAt }) => number < wave && (passedAt === null || passedAt > first));
    const before = targets.filter((one) => one.wave !== null && one.wave < wave && ends(one).every((at) => at > first));
    return [
      ...early.map(({ number }) => `${nameOf(target)} of wave ${wave} began before wave ${number} had passed`),
      ...before.map(
        (one) => `${nameOf(target)} of wave ${wave} began before ${nameOf(one)} of wave ${one.wave} had ended`,
      ),
    ];
  });
}

/** Takes a rollout and a time in which nothing of it was to begin, and gives what did. */
export function startedWithin({ targets }: Rollout, from: Date, until: Date): string[] {
  return targets.flatMap((target) =>
    starts(target)
      .filter((at) => at > from.toISOString() && at < until.toISOString())
      .map((at) => `${nameOf(target)} was started at ${at}`),
  );
}

/**
 * Takes a rollout that was rolled back and how the world is, and gives each target whose earlier value is not in force again.
 * AWS tells no value that was not set from the platform's default.
 */
export function notRestored({ targets }: Rollout, world: readonly WorldEnvironment[]): string[] {
  return targets.flatMap((target) => {
    const environment = world.find(({ id }) => id === target.environmentId);
    if (environment === undefined) return [`${nameOf(target)} is gone`];
    const { disableImdsV1, platformDefault } = environment;
    const is = disableImdsV1 ?? platformDefault;
    const was = target.before.optionValue ?? platformDefault;
    return is === was ? [] : [`${nameOf(target)} had ${was} and has ${is}`];
  });
}
