import type { Verdict } from "./compare.ts";
import type { Fact } from "./fact.ts";
import type { Verification } from "./verify.ts";

/** A question that the documentation leaves open: which findings answer it, or why reading cannot. */
type OpenQuestion = { question: string; answeredBy: readonly string[]; otherwise?: string };

const OPEN_QUESTIONS: readonly OpenQuestion[] = [
  {
    question: "DisableIMDSv1's default, severity and type on each platform, above all Windows Server 2022 and later",
    answeredBy: ["options.disable-imdsv1"],
  },
  {
    question: "The event lines of a move to a launch template, and of an abort",
    answeredBy: ["events.launch-template", "events.abort"],
    otherwise: "only where one happened in the last six weeks",
  },
  {
    question: "Whether an immutable update can move an environment to a launch template",
    answeredBy: [],
    otherwise: "needs a write: not asked",
  },
  {
    question: "Whether UpdateEnvironment with an unchanged value replaces instances",
    answeredBy: [],
    otherwise: "needs a write: not asked",
  },
  {
    question: "What AWS says to a value of DisableIMDSv1 that is neither true nor false",
    answeredBy: ["validate.boolean"],
    otherwise: "asked only with --validate",
  },
  {
    question: "How many calls a second AWS allows",
    answeredBy: [],
    otherwise: "needs to be overdone: not asked; the calls and throttled answers of this run are below",
  },
  {
    question: "The console's words for the setting",
    answeredBy: [],
    otherwise: "the API does not have them: not asked",
  },
  {
    question: "Whether MetadataNoToken is published by AutoScalingGroupName",
    answeredBy: ["metrics.dimensions", "metrics.listed"],
  },
  {
    question: "The hop limit Elastic Beanstalk gives its instances",
    answeredBy: ["instances.hop-limit"],
  },
];

/** An open question with what came of it, and AWS's answers where it gave some. */
export type Settled = { question: string; settled: boolean; outcome: string; aws: readonly string[] };

const MOST_ANSWERS = 12;

function answersOf({ evidence }: Fact): string[] {
  switch (evidence.kind) {
    case "values":
      return [...evidence.values];
    case "entries":
      return Object.entries(evidence.entries).map(([key, values]) => `${key}: ${values.join(" | ")}`);
    case "members":
    case "nothing":
      return [];
  }
}

const WORDS: Readonly<Record<Verdict, string>> = {
  same: "AWS answers as the simulator does",
  differs: "AWS answers otherwise than the simulator",
  "cannot tell": "AWS answered; the simulator has nothing to hold against it",
};

/** Takes what was found and what AWS showed, and gives each open question with what came of it. */
export function settled({ findings, said }: Pick<Verification, "findings" | "said">): Settled[] {
  return OPEN_QUESTIONS.map(({ question, answeredBy, otherwise }) => {
    const told = answeredBy.flatMap((id) => {
      const finding = findings.find((one) => one.id === id);
      const fact = said.find((one) => one.id === id);
      const aws = fact === undefined ? [] : answersOf(fact).slice(0, MOST_ANSWERS);
      return finding === undefined || aws.length === 0 ? [] : [{ id, verdict: finding.verdict, aws }];
    });
    return told.length > 0
      ? {
          question,
          settled: true,
          outcome: told.map(({ id, verdict }) => `${WORDS[verdict]} (${id})`).join("; "),
          aws: told.flatMap(({ aws }) => aws),
        }
      : { question, settled: false, outcome: otherwise ?? `nothing here tells: see ${answeredBy.join(", ")}`, aws: [] };
  });
}
