import type { BeanstalkEvent } from "./rollout.ts";
import type { Intent } from "./target.ts";

/** How far our clock and AWS's may be apart, in milliseconds, when only the time can tell whose an event is. */
const CLOCK_TOLERANCE = 5_000;

/** The lines with which Elastic Beanstalk ends an update that failed (the EB CLI waits for the same ones). */
const FAILURE_LINES = [
  "Failed to deploy configuration.",
  "The environment was reverted to the previous configuration setting.",
  "Update environment operation is complete, but with errors.",
];

/** Lines after which an update has ended, well or badly. Some captures end at the first of them. */
const CLOSING_LINES = [
  "Successfully deployed new configuration to environment.",
  "Environment update completed successfully.",
  ...FAILURE_LINES,
];

const WARNING: Readonly<Record<string, boolean>> = { WARN: true, ERROR: true, FATAL: true };

const includesAny = (message: string, lines: readonly string[]): boolean =>
  lines.some((line) => message.includes(line));

/**
 * Takes an environment's events and an intent and gives those of that operation: by request id where AWS gave one;
 * where the answer was lost, by time. Events without a request id count by time too (AWS sends such).
 */
export function operationEvents(
  events: readonly BeanstalkEvent[],
  intent: Intent,
  requestId: string | null,
): BeanstalkEvent[] {
  const from = Date.parse(intent.at) - CLOCK_TOLERANCE;
  return events.filter((event) => {
    if (Date.parse(event.at) < from) return false;
    return requestId === null || event.requestId === null || event.requestId === requestId;
  });
}

/** Takes an operation's events and tells whether one says that the update has ended. */
export function closingEventSeen(events: readonly BeanstalkEvent[]): boolean {
  return events.some((event) => includesAny(event.message, CLOSING_LINES));
}

/** Takes an operation's events and gives the words of those that warn or report an error, each once. */
export function warningWords(events: readonly BeanstalkEvent[]): string[] {
  const telling = events.filter(
    (event) => WARNING[event.severity] === true || includesAny(event.message, FAILURE_LINES),
  );
  return [...new Set(telling.map((event) => event.message))];
}

/** Takes an operation's events and gives AWS's words for its failure, or `undefined` where none says it failed. */
export function failureWords(events: readonly BeanstalkEvent[]): string[] | undefined {
  return events.some((event) => includesAny(event.message, FAILURE_LINES)) ? warningWords(events) : undefined;
}
