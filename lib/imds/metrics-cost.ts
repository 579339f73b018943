/** What CloudWatch gives for a dollar by its list price of most regions. https://aws.amazon.com/cloudwatch/pricing/ */
const COUNTS_A_DOLLAR = 100_000;
const MONTH_SECONDS = 30 * 24 * 60 * 60;

/** How often counts may be read of an environment: as often as was chosen, while a month costs so many US dollars at most. */
export type MetricsLimits = { intervalMinutes: number; dollarsAtMost: number };

/** What a round of counts costs when it is read so often. */
export type MetricsPace = { everySeconds: number; dollarsAMonth: number };

/** Takes how many counts a round asks for and how often, and estimates what a month costs, in US dollars. */
export function dollarsAMonth(counts: number, everySeconds: number): number {
  return (counts * MONTH_SECONDS) / (everySeconds * COUNTS_A_DOLLAR);
}

/**
 * Takes how many counts a round asks for and gives the least seconds between two readings of an environment: as chosen, or
 * longer where the estimate would exceed the cap. Scans that people ask for come between the others, so that it does not rely on how
 * seldom scans run.
 */
export function readEverySeconds(counts: number, { intervalMinutes, dollarsAtMost }: MetricsLimits): number {
  return Math.max(intervalMinutes * 60, Math.ceil((counts * MONTH_SECONDS) / (dollarsAtMost * COUNTS_A_DOLLAR)));
}

function paceOf(counts: number, leastSeconds: number, scanIntervalSeconds: number): MetricsPace {
  // What is due is found by a scan: the first that is late enough reads it.
  const everySeconds = Math.ceil(leastSeconds / scanIntervalSeconds) * scanIntervalSeconds;
  return { everySeconds, dollarsAMonth: dollarsAMonth(counts, everySeconds) };
}

/**
 * Takes how many counts a round asks for, the limits and how often scans run, and gives how often counts are read as chosen
 * and, where the cap does not allow that, how often they are instead; `capped` is `null` where the cap changes nothing.
 */
export function metricsPace(
  counts: number,
  limits: MetricsLimits,
  scanIntervalSeconds: number,
): { chosen: MetricsPace; capped: MetricsPace | null } {
  const chosen = paceOf(counts, limits.intervalMinutes * 60, scanIntervalSeconds);
  const capped = paceOf(counts, readEverySeconds(counts, limits), scanIntervalSeconds);
  return { chosen, capped: capped.everySeconds === chosen.everySeconds ? null : capped };
}
