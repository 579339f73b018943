import type { TagSource } from "#lib/imds/tags.ts";

/** Words for the tags of environments: the filter and what is known of one environment's. */
export const tags = {
  title: "Tags",
  key: "Tag {key}",
  any: "any value",
  anyOf: "Any value of {key}",
  empty: "(empty)",
  back: "All tags",
  searchKeys: "Find a tag key",
  clear: "Clear search",
  chosen: "{count, plural, one {# chosen} other {# chosen}}",
  noKeys: "No environment here has a tag that its instances carry.",
  noMatch: "No match",
  loading: "Loading tags…",
  failed: "The tags could not be read: {detail}",
  retry: "Try again",
  about: "Tags are read from running instances. An environment whose instances were never seen has none here.",
  none: "None",
  filterBy: "Environments with {key}: {value}",
  carriers: "on {carry, number} of {instances, plural, one {# instance} other {# instances}}",
  differ: "The instances disagree",
  from: {
    instances:
      "From its running instances, <when></when>. Instances launched before a tag changed may not have it yet.",
    "none-running": "No instance is running. As the last ones carried them, <when></when>.",
    "not-read": "Not read yet.",
  } satisfies Record<TagSource, string>,
  neverSeen: "Not known: tags are read from instances, and none was seen running.",
};
