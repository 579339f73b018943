import { FACETS, NO_FILTER } from "#lib/imds/environment-filter.ts";
import type { EnvironmentFilter, Facet } from "#lib/imds/environment-filter.ts";
import type { AnyFacet } from "./words.ts";

/** All that can be filtered by, in the order of the bar. */
export const ALL_FACETS: readonly AnyFacet[] = [...FACETS, "drift", "exception"];

/** Those that have a button of their own on a wide screen; the others are behind one more. */
export const FIRST_FACETS: readonly AnyFacet[] = ["accountId", "region", "application", "platform"];

/** Takes a filter and a facet and gives the values chosen there. */
export function chosenOf(filter: EnvironmentFilter, facet: AnyFacet): readonly string[] {
  if (facet !== "drift" && facet !== "exception") return filter[facet];
  const chosen = filter[facet];
  return chosen === null ? [] : [String(chosen)];
}

/** Takes a facet and the values wanted there and gives the filter's change; of two values that exclude each other the last one counts. */
export function choose(facet: AnyFacet, values: readonly string[]): Partial<EnvironmentFilter> {
  if (facet === "drift" || facet === "exception") {
    const last = values.at(-1);
    return { [facet]: last === undefined ? null : last === "true" };
  }
  const change: Partial<Record<Facet, readonly string[]>> = { [facet]: values };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the values come from the server's counts or the filter itself, and the address is parsed again before it counts.
  return change as Partial<EnvironmentFilter>;
}

/** Clears text and facets; the order stays. */
export const CLEARED: Partial<EnvironmentFilter> = (({ sort: _sort, ...rest }) => rest)(NO_FILTER);
