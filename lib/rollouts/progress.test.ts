import fc from "fast-check";
import { expect, test } from "vitest";
import { endOf, isInScope, isRetryable } from "./plan.ts";
import type { Alike } from "./progress.ts";
import { lanesProgress, sumsOf, wavesProgress } from "./progress.ts";
import type { WaveView } from "./rollout.ts";
import { isUnfinished } from "./target.ts";
import type { TargetState } from "./target.ts";
import type { Gate } from "./gate.ts";

const STATES: TargetState[] = [
  { status: "pending", attempt: 0 },
  { status: "updating", attempt: 1, intent: { at: "2026-03-01T10:00:00.000Z", dateUpdated: null }, requestId: null },
  { status: "succeeded", attempt: 1, proof: { optionValue: "true", instances: 1, at: "2026-03-01T10:05:00.000Z" } },
  { status: "skipped", attempt: 0, reason: "already-set" },
  { status: "skipped", attempt: 0, reason: { kind: "drifted", what: "option-setting", was: null, is: "true" } },
  { status: "blocked", attempt: 0, reason: { kind: "unsupported" } },
  { status: "failed", attempt: 1, reason: { kind: "rolled-back", words: ["no"] } },
  { status: "failed", attempt: 1, reason: { kind: "instances-disagree", required: 1, optional: 1 } },
  { status: "failed", attempt: 1, reason: { kind: "inconclusive", why: "no-end-in-time" } },
];
const BAD: Gate = { kind: "failed", why: { kind: "refused-calls", calls: 3 } };

const target = fc.record({
  state: fc.constantFrom(...STATES),
  gate: fc.constantFrom(null, { kind: "passed" as const }, BAD),
  wave: fc.constantFrom(null, 0, 1),
  region: fc.constantFrom("eu-west-1", "us-east-1"),
});

const wave = (number: number): WaveView => ({
  number,
  kind: "wave",
  label: null,
  bakeMinutes: 0,
  state: "working",
  openedAt: null,
  endedAt: null,
  bakeUntil: null,
  countsAt: null,
  passedAt: null,
  passedBy: null,
});

test("what is counted from sums is what is counted one by one", () => {
  fc.assert(
    fc.property(fc.array(target, { maxLength: 40 }), (targets) => {
      const cells = targets.map(({ state, gate, wave: number, region }): Alike => ({
        ...endOf({ state }),
        accountId: "111122223333",
        region,
        wave: number,
        isGateFailed: gate?.kind === "failed",
        count: 1,
      }));
      const sums = sumsOf(cells);
      const isDone = ({ state }: (typeof targets)[number]) => !isUnfinished(state.status);
      expect(sums.total).toBe(targets.length);
      expect(sums.retryable).toBe(targets.filter(isRetryable).length);
      for (const kind of ["all", "failed"] as const)
        expect(sums.undoable[kind]).toBe(targets.filter((it) => isInScope(it, { kind })).length);
      for (const { number, total, done, undoable } of wavesProgress(cells, [wave(0), wave(1)])) {
        const members = targets.filter((it) => it.wave === number);
        expect([total, done]).toEqual([members.length, members.filter(isDone).length]);
        expect(undoable).toBe(targets.filter((it) => isInScope(it, { kind: "wave", wave: number })).length);
      }
      for (const { region, total, done, failed } of lanesProgress(cells)) {
        const members = targets.filter((it) => it.region === region);
        expect([total, done]).toEqual([members.length, members.filter(isDone).length]);
        expect(failed).toBe(
          members.filter(({ state, gate }) => state.status === "failed" || gate?.kind === "failed").length,
        );
      }
    }),
  );
});
