import type { JournalEntry, Rollout } from "../running/shapes.ts";

const percent = (part: number, whole: number): string => `${((part / whole) * 100).toFixed(1)} %`;
const seconds = (milliseconds: number | undefined): string => `${((milliseconds ?? 0) / 1_000).toFixed(1)} s`;

/** Takes what came of a run and gives its figures, a line each; `resumed` is in milliseconds. */
export function figuresOf(
  { targets }: Rollout,
  journal: readonly JournalEntry[],
  load: { calls: number; throttled: number; failed: number },
  resumed: readonly number[],
): string[] {
  const ends = Map.groupBy(targets, ({ state }) => state.status);
  const again = targets.filter(({ state }) => state.attempt > 1).length;
  const updates = journal.filter(({ operation }) => operation === "UpdateEnvironment");
  const accepted = updates.filter(({ outcome }) => outcome.kind === "accepted");
  const lost = accepted.filter(({ fault }) => fault !== null).length;
  const sorted = resumed.toSorted((a, b) => a - b);
  return [
    `targets: ${[...ends].map(([status, list]) => `${list.length} ${status}`).join(", ")}; ${again} needed more than one attempt`,
    `UpdateEnvironment: ${updates.length} received, ${accepted.length} accepted, ${lost} of their answers lost`,
    `all calls: ${load.calls}, ${percent(load.throttled, load.calls)} throttled, ${percent(load.failed, load.calls)} lost or failed`,
    `work resumed ${resumed.length} times, after ${seconds(sorted[Math.floor(sorted.length / 2)])} (median), ${seconds(sorted.at(-1))} at most`,
  ];
}
