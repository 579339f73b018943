import type { CallCount } from "../running/aws.ts";
import { laneOf } from "../running/shapes.ts";

/** One line of the table: what was measured, and the bar it is held against, if it has one. */
export type Figure = { what: string; measured: string; bar: string; kept: boolean | null };

const seen = ({ answered, throttled, failed }: CallCount): number => answered + throttled + failed;

/** Takes counts and gives how many calls there were. */
export const callsIn = (counts: readonly CallCount[]): number => counts.reduce((sum, count) => sum + seen(count), 0);

/** Takes counts and gives the share of calls that were throttled. */
export function throttledShare(counts: readonly CallCount[]): number {
  const throttled = counts.reduce((sum, count) => sum + count.throttled, 0);
  return throttled / Math.max(1, callsIn(counts));
}

/**
 * Takes what a scan called, how many environments each lane has and how AWS throttles each service of a lane; gives the seconds
 * the slowest lane cannot do without: its answered calls (settings once per environment at most), less those AWS lets
 * through at once, at AWS's rate.
 */
export function floorSeconds(
  counts: readonly CallCount[],
  environments: ReadonlyMap<string, number>,
  throttle: { rate: number; burst: number },
): number {
  const needed = new Map<string, number>();
  for (const count of counts) {
    const place = `${laneOf(count)} ${count.service}`;
    const most =
      count.operation === "DescribeConfigurationSettings" ? (environments.get(laneOf(count)) ?? 0) : count.answered;
    needed.set(place, (needed.get(place) ?? 0) + Math.min(count.answered, most));
  }
  return Math.max(0, ...[...needed.values()].map((calls) => (calls - throttle.burst) / throttle.rate));
}

/** Takes measurements and a share and gives the measurement that this share of all does not exceed. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

/** Takes counts and gives a line per operation, most called first. */
export function operationLines(counts: readonly CallCount[]): string[] {
  const byOperation = Map.groupBy(counts, ({ operation }) => operation);
  return [...byOperation]
    .map(([operation, list]) => ({ operation, list, calls: callsIn(list) }))
    .toSorted((one, other) => other.calls - one.calls)
    .map(({ operation, list, calls }) => {
      const sum = (key: "throttled" | "failed") => list.reduce((total, count) => total + count[key], 0);
      return `${operation.padEnd(32)} ${String(calls).padStart(7)} calls, ${sum("throttled")} throttled, ${sum("failed")} failed`;
    });
}

/** Takes figures and gives them as a table of text. */
export function tableOf(figures: readonly Figure[]): string {
  const rows = [
    ["", "measured", "bar", ""],
    ...figures.map(({ what, measured, bar, kept }) => [
      what,
      measured,
      bar,
      kept === null ? "" : kept ? "kept" : "MISSED",
    ]),
  ];
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
