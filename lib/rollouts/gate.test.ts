import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bakeUntil, bothSeen, countedIn, decideWave, dueEvidence, gateOf, gateWithoutBake, isNews } from "./gate.ts";
import type { Baked, BakeStands, Evidence, Gate, WaveTimes } from "./gate.ts";
import type { TargetState } from "./target.ts";
import { NOW, later, targetIn } from "./test-lane.ts";

const MINUTE = 60_000;
const at = (minutes: number) => later(minutes * MINUTE).toISOString();
const proof = { optionValue: "true", instances: 2, at: NOW.toISOString(), healthBefore: "Green" };
const succeeded: TargetState = { status: "succeeded", attempt: 1, proof };
const failed: TargetState = { status: "failed", attempt: 1, reason: { kind: "terminated" } };
const seen = (minutes: number, different: { health?: string; calls?: number; silent?: number } = {}): Evidence => ({
  health: { is: different.health ?? "Green", at: at(minutes) },
  refused: { calls: different.calls ?? 0, silent: different.silent ?? 0, at: at(minutes) },
});
/** Looked at in vain: nothing was seen. */
const tried = (minutes: number): Evidence => ({ health: null, refused: null, triedAt: at(minutes) });
const baked = (evidence: Evidence | null, state: TargetState = succeeded, more: Partial<Baked> = {}): Baked => ({
  ...targetIn(state),
  evidence,
  gate: null,
  ...more,
});
const wave: WaveTimes = { kind: "wave", bakeMinutes: 10, endedAt: NOW.toISOString(), evidenceDueAt: null };

describe("a changed target's gate", () => {
  it("passes when it is as well as before at the end of the bake, and nothing was refused in it", () => {
    expect(gateOf(baked(seen(20)), at(10))).toEqual({ kind: "passed" });
    expect(
      gateOf(baked(seen(20, { health: "Yellow" }), { ...succeeded, proof: { ...proof, healthBefore: "Red" } }), at(10)),
    ).toEqual({
      kind: "passed",
    });
  });

  it("fails when its health is worse than before, or a call was refused", () => {
    expect(gateOf(baked(seen(10, { health: "Yellow" })), at(10))).toEqual({
      kind: "failed",
      why: { kind: "health", was: "Green", is: "Yellow" },
    });
    expect(gateOf(baked(seen(10, { calls: 3, silent: 1 })), at(10))).toEqual({
      kind: "failed",
      why: { kind: "refused-calls", calls: 3 },
    });
  });

  it.each<[string, Evidence | null, string[]]>([
    ["nothing was seen", null, ["refused-calls", "health"]],
    ["what was seen is older than the end of the bake", seen(9), ["refused-calls", "health"]],
    ["CloudWatch may not have all counts of the bake yet", seen(19), ["refused-calls"]],
    ["an instance reports no counts", seen(20, { silent: 1 }), ["refused-calls"]],
    ["no health is known", seen(20, { health: "Grey" }), ["health"]],
  ])("is inconclusive when %s", (_name, evidence, missing) => {
    expect(gateOf(baked(evidence), at(10))).toEqual({ kind: "inconclusive", missing });
  });

  it.each([
    ["Green", "Red", true],
    ["Yellow", "Red", true],
    // It was so before, or nobody knows; and what is a little worse right after the change may be so for a moment.
    ["Red", "Red", false],
    ["Grey", "Red", false],
    [undefined, "Red", false],
    ["Green", "Yellow", false],
    ["Green", "Grey", false],
    ["Green", undefined, false],
  ])("without a bake, from %s to %s as it was proven, fails: %s", (healthBefore, health, fails) => {
    const seenThen = {
      optionValue: "true",
      instances: 2,
      at: NOW.toISOString(),
      ...(healthBefore === undefined ? {} : { healthBefore }),
      ...(health === undefined ? {} : { health }),
    };
    const why = { kind: "health", was: healthBefore, is: health };
    expect(gateWithoutBake(seenThen)).toEqual(fails ? { kind: "failed", why } : null);
  });

  it("says what was not looked at where metrics are switched off, and does without it", () => {
    const blind: Evidence = { health: { is: "Green", at: at(10) }, refused: "metrics-off" };
    expect(gateOf(baked(blind), at(10))).toEqual({ kind: "passed", unseen: ["refused-calls"] });
    expect(gateOf(baked({ ...blind, health: { is: "Red", at: at(10) } }), at(10))).toMatchObject({ kind: "failed" });
    expect(gateOf(baked({ ...blind, health: null }), at(10))).toEqual({ kind: "inconclusive", missing: ["health"] });
    const times = { until: at(10), evidenceDueAt: null, stands: "runs" } as const;
    expect(dueEvidence(baked(blind), times, later(10 * MINUTE), false).refused).toBe(false);
    // Switched on again, it is looked at.
    expect(dueEvidence(baked(blind), times, later(10 * MINUTE)).refused).toBe(true);
  });

  it("stays failed once a call was refused, whatever is seen later", () => {
    const gate: Gate = { kind: "failed", why: { kind: "refused-calls", calls: 3 } };
    expect(gateOf(baked(seen(10), succeeded, { gate }), at(10))).toEqual(gate);
    expect(gateOf(baked(null, succeeded, { gate }), at(10))).toEqual(gate);
    expect(gateOf(baked(seen(10, { calls: 5 }), succeeded, { gate }), at(10))).toMatchObject({ why: { calls: 5 } });
  });

  it("is inconclusive when the health before is not known", () => {
    const { healthBefore: _, ...unknown } = proof;
    expect(gateOf(baked(seen(10), { ...succeeded, proof: unknown }), at(10))).toMatchObject({ kind: "inconclusive" });
  });

  it("needs no counts where IMDSv1 is allowed, or where no instance runs", () => {
    const evidence: Evidence = { health: { is: "Green", at: at(10) }, refused: null };
    const allowed = baked(evidence, succeeded, { change: { kind: "set", methods: "v1-and-v2" } });
    expect(gateOf(allowed, at(10))).toEqual({ kind: "passed" });
    const empty = baked(evidence, { ...succeeded, proof: { ...proof, instances: 0 } });
    expect(gateOf(empty, at(10))).toEqual({ kind: "passed" });
  });
});

