import { styleText } from "node:util";
import { answererOf } from "./asked-hosts.ts";
import type { Finding, Verdict } from "./compare.ts";
import type { Settled } from "./open-questions.ts";
import { settled } from "./open-questions.ts";
import { maskAccounts } from "./redact.ts";
import type { Verification } from "./verify.ts";

/** How the terminal shows it. */
export type Look = { width: number; colour: boolean };

type Colour = "green" | "red" | "yellow" | "dim" | "bold";

const MARKS: Readonly<Record<Verdict, { mark: string; colour: Colour }>> = {
  same: { mark: "✓", colour: "green" },
  differs: { mark: "✗", colour: "red" },
  "cannot tell": { mark: "?", colour: "yellow" },
};

const STATES: Readonly<Record<Settled["state"], { mark: string; colour: Colour }>> = {
  settled: { mark: "✓", colour: "green" },
  partly: { mark: "~", colour: "yellow" },
  open: { mark: "–", colour: "yellow" },
};

const SECTIONS: Readonly<Record<string, string>> = {
  environments: "Environments (DescribeEnvironments)",
  resources: "Resources (DescribeEnvironmentResources)",
  tags: "Tags (ListTagsForResource)",
  settings: "Settings (DescribeConfigurationSettings)",
  options: "Options (DescribeConfigurationOptions)",
  events: "Events of the last six weeks (DescribeEvents)",
  instances: "Instances (DescribeInstances, GetInstanceMetadataDefaults)",
  metrics: "Metrics (CloudWatch)",
  refusals: "Requests that cannot succeed",
  validate: "Values that are not allowed (ValidateConfigurationSettings)",
};

const MOST_BESIDES = 6;

/** Breaks a text into lines of at most so many characters, at spaces where there are any. */
function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    let rest = word;
    if (line !== "" && line.length + 1 + rest.length > width) {
      lines.push(line);
      line = "";
    }
    while (rest.length > width) {
      lines.push(rest.slice(0, width));
      rest = rest.slice(width);
    }
    line = line === "" ? rest : `${line} ${rest}`;
  }
  return [...lines, line];
}

function indented(label: string, text: string, indent: number, { width }: Look): string[] {
  const head = " ".repeat(indent) + label;
  return wrapped(text, Math.max(20, width - head.length)).map((line, index) =>
    index === 0 ? head + line : " ".repeat(head.length) + line,
  );
}

function painter({ colour }: Look): (colour: Colour, text: string) => string {
  return (name, text) => (colour ? styleText(name, text, { validateStream: false }) : text);
}

function besidesWords({ besides, why }: Finding): string {
  const shown = besides.slice(0, MOST_BESIDES).join("; ");
  const more = besides.length > MOST_BESIDES ? `; and ${besides.length - MOST_BESIDES} more` : "";
  return why === null ? `besides: ${shown}${more}` : `AWS: ${shown}${more}`;
}

function findingLines(finding: Finding, look: Look, idWidth: number): string[] {
  const { id, question, verdict, differences, why } = finding;
  const paint = painter(look);
  const { mark, colour } = MARKS[verdict];
  const name = id.slice(id.indexOf(".") + 1);
  const head = indented(`  ${name.padEnd(idWidth)}  `, question, 2, look);
  const lines = head.map((line, index) => (index === 0 ? `  ${paint(colour, mark)}${line.slice(3)}` : line));
  if (why !== null) lines.push(...indented("cannot tell: ", why, 6, look).map((line) => paint("yellow", line)));
  for (const { about, simulator, aws } of differences) {
    if (about !== "") lines.push(...indented("", about, 6, look).map((line) => paint("bold", line)));
    lines.push(...indented("simulator  ", simulator, 8, look).map((line) => paint("dim", line)));
    lines.push(...indented("AWS        ", aws, 8, look).map((line) => paint("red", line)));
  }
  for (const gap of finding.gaps) lines.push(...indented("", gap, 6, look).map((line) => paint("yellow", line)));
  const tells = verdict !== "same" && finding.besides.length > 0;
  if (tells) lines.push(...indented("", besidesWords(finding), 6, look).map((line) => paint("dim", line)));
  return lines;
}

