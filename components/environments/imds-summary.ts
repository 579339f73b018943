import type { EnvironmentFilter } from "#lib/imds/environment-filter.ts";
import type { EnvironmentFacets, FacetCount } from "#lib/queries/environments.ts";

/** The parts of a filter that the summary strip sets. */
type ImdsFilter = Pick<EnvironmentFilter, "configured" | "effective" | "drift" | "exception">;

const NONE: ImdsFilter = { configured: [], effective: [], drift: null, exception: null };
const ALLOWED: ImdsFilter = { ...NONE, effective: ["v1-and-v2", "mixed"] };

/** The states the strip counts. They are filters, not shares: a drifted environment is also one of the first two. */
export const SUMMARY_ITEMS = [
  "all",
  "v1-allowed",
  "accepted",
  "v2-only",
  "drifted",
  "no-instances",
  "not-applicable",
  "unknown",
] as const;
export type SummaryItem = (typeof SUMMARY_ITEMS)[number];

const FILTER_OF: Record<SummaryItem, ImdsFilter> = {
  all: NONE,
  // What somebody answers for is no open work until it expires, and never the same as enforced.
  "v1-allowed": { ...ALLOWED, exception: false },
  accepted: { ...ALLOWED, exception: true },
  "v2-only": { ...NONE, effective: ["v2-only"] },
  drifted: { ...NONE, drift: true },
  "no-instances": { ...NONE, effective: ["no-instances"] },
  "not-applicable": { ...NONE, configured: ["unsupported", "not-applicable"] },
  unknown: { ...NONE, effective: ["unknown"] },
};

function sameWords(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((word) => right.includes(word));
}

/** Takes an item and gives the filter it stands for. */
export function summaryFilter(item: SummaryItem): ImdsFilter {
  return FILTER_OF[item];
}

/** Takes a filter and gives it without what the strip sets: what the strip counts, whichever item is chosen. */
export function withoutSummary(filter: EnvironmentFilter): EnvironmentFilter {
  return { ...filter, ...NONE };
}

/** Takes a filter and gives the item it is the same as, if any. */
export function summaryItemOf(filter: EnvironmentFilter): SummaryItem | undefined {
  return SUMMARY_ITEMS.find((item) => {
    const { configured, effective, drift, exception } = FILTER_OF[item];
    return (
      drift === filter.drift &&
      exception === filter.exception &&
      sameWords(configured, filter.configured) &&
      sameWords(effective, filter.effective)
    );
  });
}

/** Takes a list's counts per value and gives how many environments each item stands for. */
export function summaryCounts(counted: EnvironmentFacets): Record<SummaryItem, number> {
  const sum = (counts: readonly FacetCount[], values: readonly string[]) =>
    counts.reduce((total, { value, count }) => (values.includes(value) ? total + count : total), 0);
  const effective = (item: SummaryItem) => sum(counted.facets.effective, FILTER_OF[item].effective);
  return {
    all: counted.matched,
    "v1-allowed": effective("v1-allowed") - counted.exposed,
    accepted: counted.exposed,
    "v2-only": effective("v2-only"),
    drifted: sum(counted.facets.drift, ["true"]),
    "no-instances": effective("no-instances"),
    "not-applicable": sum(counted.facets.configured, FILTER_OF["not-applicable"].configured),
    unknown: effective("unknown"),
  };
}