describe("a wave", () => {
  it("is at work until all of its targets have ended", () => {
    const pending = baked(null, { status: "pending", attempt: 0 });
    expect(decideWave(wave, [baked(seen(10)), pending], later(20 * MINUTE))).toEqual({ kind: "working" });
  });

  it("passes at once without a bake, and where nothing was changed", () => {
    expect(decideWave({ ...wave, bakeMinutes: 0 }, [baked(null)], NOW)).toMatchObject({ kind: "passed" });
    expect(decideWave(wave, [baked(null, failed)], NOW)).toMatchObject({ kind: "passed" });
    expect(decideWave(wave, [], NOW)).toMatchObject({ kind: "passed" });
  });

  it("asks where a canary was skipped or blocked as a whole, until a person goes on", () => {
    const canary: WaveTimes = { ...wave, kind: "canary" };
    const skipped = baked(null, { status: "skipped", attempt: 0, reason: "by-person" });
    expect(decideWave(canary, [skipped], NOW)).toMatchObject({ kind: "inconclusive" });
    expect(decideWave({ ...canary, evidenceDueAt: at(15) }, [skipped], NOW)).toMatchObject({ kind: "passed" });
    // What failed has shown something. That it is asked about first is the tolerance's business (limits.ts).
    expect(decideWave(canary, [skipped, baked(null, failed)], NOW)).toMatchObject({ kind: "passed" });
    expect(decideWave(wave, [skipped], NOW)).toMatchObject({ kind: "passed" });
  });

  it("bakes from its end on, then passes", () => {
    expect(bakeUntil(wave)).toBe(at(10));
    expect(decideWave({ ...wave, endedAt: null }, [baked(null)], NOW)).toMatchObject({ kind: "baking", until: at(10) });
    expect(decideWave(wave, [baked(seen(9))], later(9 * MINUTE))).toMatchObject({ kind: "baking", until: at(10) });
  });

  it("is judged when CloudWatch has the counts of all of its bake, and says until then only what went wrong", () => {
    const meanwhile = { kind: "baking", until: at(20), gates: new Map() };
    expect(decideWave(wave, [baked(seen(10))], later(10 * MINUTE))).toEqual(meanwhile);
    expect(decideWave(wave, [baked(seen(19))], later(19 * MINUTE))).toEqual(meanwhile);
    const ill = decideWave(wave, [baked(seen(11, { health: "Red" }))], later(11 * MINUTE));
    expect(ill.kind === "baking" ? [...ill.gates.values()] : []).toMatchObject([{ why: { kind: "health" } }]);
    expect(decideWave(wave, [baked(seen(20))], later(20 * MINUTE))).toMatchObject({ kind: "passed" });
  });

  it("is judged at the end of its bake where nothing could be refused", () => {
    const allowed = baked(seen(10), succeeded, { change: { kind: "set", methods: "v1-and-v2" } });
    expect(decideWave(wave, [allowed], later(10 * MINUTE))).toMatchObject({ kind: "passed" });
    expect(
      decideWave(wave, [allowed, baked(seen(10), succeeded, { id: "counted" })], later(10 * MINUTE)),
    ).toMatchObject({
      kind: "baking",
      until: at(20),
      gates: new Map([[allowed.id, { kind: "passed" }]]),
    });
  });

  it("tells of a refused call as soon as it is seen", () => {
    const outcome = decideWave(wave, [baked(seen(5, { calls: 1, health: "Red" }))], later(5 * MINUTE));
    expect(outcome).toMatchObject({ kind: "baking" });
    expect(outcome.kind === "baking" ? [...outcome.gates.values()] : []).toMatchObject([{ kind: "failed" }]);
    const ill = decideWave(wave, [baked(seen(5, { health: "Red" }))], later(5 * MINUTE));
    expect(ill.kind === "baking" ? ill.gates.size : null).toBe(0);
  });

  it("waits for missing evidence, then asks, and waits again where a person says so", () => {
    const inVain = baked(tried(20));
    expect(decideWave(wave, [inVain], later(20 * MINUTE))).toMatchObject({ kind: "baking", until: at(35) });
    expect(decideWave(wave, [inVain], later(35 * MINUTE))).toMatchObject({ kind: "inconclusive" });
    const again = { ...wave, evidenceDueAt: at(55) };
    expect(decideWave(again, [inVain], later(40 * MINUTE))).toMatchObject({ kind: "baking", until: at(55) });
    expect(decideWave(again, [baked(tried(41))], later(56 * MINUTE))).toMatchObject({ kind: "inconclusive" });
    expect(decideWave(again, [baked(seen(41))], later(41 * MINUTE))).toMatchObject({ kind: "passed" });
  });

  it("asks nobody before it was looked at: what is missing is waited for from the first look after its bake on", () => {
    const hours = 300;
    const nextDay = later(hours * MINUTE);
    // Nobody was there to look: a server that was down, a lane that nobody took.
    expect(decideWave(wave, [baked(null)], nextDay)).toMatchObject({ kind: "baking" });
    expect(decideWave(wave, [baked(tried(9))], nextDay)).toMatchObject({ kind: "baking" });
    const back = [baked(tried(hours)), baked(seen(hours), succeeded, { id: "other" })];
    expect(decideWave(wave, back, nextDay)).toMatchObject({ kind: "baking", until: at(hours + 15) });
    expect(decideWave(wave, back, later((hours + 15) * MINUTE))).toMatchObject({ kind: "inconclusive" });
    // Nor was there since a person gave it more time.
    const again = { ...wave, evidenceDueAt: at(200) };
    expect(decideWave(again, [baked(tried(20))], nextDay)).toMatchObject({ kind: "baking" });
  });
});

