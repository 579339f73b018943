import type { LaneKey } from "#lib/imds/environment.ts";
import type { Segment } from "./segments.ts";
import { SEGMENTS } from "./segments.ts";

/** Which targets of a rollout a list shows; `null` and an empty text let all through. */
export type TargetFilter = {
  segment: Segment | null;
  wave: number | null;
  lane: LaneKey | null;
  /** Words that must all occur in a target's name, application, id, account or region. */
  text: string;
};

/** A filter that lets every target through. */
export const ALL_TARGETS: TargetFilter = { segment: null, wave: null, lane: null, text: "" };

function waveOf(text: string | null): number | null {
  return text !== null && /^\d{1,4}$/u.test(text) ? Number(text) : null;
}

function laneOf(text: string | null): LaneKey | null {
  const [, accountId, region] = /^(\d{12}):([a-z0-9-]{1,32})$/u.exec(text ?? "") ?? [];
  return accountId === undefined || region === undefined ? null : { accountId, region };
}

/** Takes an address's parameters and gives the filter they stand for; what is not understood is dropped, never an error. */
export function parseTargetFilter(params: URLSearchParams): TargetFilter {
  const text = params.get("q") ?? "";
  return {
    segment: SEGMENTS.find((segment) => segment === params.get("status")) ?? null,
    wave: waveOf(params.get("wave")),
    lane: laneOf(params.get("lane")),
    // No name has a NUL, and no database takes one.
    text: text.includes("\0") ? "" : text.trim(),
  };
}

/** Takes a filter and gives its parameters; `parseTargetFilter` reads them back. What lets all through is left out. */
export function writeTargetFilter({ segment, wave, lane, text }: TargetFilter): URLSearchParams {
  const params = new URLSearchParams();
  if (segment !== null) params.set("status", segment);
  if (wave !== null) params.set("wave", String(wave));
  if (lane !== null) params.set("lane", `${lane.accountId}:${lane.region}`);
  if (text !== "") params.set("q", text);
  return params;
}
