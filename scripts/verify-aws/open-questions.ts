import type { Finding, Verdict } from "./compare.ts";

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

/** Takes the findings and gives each open question with what came of it. */
export function settled(findings: readonly Finding[]): { question: string; outcome: string; settled: boolean }[] {
  return OPEN_QUESTIONS.map(({ question, answeredBy, otherwise }) => {
    const told = findings.filter(({ id, verdict }) => answeredBy.includes(id) && verdict !== "cannot tell");
    const words: Record<Verdict, string> = {
      same: "AWS agrees with the simulator",
      differs: "AWS disagrees with the simulator",
      "cannot tell": "",
    };
    if (told.length > 0)
      return { question, settled: true, outcome: told.map(({ id, verdict }) => `${id}: ${words[verdict]}`).join("; ") };
    return { question, settled: false, outcome: otherwise ?? `nothing here tells: see ${answeredBy.join(", ")}` };
  });
}