it("is looked at now and then while it bakes, and once more when that is over", () => {
  const due = (evidence: Evidence | null, minutes: number, stands: BakeStands = "runs") =>
    dueEvidence(baked(evidence), { until: at(10), evidenceDueAt: null, stands }, later(minutes * MINUTE));
  expect(due(null, 1)).toEqual({ health: true, refused: true });
  expect(due(seen(1), 1.5)).toEqual({ health: false, refused: false });
  expect(due(seen(1), 3)).toEqual({ health: true, refused: false });
  // The health when the bake is over, the counts when CloudWatch has all of them.
  expect(due(seen(9.9), 10)).toEqual({ health: true, refused: false });
  expect(due(seen(10), 10.5)).toEqual({ health: false, refused: false });
  expect(due(seen(19.5), 20)).toEqual({ health: true, refused: true });
  const last = { ...seen(20), triedAt: at(20) };
  expect(due(last, 20.5)).toEqual({ health: false, refused: false });
  expect(due(last, 26)).toEqual({ health: true, refused: true });
  const allowed = baked(null, succeeded, { change: { kind: "set", methods: "v1-and-v2" } });
  const times = { until: at(10), evidenceDueAt: null, stands: "runs" } as const;
  expect(dueEvidence(allowed, times, NOW)).toEqual({ health: true, refused: false });
});

