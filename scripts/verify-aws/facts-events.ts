import { evidenceOf } from "./facts-environments.ts";
import type { Evidence, Fact } from "./fact.ts";
import { distinct } from "./fact.ts";
import { membersOf } from "./members.ts";
import type { Operation } from "./operations.ts";
import { linesOf, operationsOf } from "./operations.ts";
import type { LaneReading, Reading } from "./reading.ts";
import type { Redactor } from "./redact.ts";
import { wordsOf } from "./redact.ts";
import type { Tree } from "./tree.ts";
import { text } from "./tree.ts";

type Topic = "health" | "launch template" | "abort" | "trouble" | "immutable" | "batch" | "other";
type Said = { topic: Topic; words: string };

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

function said({ severity, message }: { severity: string; message: string }, redactor: Redactor): Said {
  // Of AWS's words: an environment's name may hold any of those looked for.
  const words = wordsOf(message, redactor);
  const topic = topicOf(severity, words);
  // The causes of a change of health are a vocabulary of their own; only the line's form matters here.
  if (topic === "health") return { topic, words: "Environment health has transitioned from <status> to <status>." };
  return { topic, words: `${severity} ${words}` };
}

function isNewestFirst(events: readonly Tree[]): boolean {
  const times = events.map((event) => Date.parse(text(event, "EventDate") ?? ""));
  return times.every((time, index) => index === 0 || time <= (times[index - 1] ?? time));
}

type Read = {
  events: readonly Tree[];
  /** How each configuration update ended, in words. */
  ends: readonly string[];
  /** The lines of configuration updates, and those of anything. */
  ofUpdates: readonly Said[];
  all: readonly Said[];
};

function endWords({ end, lines }: Operation, redactor: Redactor): string {
  const last = lines.at(-1);
  return end === "no end seen" && last !== undefined
    ? `no end seen; the last line was: ${said(last, redactor).words}`
    : end;
}

function readOf({ events, redactor, readAt }: LaneReading): Reading<Read> {
  if (!events.ok) return events;
  const lines = linesOf(events.value);
  const operations = operationsOf(lines, readAt);
  return {
    ok: true,
    value: {
      events: events.value,
      ends: operations.map((operation) => endWords(operation, redactor)),
      ofUpdates: operations.flatMap((operation) => operation.lines.map((line) => said(line, redactor))),
      all: lines.map((line) => said(line, redactor)),
    },
  };
}

/** What DescribeEvents shows: the lines of configuration updates, without what tells whose they are. */
export function eventFacts(lanes: readonly LaneReading[]): Fact[] {
  const readings = lanes.map(readOf);
  const from = (make: (read: readonly Read[]) => Evidence): Evidence => evidenceOf(readings, make);
  const wordsOn = (topic: Topic, lines: (read: Read) => readonly Said[]): Evidence =>
    from((read) => ({
      kind: "values",
      values: distinct(
        read
          .flatMap(lines)
          .filter((one) => one.topic === topic)
          .map(({ words }) => words),
      ),
    }));
  const linesAbout = (topic: Topic) => wordsOn(topic, ({ ofUpdates }) => ofUpdates);
  /** An abort is a request of its own, and a launch template may be made by any: these are looked for everywhere. */
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
      question: "Which lines tell of a launch template?",
      evidence: linesAnywhere("launch template"),
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
