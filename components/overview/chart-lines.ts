import type { PosturePoint } from "#lib/imds/history.ts";

/** The lines of the chart, each with a look of its own besides its colour. */
export const LINES = [
  { name: "environments", stroke: "stroke-neutral", dash: undefined, width: 1.5 },
  { name: "enforced", stroke: "stroke-success", dash: undefined, width: 2.5 },
  { name: "allowing", stroke: "stroke-warning", dash: "7 4", width: 2.5 },
  { name: "inUse", stroke: "stroke-error", dash: "2 3", width: 2.5 },
] as const;
export type LineName = (typeof LINES)[number]["name"];

/** Takes the largest number of a chart and gives a round one above it that halves well. */
export function niceMost(most: number): number {
  if (most <= 4) return 4;
  const size = 10 ** Math.floor(Math.log10(most));
  const factor = [1, 2, 3, 4, 6, 8, 10].find((each) => each * size >= most) ?? 10;
  return factor * size;
}

/**
 * Takes points and a chart's span (instants in ms), its size, and the number at its top, and gives a line's path. A count
 * holds until the next one, so that lines are steps.
 */
export function stepPath(
  points: readonly PosturePoint[],
  name: LineName,
  { from, to, most, width, height }: { from: number; to: number; most: number; width: number; height: number },
): string {
  const parts = points.map((point, index) => {
    const x = ((Date.parse(point.at) - from) / Math.max(1, to - from)) * width;
    const y = height - (point[name] / most) * height;
    return index === 0 ? `M${x.toFixed(1)} ${y.toFixed(1)}` : `H${x.toFixed(1)}V${y.toFixed(1)}`;
  });
  return parts.join("");
}
