/** An environment's tags as its instances carry them: the values of each key. More than one: the instances disagree. */
export type Tags = Readonly<Record<string, readonly string[]>>;

/** Where tags are known from; without a running instance they are those it had when the last one was read. */
export const TAG_SOURCES = ["instances", "none-running", "not-read"] as const;
export type TagSource = (typeof TAG_SOURCES)[number];

/**
 * The keys that not all of an environment's instances carry with the same value, out of so many instances: how many carry each
 * of the key's values, in their order.
 */
export type UnevenTags = { instances: number; carriers: Readonly<Record<string, readonly number[]>> };

/** What the instances of an environment carry together; `uneven`: `null` where all carry the same. */
export type CarriedTags = { tags: Tags; uneven: UnevenTags | null };

/** An environment's tags with where they are from and when they were read (ISO 8601; `null`: never). */
export type KnownTags = CarriedTags & { from: TagSource; readAt: string | null };

/** A tag as a filter wants it; `null`: any value of that key. */
export type WantedTag = { key: string; value: string | null };

/** What Elastic Beanstalk and AWS put on every instance themselves says nothing new. AWS: using-features.tagging. */
const isOwn = (key: string): boolean => key !== "Name" && !/^(elasticbeanstalk|aws):/.test(key);

const bytewise = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

/**
 * Takes the tags of each instance of one environment and gives the environment's, with which of them not all instances carry:
 * Elastic Beanstalk puts an environment's tags on its instances, and instances that were launched before a tag changed may not
 * follow. What one instance carries is the environment's: to filters and waves it has all of it.
 * https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/using-features.tagging.html
 */
export function tagsOfInstances(instances: readonly (readonly { key: string; value: string }[])[]): CarriedTags {
  const carriers = new Map<string, Map<string, number>>();
  for (const instance of instances) {
    // An instance has one value of each key. AWS: Using_Tags.
    for (const [key, value] of new Map(instance.map((tag) => [tag.key, tag.value]))) {
      if (!isOwn(key)) continue;
      const ofKey = carriers.get(key) ?? new Map<string, number>();
      carriers.set(key, ofKey.set(value, (ofKey.get(value) ?? 0) + 1));
    }
  }
  // In one order always, so that what did not change is not written again.
  const ordered = [...carriers]
    .toSorted(([one], [other]) => bytewise(one, other))
    .map(([key, ofKey]) => [key, [...ofKey].toSorted(([one], [other]) => bytewise(one, other))] as const);
  const uneven = ordered.filter(([, ofKey]) => ofKey.some(([, count]) => count < instances.length));
  return {
    tags: Object.fromEntries(ordered.map(([key, ofKey]) => [key, ofKey.map(([value]) => value)])),
    uneven:
      uneven.length === 0
        ? null
        : {
            instances: instances.length,
            carriers: Object.fromEntries(uneven.map(([key, ofKey]) => [key, ofKey.map(([, count]) => count)])),
          },
  };
}

/** Takes what is known of an environment's tags, a key and a value's place, and gives how many of its instances carry that, or `null`: all do. */
export function carriersOf(
  { uneven }: Pick<CarriedTags, "uneven">,
  key: string,
  place: number,
): { carry: number; instances: number } | null {
  if (uneven === null || !Object.hasOwn(uneven.carriers, key)) return null;
  const carry = uneven.carriers[key]?.[place];
  return carry === undefined ? null : { carry, instances: uneven.instances };
}

/** Takes a wanted tag and gives the text an address has for it: `key`, or `key:value`; a colon in a key has a backslash before it. */
export function writeTag({ key, value }: WantedTag): string {
  const escaped = key.replaceAll(/[\\:]/g, String.raw`\$&`);
  return value === null ? escaped : `${escaped}:${value}`;
}

/** Takes an address's text and gives the tag it wants, or `null` where it is none. */
export function parseTag(text: string): WantedTag | null {
  const found = /^((?:[^\\:]|\\.)+)(?::(.*))?$/su.exec(text);
  // No tag has a NUL, and no database takes one.
  if (found?.[1] === undefined || text.includes("\0")) return null;
  return { key: found[1].replaceAll(/\\(.)/gsu, "$1"), value: found[2] ?? null };
}

/** Takes a filter's tags and gives what it wants of each key, in their order; values of one key are or-ed, keys and-ed. */
export function wantedByKey(tags: readonly string[]): Map<string, (string | null)[]> {
  const byKey = new Map<string, (string | null)[]>();
  for (const text of tags) {
    const wanted = parseTag(text);
    if (wanted === null) continue;
    const values = byKey.get(wanted.key);
    if (values === undefined) byKey.set(wanted.key, [wanted.value]);
    else values.push(wanted.value);
  }
  return byKey;
}

/** Takes a filter's tags and what is wanted of one key now, and gives the filter's tags with that. */
export function chooseTag(tags: readonly string[], key: string, values: readonly (string | null)[]): string[] {
  return [
    ...tags.filter((text) => parseTag(text)?.key !== key),
    ...new Set(values.map((value) => writeTag({ key, value }))),
  ];
}
