import { NO_FILTER, parseFilter, writeFilter } from "#lib/imds/environment-filter.ts";
import type { EnvironmentFilter } from "#lib/imds/environment-filter.ts";
import type { Change } from "#lib/rollouts/target.ts";

/** How the environments of a rollout are chosen. */
export const SOURCES = ["filter", "selection", "paste"] as const;
export type Source = (typeof SOURCES)[number];

/** What is to become of their setting. */
export const DIRECTIONS = ["v2-only", "v1-and-v2", "remove"] as const;
export type Direction = (typeof DIRECTIONS)[number];

/** The first step's choices, as far as its address has them. The filter is the list's, with the list's parameters. */
export type SelectionChoice = {
  /** `null`: nobody has said. */
  source: Source | null;
  direction: Direction;
  filter: EnvironmentFilter;
  /** The draft that was gone back from: it is discarded when another takes its place. */
  replaces: string | null;
};

export const NO_CHOICE: SelectionChoice = { source: null, direction: "v2-only", filter: NO_FILTER, replaces: null };

/** Takes an address's parameters and gives the choices in them; what means nothing is left out. */
export function parseSelection(params: URLSearchParams): SelectionChoice {
  return {
    source: SOURCES.find((source) => source === params.get("by")) ?? NO_CHOICE.source,
    direction: DIRECTIONS.find((direction) => direction === params.get("change")) ?? NO_CHOICE.direction,
    filter: parseFilter(params),
    replaces: params.get("replaces"),
  };
}

/** Takes choices and gives the parameters that stand for them, with what is usual left out. */
export function writeSelection({ source, direction, filter, replaces }: SelectionChoice): URLSearchParams {
  const params = writeFilter(filter);
  if (source !== null) params.set("by", source);
  if (direction !== NO_CHOICE.direction) params.set("change", direction);
  if (replaces !== null) params.set("replaces", replaces);
  return params;
}

/** Takes a direction and gives the change of each environment. */
export function changeTo(direction: Direction): Change {
  return direction === "remove" ? { kind: "remove" } : { kind: "set", methods: direction };
}

/** Takes a change and gives its direction. */
export function directionOf(change: Change): Direction {
  return change.kind === "remove" ? "remove" : change.methods;
}
