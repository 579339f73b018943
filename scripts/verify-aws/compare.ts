import type { Entries, Evidence, Fact } from "./fact.ts";
import type { Member, Members } from "./members.ts";

export type Verdict = "same" | "differs" | "cannot tell";

/** One question with both answers in words. */
export type Finding = {
  id: string;
  question: string;
  verdict: Verdict;
  /** Where it differs: what the simulator believes, and what AWS said, line by line beside each other. */
  differences: readonly { about: string; simulator: string; aws: string }[];
  /** Why it cannot be told. */
  why: string | null;
  /** What AWS showed besides, which is no contradiction. */
  besides: readonly string[];
  /** What the simulator shows and AWS did not have to show here. */
  unseen: readonly string[];
  /** What could not be seen, and why: the verdict stands without it. */
  gaps: readonly string[];
  /** How much was held against each other. */
  compared: number;
};

type Difference = Finding["differences"][number];
type Outcome = Omit<Finding, "id" | "question" | "gaps">;

const NOTHING: Outcome = { verdict: "cannot tell", differences: [], why: null, besides: [], unseen: [], compared: 0 };
const NONE = "nothing";

function cannotTell(why: string): Outcome {
  return { ...NOTHING, why };
}

function judged(differences: readonly Difference[], rest: Partial<Outcome>): Outcome {
  return { ...NOTHING, ...rest, differences, verdict: differences.length > 0 ? "differs" : "same" };
}

function memberWords(member: Member | undefined): string {
  return member === undefined ? "not there" : `${member.presence} there (${member.kinds.join(" or ")})`;
}

/** AWS contradicts a belief when it shows what the simulator never does, or omits what the simulator always has. */
function contradicts(believed: Member | undefined, said: Member | undefined): boolean {
  if (believed === undefined) return said !== undefined;
  if (said === undefined) return believed.presence === "always";
  if (believed.presence === "always" && said.presence === "sometimes") return true;
  return said.kinds.some((kind) => !believed.kinds.includes(kind));
}

function parentOf(path: string): string {
  return path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : "";
}

function compareMembers(believed: Members, said: Members): Outcome {
  const paths = [...new Set([...Object.keys(believed), ...Object.keys(said)])].toSorted();
  if (Object.keys(said).length === 0) return cannotTell("there is none here to look at");
  const lacks = (members: Members, path: string) => path !== "" && members[path] === undefined;
  const wrong = paths.filter(
    (path) =>
      contradicts(believed[path], said[path]) &&
      // Where a whole element is missing, its parts need no line of their own.
      !lacks(said, parentOf(path)) &&
      !lacks(believed, parentOf(path)),
  );
  const differences = wrong.map((path) => ({
    about: path,
    simulator: memberWords(believed[path]),
    aws: memberWords(said[path]),
  }));
  return judged(differences, {
    compared: Object.keys(said).length,
    unseen: paths.filter((path) => said[path] === undefined && !wrong.includes(path)),
  });
}

/** `No Data` and `NoData` are one word, spelt in two ways. */
function squashed(text: string): string {
  return text.toLowerCase().replaceAll(/[^a-z0-9]/g, "");
}

function compareValues(believed: readonly string[], said: readonly string[], known: readonly string[]): Outcome {
  if (said.length === 0) return cannotTell("none was seen here");
  const accepted = (value: string): boolean =>
    believed.includes(value) ||
    (known.includes(value) && !believed.some((other) => squashed(other) === squashed(value)));
  const differences = said
    .filter((value) => !accepted(value))
    .map((value) => ({
      about: "",
      simulator: believed.find((other) => squashed(other) === squashed(value)) ?? closest(value, believed) ?? NONE,
      aws: value,
    }));
  return judged(differences, {
    compared: said.length,
    besides: said.filter((value) => !believed.includes(value) && accepted(value)),
    unseen: believed.filter((value) => !said.includes(value)),
  });
}

function wordsIn(value: string): Set<string> {
  return new Set(
    value
      .toLowerCase()
      .split(/[^a-z<>]+/)
      .filter((word) => word.length > 2),
  );
}

/** The belief that shares most words with what was said, where that is at least half of them. */
function closest(value: string, believed: readonly string[]): string | undefined {
  const words = wordsIn(value);
  const likeness = (other: string): number => {
    const others = wordsIn(other);
    const shared = [...others].filter((word) => words.has(word)).length;
    return shared / Math.max(1, words.size, others.size);
  };
  const [best] = believed.map((other) => ({ other, score: likeness(other) })).toSorted((a, b) => b.score - a.score);
  return best !== undefined && best.score >= 0.5 ? best.other : undefined;
}

function groupOf(key: string): string {
  const end = key.indexOf(": ");
  return end === -1 ? "" : key.slice(0, end);
}

function compareEntries(believed: Entries, said: Entries): Outcome {
  const keys = Object.keys(said.entries);
  if (keys.length === 0) return cannotTell("none was seen here");
  const groups = new Set(keys.map(groupOf));
  const known = new Set(Object.keys(believed.entries).map(groupOf));
  const differences: Difference[] = [];
  const besides: string[] = [];
  let compared = 0;
  for (const [key, values] of Object.entries(said.entries)) {
    const others = believed.entries[key];
    if (others === undefined) {
      if (said.extra === "differs" || !known.has(groupOf(key)))
        differences.push({ about: key, simulator: NONE, aws: values.join(" | ") });
      else besides.push(key);
      continue;
    }
    compared += 1;
    if (values.some((value) => !others.includes(value)))
      differences.push({ about: key, simulator: others.join(" | "), aws: values.join(" | ") });
  }
  const missing = Object.keys(believed.entries).filter((key) => said.entries[key] === undefined);
  const lacking = said.missing === "differs" ? missing.filter((key) => groups.has(groupOf(key))) : [];
  for (const key of lacking)
    differences.push({ about: key, simulator: believed.entries[key]?.join(" | ") ?? NONE, aws: NONE });
  if (compared === 0 && differences.length === 0) return cannotTell("nothing here that the simulator has, too");
  return judged(differences, { compared, besides, unseen: missing.filter((key) => !lacking.includes(key)) });
}

function compareEvidence(believed: Evidence, said: Evidence): Outcome {
  if (said.kind === "nothing") return cannotTell(said.why);
  if (believed.kind === "nothing")
    return {
      ...cannotTell(`the simulator shows nothing of the kind (${believed.why})`),
      besides: said.kind === "values" ? said.values : [],
    };
  if (believed.kind === "members" && said.kind === "members") return compareMembers(believed.members, said.members);
  if (believed.kind === "values" && said.kind === "values")
    return compareValues(believed.values, said.values, said.known ?? []);
  if (believed.kind === "entries" && said.kind === "entries") return compareEntries(believed, said);
  return cannotTell("the two answers are of different kinds");
}

/** Takes what the simulator showed and what AWS showed to the same questions and gives a verdict on each. Pure. */
export function compare(believed: readonly Fact[], said: readonly Fact[]): Finding[] {
  const beliefs = new Map(believed.map((fact) => [fact.id, fact.evidence]));
  return said.map(({ id, question, evidence }) => ({
    id,
    question,
    gaps: evidence.gaps ?? [],
    ...compareEvidence(beliefs.get(id) ?? { kind: "nothing", why: "it was not asked" }, evidence),
  }));
}
