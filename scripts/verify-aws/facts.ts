import type { Fact } from "./fact.ts";
import { environmentFacts } from "./facts-environments.ts";
import { eventFacts } from "./facts-events.ts";
import { instanceFacts, metricFacts, refusalFacts } from "./facts-instances.ts";
import { optionFacts } from "./facts-options.ts";
import { settingsFacts } from "./facts-settings.ts";
import type { LaneReading } from "./reading.ts";

/** Takes what was read in every lane of one side and gives what it shows, question by question. Pure. */
export function factsOf(lanes: readonly LaneReading[]): Fact[] {
  return [
    ...environmentFacts(lanes),
    ...settingsFacts(lanes),
    ...optionFacts(lanes),
    ...eventFacts(lanes),
    ...instanceFacts(lanes),
    ...metricFacts(lanes),
    ...refusalFacts(lanes),
  ];
}
