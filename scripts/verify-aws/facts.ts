import type { Fact } from "./fact.ts";
import { environmentFacts } from "./facts-environments.ts";
import type { Known } from "./facts-events.ts";
import { eventFacts } from "./facts-events.ts";
import { instanceFacts, metricFacts } from "./facts-instances.ts";
import { optionFacts } from "./facts-options.ts";
import { refusalFacts } from "./facts-refusals.ts";
import { settingsFacts } from "./facts-settings.ts";
import type { LaneReading } from "./reading.ts";

/**
 * Takes what was read in every lane of one side and gives what it shows, question by question. `known`: the event lines
 * that may be shown of environments not looked at. Pure.
 */
export function factsOf(lanes: readonly LaneReading[], known?: Known): Fact[] {
  return [
    ...environmentFacts(lanes),
    ...settingsFacts(lanes),
    ...optionFacts(lanes),
    ...eventFacts(lanes, known),
    ...instanceFacts(lanes),
    ...metricFacts(lanes),
    ...refusalFacts(lanes),
  ];
}
