import { describe, expect, test } from "vitest";
import type { Finding } from "./compare.ts";
import { compare } from "./compare.ts";
import type { Entries, Evidence } from "./fact.ts";
import { membersOf } from "./members.ts";

function verdictOn(believed: Evidence, said: Evidence): Pick<Finding, "verdict" | "differences" | "why"> {
  const fact = (evidence: Evidence) => [{ id: "a.b", question: "?", evidence }];
  const [finding] = compare(fact(believed), fact(said));
  if (finding === undefined) throw new Error("no finding");
  return finding;
}

const values = (...list: string[]): Evidence => ({ kind: "values", values: list });
const entries = (of: Entries["entries"], rest: Partial<Entries> = {}): Evidence => ({
  kind: "entries",
  missing: "differs",
  extra: "differs",
  entries: of,
  ...rest,
});

describe("members", () => {
  const simulated = membersOf([
    { Id: "e-1", Description: "x", At: "2026-01-01T00:00:00.123Z", Tier: { Name: "Web" } },
    { Id: "e-2", At: "2026-01-01T00:00:00.123Z", Tier: { Name: "Web" } },
  ]);
  const believed: Evidence = { kind: "members", members: simulated };
  const said = (...items: Parameters<typeof membersOf>[0]): Evidence => ({
    kind: "members",
    members: membersOf(items),
  });
  const whole = { Id: "e-3", At: "2026-01-01T00:00:00.123Z", Tier: { Name: "Web" } };

  test.for<[name: string, item: Parameters<typeof membersOf>[0][number], about: string | undefined]>([
    ["the same", whole, undefined],
    ["what may be missing is missing", whole, undefined],
    ["what must be there is missing", { Id: "e-3", Tier: { Name: "Web" } }, "At"],
    ["something more", { ...whole, OperationsRole: "arn" }, "OperationsRole"],
    ["empty instead of text", { ...whole, Description: "" }, "Description"],
    ["whole seconds", { ...whole, At: "2026-01-01T00:00:00Z" }, "At"],
    ["a part of a part is missing", { ...whole, Tier: {} }, "Tier/Name"],
    ["a missing whole is one line", { Id: "e-3", At: "2026-01-01T00:00:00.123Z" }, "Tier"],
  ])("%s", ([, item, about]) => {
    const { verdict, differences } = verdictOn(believed, said(item));
    expect({ verdict, about: differences.map((one) => one.about) }).toEqual(
      about === undefined ? { verdict: "same", about: [] } : { verdict: "differs", about: [about] },
    );
  });
});

describe("values and entries", () => {
  test.for<[name: string, believed: Evidence, said: Evidence, verdict: Finding["verdict"]]>([
    ["fewer values", values("a", "b"), values("a"), "same"],
    ["another value", values("a", "b"), values("a", "c"), "differs"],
    ["no value", values("a"), values(), "cannot tell"],
    [
      "a value the model lists and the simulator does not play",
      values("No Data", "Ok"),
      { kind: "values", values: ["Pending"], known: ["NoData", "Pending"] },
      "same",
    ],
    [
      "a value the simulator spells otherwise",
      values("No Data", "Ok"),
      { kind: "values", values: ["NoData"], known: ["NoData", "Pending"] },
      "differs",
    ],
    ["the same entry", entries({ code: ["X"] }), entries({ code: ["X"] }), "same"],
    ["another entry", entries({ code: ["X"] }), entries({ code: ["Y"] }), "differs"],
    ["a missing entry", entries({ "al2: a": ["1"], "al2: b": ["1"] }), entries({ "al2: a": ["1"] }), "differs"],
    ["a group that is not there", entries({ "al2: a": ["1"], "eks: b": ["1"] }), entries({ "al2: a": ["1"] }), "same"],
    ["one entry more", entries({ a: ["1"] }), entries({ a: ["1"], b: ["1"] }), "differs"],
    [
      "one entry more, of which note is taken",
      entries({ a: ["1"] }),
      entries({ a: ["1"], b: ["1"] }, { extra: "noted" }),
      "same",
    ],
    ["a refusal", values("a"), { kind: "nothing", why: "denied" }, "cannot tell"],
  ])("%s", ([, believed, said, verdict]) => {
    expect(verdictOn(believed, said).verdict).toBe(verdict);
  });

  test("other words are shown beside the words most like them", () => {
    const { differences } = verdictOn(
      values("INFO Something else.", "INFO Created EC2 launch template for environment <environment>."),
      values("INFO Created launch template named <name> for environment <environment>."),
    );
    expect(differences[0]?.simulator).toBe("INFO Created EC2 launch template for environment <environment>.");
  });
});
