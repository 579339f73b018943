import { assert, constantFrom, property, record } from "fast-check";
import { describe, expect, test } from "vitest";
import { configuredWord, postureOf } from "./posture.ts";
import type { HttpTokens, Posture, PostureFacts } from "./posture.ts";
import {
  CONFIGURED,
  DEFAULTS,
  DRAFTS,
  DRIFT,
  EFFECTIVE,
  LAUNCHES,
  MIXES,
  OPTIONS,
  TIERS,
} from "./test-posture-table.ts";

type Situation = {
  tier: (typeof TIERS)[number];
  platformDefault: (typeof DEFAULTS)[number];
  option: (typeof OPTIONS)[number];
  draft: (typeof DRAFTS)[number];
  mix: (typeof MIXES)[number];
  launch: (typeof LAUNCHES)[number];
};

function defaultOf(word: Situation["platformDefault"]): PostureFacts["platformDefault"] {
  switch (word) {
    case "true":
    case "false":
      return { kind: "value", value: word };
    case "no value":
      return { kind: "value", value: "" };
    case "odd":
      return { kind: "value", value: "perhaps" };
    case "unsupported":
      return { kind: "unsupported" };
    case "not read":
      return null;
  }
}

function optionOf(word: Situation["option"]): PostureFacts["optionValue"] {
  switch (word) {
    case "true":
    case "false":
    case "TRUE":
    case " false ":
      return word;
    case "empty":
      return "";
    case "odd":
      return "perhaps";
    case "not set":
      return undefined;
    case "not read":
      return null;
  }
}

const INSTANCES: Record<Situation["mix"], readonly HttpTokens[] | null> = {
  "not read": null,
  none: [],
  "all required": ["required", "required"],
  "all optional": ["optional"],
  mixed: ["required", "optional", "required"],
};

function factsOf({ tier, platformDefault, option, draft, mix, launch }: Situation): PostureFacts {
  return {
    tier,
    optionValue: optionOf(option),
    platformDefault: defaultOf(platformDefault),
    draft: draft === "not read" ? null : draft,
    launchKind: launch === "not read" ? null : launch,
    instances: INSTANCES[mix]?.map((httpTokens, index) => ({ id: `i-${index}`, httpTokens, launchedAt: null })) ?? null,
  };
}

const situations: Situation[] = TIERS.flatMap((tier) =>
  DEFAULTS.flatMap((platformDefault) =>
    OPTIONS.flatMap((option) =>
      DRAFTS.flatMap((draft) =>
        MIXES.flatMap((mix) => LAUNCHES.map((launch) => ({ tier, platformDefault, option, draft, mix, launch }))),
      ),
    ),
  ),
);

/** The first row whose leading cells fit, and its last cell. */
function rowFor<Row extends readonly unknown[]>(table: readonly Row[], ...cells: readonly string[]): Row {
  const row = table.find((candidate) =>
    cells.every((cell, index) => candidate[index] === "*" || candidate[index] === cell),
  );
  if (row === undefined) throw new Error(`No row fits ${cells.join(", ")}`);
  return row;
}

const configuredText = ({ configured }: Posture): string =>
  configured.kind === "unknown"
    ? `${configuredWord(configured)}: ${configured.why}`
    : `${configuredWord(configured)}${configured.kind === "known" && configured.equalsDefault ? " =" : ""}`;

describe("the posture says what the tables say", () => {
  test(`in all ${situations.length} situations, and every row of the tables is needed`, () => {
    const needed = new Set<unknown>();
    const wrong = situations.flatMap((situation) => {
      const { tier, platformDefault, option, draft, mix } = situation;
      const posture = postureOf(factsOf(situation));
      const configured = rowFor(CONFIGURED, tier, platformDefault, option);
      const effective = rowFor(EFFECTIVE, tier, mix);
      const drift = rowFor(DRIFT, configured[3].replace(" =", ""), effective[2], draft);
      for (const row of [configured, effective, drift]) needed.add(row);
      const expected = [configured[3], effective[2], drift[3]];
      const said = [configuredText(posture), posture.effective.kind, posture.drift];
      return expected.every((cell, index) => cell === said[index]) ? [] : [{ situation, expected, said }];
    });
    expect(wrong.slice(0, 5)).toEqual([]);
    expect([...CONFIGURED, ...EFFECTIVE, ...DRIFT].filter((row) => !needed.has(row))).toEqual([]);
  });

  const anySituation = record({
    tier: constantFrom(...TIERS),
    platformDefault: constantFrom(...DEFAULTS),
    option: constantFrom(...OPTIONS),
    draft: constantFrom(...DRAFTS),
    mix: constantFrom(...MIXES),
    launch: constantFrom(...LAUNCHES),
  });

  test("what was not read is never said to be safe, and never said to be drift", () => {
    assert(
      property(anySituation, (situation) => {
        const blind = postureOf(factsOf({ ...situation, mix: "not read" }));
        expect(blind.effective.kind).not.toBe("v2-only");
        expect(blind.drift).toBe(false);
        const unread = postureOf(factsOf({ ...situation, option: "not read" }));
        expect(["v2-only", "v1-and-v2"]).not.toContain(configuredWord(unread.configured));
        expect(unread.drift).toBe(false);
      }),
    );
  });

  test("a draft and the launch resource change no word about what is deployed", () => {
    assert(
      property(anySituation, anySituation, (situation, other) => {
        const one = postureOf(factsOf(situation));
        const two = postureOf(factsOf({ ...situation, draft: other.draft, launch: other.launch }));
        expect(two.configured).toEqual(one.configured);
        expect(two.effective).toEqual(one.effective);
      }),
    );
  });

  test("says of the draft and of what instances are launched from what was read, and that they do not apply to a cluster", () => {
    assert(
      property(anySituation, (situation) => {
        const { draft, launch } = postureOf(factsOf(situation));
        const cluster = situation.tier === "Cluster";
        const wordOf = (word: string) => (cluster ? "not-applicable" : word === "not read" ? "unknown" : word);
        expect([draft, launch]).toEqual([wordOf(situation.draft), wordOf(situation.launch)]);
      }),
    );
  });

  test("counts every instance once", () => {
    assert(
      property(anySituation, (situation) => {
        const { effective } = postureOf(factsOf(situation));
        const counted = "required" in effective ? effective.required + effective.optional : 0;
        const there = situation.tier === "Cluster" ? 0 : (INSTANCES[situation.mix]?.length ?? 0);
        expect(counted).toBe(there);
      }),
    );
  });
});
