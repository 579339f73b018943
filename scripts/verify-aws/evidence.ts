import type { Evidence } from "./fact.ts";
import type { EnvironmentReading, LaneReading, Reading } from "./reading.ts";
import { whyNot } from "./reading.ts";

/** A reading and where it was made: in a region, or for one of its environments or platforms. */
export type Placed<T> = { region: string; each?: "environment" | "platform" | undefined; reading: Reading<T> };

/** Takes a reading of every lane and gives it with the lane's region. */
export function inEach<T>(lanes: readonly LaneReading[], read: (lane: LaneReading) => Reading<T>): Placed<T>[] {
  return lanes.map((lane) => ({ region: lane.region, reading: read(lane) }));
}

/** Takes what is read of an environment and gives it of all looked at, and why none was where they were not listed. */
export function ofLooked<T>(
  lanes: readonly LaneReading[],
  read: (looked: EnvironmentReading) => Reading<T>,
): Placed<T>[] {
  return lanes.flatMap(({ region, environments, looked }): Placed<T>[] =>
    environments.ok
      ? looked.map((one) => ({ region, each: "environment", reading: read(one) }))
      : [{ region, reading: environments }],
  );
}

/** What was not seen, and why, one line for each region and reason. */
function gapsOf(readings: readonly Placed<unknown>[]): string[] {
  const lines = readings.flatMap(({ region, each, reading }) => {
    if (reading.ok) return reading.cut === undefined ? [] : `not all seen in ${region}: ${reading.cut}`;
    const why = whyNot(reading.failure);
    if (each === undefined) return `not seen in ${region}: ${why}`;
    const asked = readings.filter((one) => one.region === region && one.each === each);
    const refused = asked.filter((one) => !one.reading.ok && whyNot(one.reading.failure) === why);
    return `not seen for ${refused.length} of ${asked.length} ${each}s in ${region}: ${why}`;
  });
  return [...new Set(lines)];
}

/**
 * Takes the same reading of every place and what to make of the answers, and gives the evidence with what it lacks; where
 * no place answered, why.
 */
export function evidenceOf<T>(readings: readonly Placed<T>[], make: (values: readonly T[]) => Evidence): Evidence {
  const values = readings.flatMap(({ reading }) => (reading.ok ? [reading.value] : []));
  const failures = readings.flatMap(({ reading }) => (reading.ok ? [] : [whyNot(reading.failure)]));
  if (values.length === 0 && failures.length > 0) return { kind: "nothing", why: [...new Set(failures)].join("; ") };
  const evidence = make(values);
  const gaps = [...gapsOf(readings), ...(evidence.gaps ?? [])];
  return gaps.length === 0 ? evidence : { ...evidence, gaps };
}
