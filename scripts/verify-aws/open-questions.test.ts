import { expect, test } from "vitest";
import { compare } from "./compare.ts";
import type { Fact } from "./fact.ts";
import type { Settled } from "./open-questions.ts";
import { settled } from "./open-questions.ts";

function stateOf(question: string, said: readonly Fact[]): Pick<Settled, "state" | "outcome"> {
  const found = settled({ findings: compare([], said), said }).find((one) => one.question.startsWith(question));
  if (found === undefined) throw new Error(`no question begins with: ${question}`);
  return found;
}

const values = (id: string, ...list: string[]): Fact => ({
  id,
  question: "?",
  evidence: { kind: "values", values: list },
});
const defaults = (...families: string[]): Fact => ({
  id: "options.disable-imdsv1",
  question: "?",
  evidence: {
    kind: "entries",
    missing: "ignored",
    extra: "differs",
    entries: Object.fromEntries(families.map((family) => [family, ["default false"]])),
  },
});

const DEFAULTS = "DisableIMDSv1's default";
const MOVE = "The event lines of an update that moves";
const ABORT = "The event lines of an abort";
const GROUP = "Whether MetadataNoToken is published";

test.for<[name: string, question: string, fact: Fact, state: Settled["state"]]>([
  ["al2 alone tells nothing of Windows", DEFAULTS, defaults("al2", "windows-2019"), "partly"],
  ["Windows Server 2025 does", DEFAULTS, defaults("al2", "windows-2025"), "settled"],
  ["no platform at all", DEFAULTS, defaults(), "open"],
  [
    "a template made by an update",
    MOVE,
    values("events.launch-template", "INFO Created EC2 launch template for environment <environment>."),
    "settled",
  ],
  [
    "a template made for a new environment",
    MOVE,
    values("events.launch-template-elsewhere", "INFO Created EC2 launch template for environment <environment>."),
    "open",
  ],
  ["an abort is no move", MOVE, values("events.abort", "INFO Aborting."), "open"],
  ["an abort", ABORT, values("events.abort", "INFO Aborting."), "settled"],
  ["the other metric", GROUP, values("metrics.listed", "MetadataNoTokenRejected by InstanceId"), "partly"],
  ["the metric", GROUP, values("metrics.listed", "MetadataNoToken by InstanceId"), "settled"],
])("%s", ([, question, fact, state]) => {
  expect(stateOf(question, [fact]).state).toBe(state);
});

test("what is left of the question about Windows says how to ask", () => {
  expect(stateOf(DEFAULTS, [defaults("al2")]).outcome).toContain(
    "partly: not Windows Server 2022 and later: use --platforms",
  );
});
