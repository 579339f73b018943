import type { Verdict } from "./compare.ts";
import type { Fact } from "./fact.ts";
import type { Verification } from "./verify.ts";

/** A question that the documentation leaves open. */
type OpenQuestion = {
  question: string;
  /** The findings that may answer it. */
  answeredBy: readonly string[];
  /** Which of AWS's answers there do; without it, any. */
  answers?: RegExp;
  /** What it came to where AWS showed only others. */
  partly?: string;
  /** Why reading cannot answer it, or did not. */
  otherwise?: string;
};

const OPEN_QUESTIONS: readonly OpenQuestion[] = [
  {
    question: "DisableIMDSv1's default, severity and type on each platform, above all Windows Server 2022 and later",
    answeredBy: ["options.disable-imdsv1"],
    answers: /^windows-20(2[2-9]|[3-9]\d): /,
    partly: "not Windows Server 2022 and later: use --platforms",
  },
  {
    question: "The event lines of an update that moves an environment to a launch template",
    answeredBy: ["events.launch-template"],
    answers: /\b(creat|migrat)/i,
    partly: "no line here tells that a launch template was made",
    otherwise: "only where an environment looked at was moved in the last six weeks; a new environment tells nothing",
  },
  {
    question: "The event lines of an abort",
    answeredBy: ["events.abort"],
    otherwise: "only where an environment looked at was aborted in the last six weeks",
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
    answers: /^MetadataNoToken by /,
    partly: "no series of MetadataNoToken is there",
  },
  {
    question: "The hop limit Elastic Beanstalk gives its instances",
    answeredBy: ["instances.hop-limit"],
  },
];

/** An open question with what came of it, and AWS's answers where it gave some. */
export type Settled = {
  question: string;
  state: "settled" | "partly" | "open";
  outcome: string;
  aws: readonly string[];
};

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

function cameTo(
  open: OpenQuestion,
  { findings, said }: Pick<Verification, "findings" | "said">,
): Omit<Settled, "question"> {
  const { answeredBy, answers, partly, otherwise } = open;
  const told = answeredBy.flatMap((id) => {
    const finding = findings.find((one) => one.id === id);
    const fact = said.find((one) => one.id === id);
    const aws = fact === undefined ? [] : answersOf(fact);
    return finding === undefined || aws.length === 0 ? [] : [{ id, verdict: finding.verdict, aws }];
  });
  if (told.length === 0)
    return { state: "open", outcome: otherwise ?? `nothing here tells: see ${answeredBy.join(", ")}`, aws: [] };
  const words = told.map(({ id, verdict }) => `${WORDS[verdict]} (${id})`).join("; ");
  const aws = told.flatMap((one) => one.aws.slice(0, MOST_ANSWERS));
  const whole = answers === undefined || told.some((one) => one.aws.some((answer) => answers.test(answer)));
  return whole
    ? { state: "settled", outcome: words, aws }
    : { state: "partly", outcome: `partly: ${partly ?? "not what was asked"}. ${words}`, aws };
}

/** Takes what was found and what AWS showed, and gives each open question with what came of it. */
export function settled(verification: Pick<Verification, "findings" | "said">): Settled[] {
  return OPEN_QUESTIONS.map((open) => ({ question: open.question, ...cameTo(open, verification) }));
}
