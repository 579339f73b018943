import { evidenceOf, inEach } from "./evidence.ts";
import type { Evidence, Fact } from "./fact.ts";
import { distinct } from "./fact.ts";
import { membersOf } from "./members.ts";
import type { Line, Operation } from "./operations.ts";
import { linesOf, operationsOf } from "./operations.ts";
import type { LaneReading } from "./reading.ts";
import { mapped } from "./reading.ts";
import { wordsOf } from "./redact.ts";
import type { Tree } from "./tree.ts";
import { text } from "./tree.ts";

type Topic = "health" | "launch template" | "abort" | "trouble" | "immutable" | "batch" | "other";
/** A line as it may be shown; `undefined` where it may not. */
type Said = { topic: Topic; words: string | undefined };

/** Words that may be shown of any environment, for they are the simulator's own; `undefined`: all may. */
export type Known = ReadonlySet<string> | undefined;

const HEALTH = /^Environment health has transitioned from (No Data|\w+) to (No Data|\w+)\..*$/;
const TROUBLE = new Set(["WARN", "ERROR", "FATAL"]);

function topicOf(severity: string, message: string): Topic {
  if (HEALTH.test(message)) return "health";
  if (TROUBLE.has(severity)) return "trouble";
  if (/launch template/i.test(message)) return "launch template";
  if (/\babort|\bcancel/i.test(message)) return "abort";
  if (
    /immutable|temporary auto scaling|permanent auto scaling|test instance|remaining new instances|launched all instances/i.test(
      message,
    )
  )
    return "immutable";
  return /\bbatch/i.test(message) ? "batch" : "other";
}

/**
 * Gives what makes a line fit to be shown. A line may hold an application's own output, and with it what is in its
 * environment's variables: they are known of the environments looked at, for as long as these exist.
 */
function speakerOf({ redactor, looked }: LaneReading, known: Known): (line: Line) => Said {
  const since = new Map(
    looked.flatMap(({ description, settings }) =>
      settings.ok ? [[text(description, "EnvironmentName"), Date.parse(text(description, "DateCreated") ?? "")]] : [],
    ),
  );
  return ({ severity, message, environment, at }) => {
    // Of AWS's words: an environment's name may hold any of those looked for.
    const words = wordsOf(message, redactor);
    const topic = topicOf(severity, words);
    // The causes of a change of health are a vocabulary of their own; only the line's form matters here.
    if (topic === "health") return { topic, words: "Environment health has transitioned from <status> to <status>." };
    const whole = `${severity} ${words}`;
    const shown = known === undefined || known.has(whole) || Date.parse(at) >= (since.get(environment) ?? Infinity);
    return { topic, words: shown ? whole : undefined };
  };
}

function isNewestFirst(events: readonly Tree[]): boolean {
  const times = events.map((event) => Date.parse(text(event, "EventDate") ?? ""));
  return times.every((time, index) => index === 0 || time <= (times[index - 1] ?? time));
}

type Read = {
  region: string;
  events: readonly Tree[];
  /** How each configuration update ended, in words. */
  ends: readonly string[];
  /** The lines of configuration updates, those of anything else, and both. */
  ofUpdates: readonly Said[];
  elsewhere: readonly Said[];
  all: readonly Said[];
};

function endWords({ end, lines }: Operation, say: (line: Line) => Said): string {
  const last = lines.at(-1);
  if (end !== "no end seen" || last === undefined) return end;
  return `no end seen; the last line was: ${say(last).words ?? "one of an environment not looked at, not shown"}`;
}

function readOf(lane: LaneReading, known: Known, events: readonly Tree[]): Read {
  const lines = linesOf(events);
  const operations = operationsOf(lines, lane.readAt);
  const say = speakerOf(lane, known);
  const updating = new Set(operations.flatMap((operation) => operation.lines));
  return {
    region: lane.region,
    events,
    ends: operations.map((operation) => endWords(operation, say)),
    ofUpdates: [...updating].map(say),
    elsewhere: lines.filter((line) => !updating.has(line)).map(say),
    all: lines.map(say),
  };
}

/** What DescribeEvents shows: the lines of configuration updates, without what tells whose they are. */
export function eventFacts(lanes: readonly LaneReading[], known: Known): Fact[] {
  const readings = inEach(lanes, (lane) => mapped(lane.events, (events) => readOf(lane, known, events)));
  const from = (make: (read: readonly Read[]) => Evidence): Evidence => evidenceOf(readings, make);
  const wordsOn = (topic: Topic, lines: (read: Read) => readonly Said[]): Evidence =>
    from((read) => {
      const found = read.map((one) => ({
        region: one.region,
        said: lines(one).filter((line) => line.topic === topic),
      }));
      return {
        kind: "values",
        values: distinct(found.flatMap(({ said }) => said.flatMap(({ words }) => words ?? []))),
        gaps: found.flatMap(({ region, said }) => {
          const withheld = said.filter(({ words }) => words === undefined).length;
          return withheld === 0
            ? []
            : `not shown in ${region}: ${withheld} ${withheld === 1 ? "line" : "lines"} of environments not looked at, whose variables are unknown`;
        }),
      };
    });
  const linesAbout = (topic: Topic) => wordsOn(topic, ({ ofUpdates }) => ofUpdates);
  /** An abort is a request of its own, and health changes at any time: these are looked for everywhere. */
  const linesAnywhere = (topic: Topic) => wordsOn(topic, ({ all }) => all);
  return [
    {
      id: "events.members",
      question: "Which members does an event have?",
      evidence: from((read) => ({ kind: "members", members: membersOf(read.flatMap(({ events }) => events)) })),
    },
    {
      id: "events.order",
      question: "Do events come newest first?",
      evidence: from((read) => ({
        kind: "values",
        values: distinct(
          read
            .filter(({ events }) => events.length > 1)
            .map(({ events }) => (isNewestFirst(events) ? "newest first" : "not newest first")),
        ),
      })),
    },
    {
      id: "events.ends",
      question: "Would the product see how each configuration update ended?",
      evidence: from((read) => ({
        kind: "values",
        values: distinct(read.flatMap(({ ends }) => ends)),
      })),
    },
    {
      id: "events.launch-template",
      question: "Which lines of a configuration update tell of a launch template?",
      evidence: linesAbout("launch template"),
    },
    {
      id: "events.launch-template-elsewhere",
      question: "Which other lines do, for instance of a new environment?",
      evidence: wordsOn("launch template", ({ elsewhere }) => elsewhere),
    },
    { id: "events.abort", question: "Which lines tell of an abort?", evidence: linesAnywhere("abort") },
    { id: "events.rolling", question: "Which lines tell of batches?", evidence: linesAbout("batch") },
    {
      id: "events.immutable",
      question: "Which lines does an immutable update have?",
      evidence: linesAbout("immutable"),
    },
    { id: "events.health", question: "How is a change of health worded?", evidence: linesAnywhere("health") },
    {
      id: "events.trouble",
      question: "Which warnings and errors come with configuration updates?",
      evidence: linesAbout("trouble"),
    },
    {
      id: "events.other",
      question: "Which other lines do configuration updates have?",
      evidence: linesAbout("other"),
    },
  ];
}