it("is looked at once more after its bake while it is paused, and not again, nor when a person was asked about it", () => {
  const nothing = { health: false, refused: false };
  const due = (evidence: Evidence | null, minutes: number, stands: BakeStands, evidenceDueAt: string | null = null) =>
    dueEvidence(baked(evidence), { until: at(10), evidenceDueAt, stands }, later(minutes * MINUTE));
  expect(due(seen(1), 6, "paused")).toEqual({ health: true, refused: true });
  expect(due(seen(19), 20, "paused")).toEqual({ health: true, refused: true });
  expect(due({ ...seen(20), triedAt: at(20) }, 100, "paused")).toEqual(nothing);
  // In vain, too: it is looked at again when somebody resumes it.
  expect(due(tried(20), 100, "paused")).toEqual(nothing);
  expect(due(tried(20), 100, "runs", at(115))).toEqual({ health: true, refused: true });
  expect(due(null, 100, "asked")).toEqual(nothing);
});

it("need not be settled while there is nothing new to say of it", () => {
  const news = (evidence: Evidence | null, minutes: number, gate: Gate | null = null, stands: BakeStands = "runs") =>
    isNews({ ...wave, stands, isWorkLeft: true }, [baked(evidence, succeeded, { gate })], later(minutes * MINUTE));
  const refused: Gate = { kind: "failed", why: { kind: "refused-calls", calls: 3 } };
  expect(news(seen(5), 6)).toBe(false);
  expect(news(seen(5, { calls: 3 }), 6)).toBe(true);
  expect(news(seen(5, { calls: 3 }), 6, refused)).toBe(false);
  expect(news(seen(11), 12)).toBe(false);
  expect(news(seen(11, { health: "Red" }), 12)).toBe(true);
  expect(news(seen(20), 20)).toBe(true);
  // Others of its wave may have been late: it is tried again.
  expect(news(seen(20), 21, { kind: "passed" })).toBe(true);
  expect(news(seen(20), 21, { kind: "passed" }, "paused")).toBe(false);
  expect(isNews({ ...wave, stands: "paused", isWorkLeft: false }, [baked(seen(20))], later(20 * MINUTE))).toBe(true);
  const lacking: Gate = { kind: "inconclusive", missing: ["refused-calls", "health"] };
  expect(news(tried(20), 30, lacking)).toBe(false);
  expect(news(tried(20), 35, lacking)).toBe(true);
  expect(news(tried(20), 90, lacking, "asked")).toBe(false);
});

describe("two looks at a target", () => {
  const words = fc.record({
    health: fc.option(fc.record({ is: fc.constantFrom("Green", "Red"), at: fc.nat(3).map(at) })),
    refused: fc.option(
      fc.record({
        calls: fc.nat(3),
        silent: fc.nat(2),
        at: fc.nat(3).map(at),
        instanceIds: fc.uniqueArray(fc.constantFrom("i-1", "i-2", "i-3")).map((ids) => ids.toSorted()),
      }),
    ),
  });

  it("show what the later one says, every call that either counted, and all instances that either saw", () => {
    const first: Evidence = {
      health: { is: "Red", at: at(1) },
      refused: { calls: 4, silent: 1, at: at(1), instanceIds: ["i-1"] },
    };
    const second: Evidence = {
      health: { is: "Green", at: at(2) },
      refused: { calls: 0, silent: 0, at: at(2), instanceIds: ["i-2"] },
    };
    const both = { ...second, refused: { calls: 4, silent: 0, at: at(2), instanceIds: ["i-1", "i-2"] } };
    expect(bothSeen(first, second)).toEqual(both);
    // A look that took long comes second.
    expect(bothSeen(second, first)).toEqual(both);
    expect(bothSeen(null, first)).toEqual(first);
    expect(bothSeen(first, { health: null, refused: null })).toEqual(first);
  });

  it("never lose a call, an instance or a later word, whichever is kept first and however often", () => {
    fc.assert(
      fc.property(words, words, (one, other) => {
        const both = bothSeen(one, other);
        for (const seenBy of [one, other]) {
          expect(countedIn(both)?.calls ?? 0).toBeGreaterThanOrEqual(countedIn(seenBy)?.calls ?? 0);
          expect(countedIn(both)?.instanceIds ?? []).toEqual(
            expect.arrayContaining(countedIn(seenBy)?.instanceIds ?? []),
          );
          expect((both.health?.at ?? "") >= (seenBy.health?.at ?? "")).toBe(true);
          expect((countedIn(both)?.at ?? "") >= (countedIn(seenBy)?.at ?? "")).toBe(true);
          expect(bothSeen(both, seenBy)).toEqual(both);
        }
      }),
    );
  });
});
