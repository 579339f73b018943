import type { Health, LaneKey, Tier } from "./environment.ts";
import type { ConfiguredWord, EffectiveWord } from "./posture.ts";
import { VERDICTS } from "./readiness.ts";
import type { Verdict } from "./readiness.ts";
import { parseTag, writeTag } from "./tags.ts";
import type { UseWord } from "./use.ts";

const TIERS = ["WebServer", "Worker", "Cluster", "Unknown"] as const satisfies readonly Tier[];
const HEALTHS = ["Green", "Yellow", "Red", "Grey"] as const satisfies readonly Health[];
const CONFIGURED = [
  "v1-and-v2",
  "v2-only",
  "unsupported",
  "not-applicable",
  "unknown",
] as const satisfies readonly ConfiguredWord[];
const EFFECTIVE = [
  "v1-and-v2",
  "mixed",
  "v2-only",
  "no-instances",
  "not-applicable",
  "unknown",
] as const satisfies readonly EffectiveWord[];

const USES = ["in-use", "none", "no-data", "unknown"] as const satisfies readonly UseWord[];

/** What the list can be sorted by: one key per column. */
export const SORT_KEYS = [
  "name",
  "application",
  "account",
  "region",
  "platform",
  "health",
  "status",
  "configured",
  "effective",
  "readiness",
  "last-change",
] as const;

export type SortKey = (typeof SORT_KEYS)[number];

/** Which environments a list shows, and in which order. An empty list of values stands for all; values of one facet are or-ed, facets and-ed. */
export type EnvironmentFilter = {
  /** Words that must all occur in an environment's searchable text. */
  text: string;
  accountId: string[];
  region: string[];
  application: string[];
  platform: string[];
  tier: Tier[];
  status: string[];
  health: Health[];
  configured: ConfiguredWord[];
  effective: EffectiveWord[];
  readiness: Verdict[];
  imdsUse: UseWord[];
  /** Wanted tags, each as `writeTag` writes it: values of one key are or-ed, keys and-ed. */
  tag: string[];
  drift: boolean | null;
  /** Whether an accepted risk covers it now. */
  exception: boolean | null;
  sort: { by: SortKey; direction: "asc" | "desc" };
};

/** The filter's parts that have a value list, and so a count per value. */
export const FACETS = [
  "accountId",
  "region",
  "application",
  "platform",
  "tier",
  "status",
  "health",
  "configured",
  "effective",
  "readiness",
  "imdsUse",
] as const satisfies readonly (keyof EnvironmentFilter)[];

export type Facet = (typeof FACETS)[number];

/** A filter that lets everything through, sorted by name. */
export const NO_FILTER: EnvironmentFilter = {
  text: "",
  accountId: [],
  region: [],
  application: [],
  platform: [],
  tier: [],
  status: [],
  health: [],
  configured: [],
  effective: [],
  readiness: [],
  imdsUse: [],
  tag: [],
  drift: null,
  exception: null,
  sort: { by: "name", direction: "asc" },
};

/** The names in the address bar; short, because people share such addresses. */
const PARAMETER = {
  text: "q",
  accountId: "account",
  region: "region",
  application: "application",
  platform: "platform",
  tier: "tier",
  status: "status",
  health: "health",
  configured: "configured",
  effective: "effective",
  readiness: "readiness",
  imdsUse: "use",
  tag: "tag",
  drift: "drift",
  exception: "exception",
  sort: "sort",
} as const satisfies Record<keyof EnvironmentFilter, string>;

function known<Word extends string>(values: readonly string[], words: readonly Word[]): Word[] {
  return words.filter((word) => values.includes(word));
}

function tagsOf(texts: readonly string[]): string[] {
  const wanted = texts.flatMap((text) => parseTag(text) ?? []);
  return [...new Set(wanted.map(writeTag))];
}

function sortOf(text: string | null): EnvironmentFilter["sort"] {
  const direction = text?.startsWith("-") === true ? "desc" : "asc";
  const by = SORT_KEYS.find((key) => key === text?.replace(/^-/, ""));
  return by === undefined ? NO_FILTER.sort : { by, direction };
}

/** No name has a NUL, and no database takes one: asked for, it would be an error and not an empty list. */
const isStorable = (value: string): boolean => !value.includes("\0");

/** Takes an address's parameters and gives the filter they stand for; what is not understood is dropped, never an error. */
export function parseFilter(params: URLSearchParams): EnvironmentFilter {
  const values = (facet: Facet) => [
    ...new Set(params.getAll(PARAMETER[facet]).filter((value) => value !== "" && isStorable(value))),
  ];
  const text = params.get(PARAMETER.text) ?? "";
  const either = (name: "drift" | "exception") => {
    const word = params.get(PARAMETER[name]);
    return word === "yes" ? true : word === "no" ? false : null;
  };
  return {
    text: isStorable(text) ? text.trim() : "",
    accountId: values("accountId").filter((value) => /^\d{12}$/.test(value)),
    region: values("region"),
    application: values("application"),
    platform: values("platform"),
    tier: known(values("tier"), TIERS),
    status: values("status"),
    health: known(values("health"), HEALTHS),
    configured: known(values("configured"), CONFIGURED),
    effective: known(values("effective"), EFFECTIVE),
    readiness: known(values("readiness"), VERDICTS),
    imdsUse: known(values("imdsUse"), USES),
    tag: tagsOf(params.getAll(PARAMETER.tag)),
    drift: either("drift"),
    exception: either("exception"),
    sort: sortOf(params.get(PARAMETER.sort)),
  };
}

/** Takes a filter and gives its parameters; `parseFilter` reads them back. Defaults are left out, so the plain list has a plain address. */
export function writeFilter(filter: EnvironmentFilter): URLSearchParams {
  const params = new URLSearchParams();
  if (filter.text !== "") params.set(PARAMETER.text, filter.text);
  for (const facet of FACETS) {
    for (const value of filter[facet]) params.append(PARAMETER[facet], value);
  }
  for (const tag of filter.tag) params.append(PARAMETER.tag, tag);
  if (filter.drift !== null) params.set(PARAMETER.drift, filter.drift ? "yes" : "no");
  if (filter.exception !== null) params.set(PARAMETER.exception, filter.exception ? "yes" : "no");
  const { by, direction } = filter.sort;
  if (by !== NO_FILTER.sort.by || direction !== NO_FILTER.sort.direction) {
    params.set(PARAMETER.sort, direction === "desc" ? `-${by}` : by);
  }
  return params;
}

/** Takes a filter and tells whether it leaves anything out. */
export function isFiltering(filter: EnvironmentFilter): boolean {
  const { text, tag, drift, exception } = filter;
  return (
    text !== "" ||
    tag.length > 0 ||
    drift !== null ||
    exception !== null ||
    FACETS.some((facet) => filter[facet].length > 0)
  );
}

/** Takes a filter and a lane and tells whether its accounts and regions leave room for the lane's environments. */
export function reachesLane(filter: EnvironmentFilter, { accountId, region }: LaneKey): boolean {
  return (
    (filter.accountId.length === 0 || filter.accountId.includes(accountId)) &&
    (filter.region.length === 0 || filter.region.includes(region))
  );
}
