import { familyOf, platformName, runsContainers } from "./platform-family.ts";
import type { Tree } from "./tree.ts";
import { text } from "./tree.ts";

/** Takes an environment as described and gives what makes its sort: few of each are enough to look at. */
function sortOf(environment: Tree): string {
  const platform = platformName(text(environment, "SolutionStackName"), text(environment, "PlatformArn"));
  return [text(environment, "Tier", "Name"), familyOf(platform), runsContainers(platform)].join("/");
}

/** Takes items and gives at most so many, one of each sort in turn, in the order they came. */
export function pickVaried<T>(list: readonly T[], most: number, sort: (item: T) => string): T[] {
  const groups = new Map<string, T[]>();
  for (const item of list) {
    const group = groups.get(sort(item));
    if (group === undefined) groups.set(sort(item), [item]);
    else group.push(item);
  }
  const picked: T[] = [];
  for (let round = 0; picked.length < Math.min(most, list.length); round += 1)
    for (const group of groups.values()) picked.push(...group.slice(round, round + 1));
  return picked.slice(0, most);
}

/** Takes environments as described and gives at most so many, varied by tier and platform. */
export function pickEnvironments(environments: readonly Tree[], most: number): Tree[] {
  return pickVaried(environments, most, sortOf);
}
