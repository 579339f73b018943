import type { PostureInstance } from "./posture.ts";

/** Platforms whose application runs in containers; AWS names them so in every version. */
const CONTAINERS = /\b(docker|ecs)\b/iu;

/** So many hops away from the service is what runs in a container. */
const CONTAINER_HOPS = 2;

/**
 * Takes a platform's name and its running instances (`null`: not read) and gives the hop limit with which containers do not
 * reach IMDSv2, `null` in it where that is not known; nothing where all instances let them, or there are none.
 */
export function containersCutOff(
  platform: string,
  instances: readonly Pick<PostureInstance, "hopLimit">[] | null,
): { hopLimit: number | null } | undefined {
  if (!CONTAINERS.test(platform)) return undefined;
  const limits = (instances ?? []).map(({ hopLimit }) => hopLimit);
  const lowest = Math.min(...limits.map((limit) => limit ?? Infinity));
  if (lowest < CONTAINER_HOPS) return { hopLimit: lowest };
  return limits.length > 0 && !limits.includes(undefined) ? undefined : { hopLimit: null };
}
