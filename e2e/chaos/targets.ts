import { laneOf } from "../running/shapes.ts";
import type { WorldEnvironment } from "../running/shapes.ts";

/**
 * Takes the world, the regions worked in and a number and gives so many environments whose change would do something, as
 * many of each lane as of the others. Throws where there are not enough.
 */
export function chooseTargets(
  world: readonly WorldEnvironment[],
  regions: readonly string[],
  number: number,
): WorldEnvironment[] {
  const fit = world.filter(
    ({ status, region, platformDefault, disableImdsV1, instances }) =>
      regions.includes(region) &&
      status === "Ready" &&
      platformDefault !== null &&
      (disableImdsV1 ?? platformDefault) === "false" &&
      instances.length > 0 &&
      instances.every(({ httpTokens }) => httpTokens === "optional"),
  );
  const lanes = [...Map.groupBy(fit, laneOf).values()];
  const perLane = Math.ceil(number / lanes.length);
  const chosen = lanes.flatMap((lane) => lane.slice(0, perLane)).slice(0, number);
  if (chosen.length < number) throw new Error(`The world has only ${chosen.length} such environments`);
  return chosen;
}
