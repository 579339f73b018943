import { closingEventSeen, failureWords } from "#lib/rollouts/events.ts";
import type { Tree } from "./tree.ts";
import { text } from "./tree.ts";

/** An event as the product reads it, and what tells whose it is. */
export type Line = {
  at: string;
  severity: string;
  message: string;
  requestId: string | null;
  environment: string;
};

/** One configuration update of one environment: the events of its request, and those without a request at its time. */
export type Operation = { lines: readonly Line[]; end: "ended well" | "failed" | "no end seen" };

const UPDATES_SETTINGS = /^Updating environment .*'s configuration settings\.?$/;

/** Events without a request id belong to an operation that is this near. */
const NEAR_MS = 5_000;

/** An update that began so lately may still be going on. */
const GOES_ON_MS = 3 * 3_600_000;

/** Takes events as AWS wrote them and gives them oldest first. */
export function linesOf(events: readonly Tree[]): Line[] {
  return events
    .map((event) => ({
      at: text(event, "EventDate") ?? "",
      severity: text(event, "Severity") ?? "none",
      message: text(event, "Message") ?? "",
      requestId: text(event, "RequestId") ?? null,
      environment: text(event, "EnvironmentName") ?? "",
    }))
    .toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

function endOf(lines: readonly Line[]): Operation["end"] {
  if (failureWords(lines) !== undefined) return "failed";
  return closingEventSeen(lines) ? "ended well" : "no end seen";
}

/**
 * Takes an account's events, oldest first, and gives its configuration updates; those that may still be going on are
 * left out. How each ended is what the product would read from its lines.
 */
export function operationsOf(lines: readonly Line[], now: Date): Operation[] {
  const groups = new Map<string, Line[]>();
  for (const line of lines) {
    if (line.requestId === null) continue;
    const key = `${line.environment}\n${line.requestId}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [line]);
    else group.push(line);
  }
  const operations: Operation[] = [];
  for (const group of groups.values()) {
    const [first] = group;
    const last = group.at(-1);
    if (first === undefined || last === undefined) continue;
    if (!group.some(({ message }) => UPDATES_SETTINGS.test(message))) continue;
    const end = endOf(group);
    if (end === "no end seen" && now.getTime() - Date.parse(first.at) < GOES_ON_MS) continue;
    const from = Date.parse(first.at) - NEAR_MS;
    const to = Date.parse(last.at) + NEAR_MS;
    const near = lines.filter(
      ({ environment, requestId, at }) =>
        environment === first.environment && requestId === null && Date.parse(at) >= from && Date.parse(at) <= to,
    );
    operations.push({ lines: [...group, ...near], end });
  }
  return operations;
}
