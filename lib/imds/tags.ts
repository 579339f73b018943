/** An environment's tags as its instances carry them: the values of each key. More than one: the instances disagree. */
export type Tags = Readonly<Record<string, readonly string[]>>;

/** Where tags are known from; without a running instance they are those it had when the last one was read. */
export const TAG_SOURCES = ["instances", "none-running", "not-read"] as const;
export type TagSource = (typeof TAG_SOURCES)[number];

/** An environment's tags with where they are from and when they were read (ISO 8601; `null`: never). */
export type KnownTags = { tags: Tags; from: TagSource; readAt: string | null };

/** A tag as a filter wants it; `null`: any value of that key. */
export type WantedTag = { key: string; value: string | null };

/** What Elastic Beanstalk and AWS put on every instance themselves says nothing new. AWS: using-features.tagging. */
const isOwn = (key: string): boolean => key !== "Name" && !/^(elasticbeanstalk|aws):/.test(key);

const bytewise = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

/**
 * Takes the tags of each instance of one environment and gives the environment's: Elastic Beanstalk puts an
 * environment's tags on its instances, and instances that were launched before a tag changed may not follow.
 * https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/using-features.tagging.html
 */
export function tagsOfInstances(instances: readonly (readonly { key: string; value: string }[])[]): Tags {
  const values = new Map<string, Set<string>>();
  for (const { key, value } of instances.flat()) {
    if (!isOwn(key)) continue;
    const known = values.get(key);
    if (known === undefined) values.set(key, new Set([value]));
    else known.add(value);
  }
  // In one order always, so that what did not change is not written again.
  return Object.fromEntries(
    [...values]
      .toSorted(([one], [other]) => bytewise(one, other))
      .map(([key, known]) => [key, [...known].toSorted(bytewise)]),
  );
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