function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** Takes a count of seconds and gives it as people say it. */
function durationWords(seconds: number): string {
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** Takes what came of a run and gives the one line that sums it up. */
function summaryOf({ findings, traffic, seconds }: Verification): string {
  const count = (verdict: Verdict) => findings.filter((finding) => finding.verdict === verdict).length;
  const partial = findings.filter(({ gaps }) => gaps.length > 0).length;
  const calls = [...traffic.calls.values()].reduce((sum, number) => sum + number, 0);
  return (
    `${counted(findings.length, "question", "questions")}: ${count("same")} the same, ` +
    `${counted(count("differs"), "differs", "differ")}, ${count("cannot tell")} cannot be told` +
    `${partial === 0 ? "" : `; ${counted(partial, "answer lacks", "answers lack")} what was not seen`}. ` +
    `${counted(calls, "call", "calls")} in ${durationWords(seconds)}, ${traffic.throttled} throttled; nothing was changed.`
  );
}

/** Takes what came of a run and gives the terminal's lines. */
export function reportLines(verification: Verification, look: Look): string[] {
  const { findings, accountId, regions, hosts, ignoredEndpoints } = verification;
  const answerer = answererOf(hosts);
  const paint = painter(look);
  const lines = [
    paint("bold", `What ${answerer} says, beside what the simulator says`),
    `account …${accountId.slice(-4)}, ${regions.join(", ")}`,
    ...indented("asked: ", hosts.join(", "), 0, look),
  ];
  if (ignoredEndpoints.length > 0)
    lines.push(
      ...indented("", `not used, since --endpoint-url was not given: ${ignoredEndpoints.join(", ")}`, 0, look),
    );
  const sections = [...new Set(findings.map(({ id }) => id.split(".")[0] ?? ""))];
  for (const section of sections) {
    const own = findings.filter(({ id }) => id.startsWith(`${section}.`));
    const idWidth = Math.max(...own.map(({ id }) => id.length - section.length - 1));
    lines.push("", paint("bold", SECTIONS[section] ?? section));
    lines.push(...own.flatMap((finding) => findingLines(finding, look, idWidth)));
  }
  lines.push("", paint("bold", "Open questions"));
  for (const { question, state, outcome, aws } of settled(verification)) {
    const { mark: sign, colour } = STATES[state];
    const mark = paint(colour, sign);
    const [first = "", ...rest] = indented("  ", question, 2, look);
    lines.push(`  ${mark}${first.slice(3)}`, ...rest);
    lines.push(...indented("", outcome, 6, look).map((line) => paint("dim", line)));
    for (const answer of aws) lines.push(...indented("", answer, 8, look));
  }
  lines.push("", paint("bold", summaryOf(verification)));
  return lines;
}

/** Takes what came of a run and gives it for programs, and for a report: without account ids. */
export function captureOf(verification: Verification, takenAt: Date): string {
  const { findings, believed, said, traffic, seconds, regions, hosts, ignoredEndpoints } = verification;
  const capture = {
    format: "imds-fleet verify-aws 1",
    takenAt: takenAt.toISOString(),
    regions,
    answerer: answererOf(hosts),
    hosts,
    ignoredEndpoints,
    summary: summaryOf(verification),
    seconds,
    calls: Object.fromEntries(traffic.calls),
    throttled: traffic.throttled,
    findings,
    openQuestions: settled(verification),
    believed,
    said,
  };
  return maskAccounts(JSON.stringify(capture, null, 2));
}

/** Takes the findings and gives the exit code: 0 no difference, 1 differences, 2 nothing could be told. */
export function exitCodeOf(findings: readonly Finding[]): 0 | 1 | 2 {
  if (findings.some(({ verdict }) => verdict === "differs")) return 1;
  return findings.some(({ verdict }) => verdict === "same") ? 0 : 2;
}
