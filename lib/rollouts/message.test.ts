import { expect, it } from "vitest";
import type { RolloutFacts, RolloutNews } from "./message.ts";
import { isTold, messageOf } from "./message.ts";
import type { PauseReason, TargetCounts } from "./rollout.ts";

const COUNTS: TargetCounts = {
  pending: 0,
  applying: 0,
  updating: 0,
  verifying: 0,
  succeeded: 2,
  skipped: 0,
  blocked: 0,
  failed: 1,
};
const FACTS: RolloutFacts = {
  id: "r-1",
  kind: "bulk",
  change: { kind: "remove" },
  policy: "careful",
  basedOn: null,
  createdBy: "ann",
  startedBy: "bob",
  startedAt: "2026-03-01T10:00:00.000Z",
  waves: 3,
  counts: COUNTS,
  gatesFailed: 0,
  environment: null,
};
const AT = new Date("2026-03-01T10:01:30.400Z");
const FINISHED: RolloutNews = { kind: "finished", status: "stopped", failed: ["shop"] };

it("says of which rollout it is and how that stands, whatever happened", () => {
  const { id, ...facts } = FACTS;
  expect(messageOf(FACTS, { kind: "started" }, AT)).toEqual({
    type: "rollout.started",
    at: AT,
    data: { rolloutId: id, ...facts },
  });
  expect(messageOf(FACTS, { kind: "resumed", by: "eve" }, AT)).toEqual({
    type: "rollout.resumed",
    at: AT,
    data: { rolloutId: id, ...facts, resumedBy: "eve" },
  });
});

it("counts waves from 1, as screens do", () => {
  const wave = { number: 0, kind: "canary", label: null, openedAt: null, endedAt: null, passedBy: null } as const;
  const done = messageOf(FACTS, { kind: "wave-done", wave: { ...wave, counts: COUNTS, gatesFailed: 0 } }, AT);
  expect(done.data).toMatchObject({ wave: { number: 1, passedAt: AT.toISOString() } });
  const pause: PauseReason = { kind: "inconclusive", wave: 1, count: 1, names: ["shop"], missing: ["health"] };
  const paused = messageOf(FACTS, { kind: "paused", pause }, AT);
  expect(paused.data).toMatchObject({ pause: { kind: "inconclusive", wave: 2 } });
});

it("tells how long it took, in whole seconds", () => {
  expect(messageOf(FACTS, FINISHED, AT).data).toMatchObject({ status: "stopped", seconds: 90, failed: ["shop"] });
  expect(messageOf({ ...FACTS, startedAt: null }, FINISHED, AT).data).toMatchObject({ seconds: null });
});

it("tells of a single change only how it ended", () => {
  expect(isTold("toggle", FINISHED)).toBe(true);
  expect(isTold("toggle", { kind: "started" })).toBe(false);
  for (const kind of ["bulk", "undo", "retry"] as const) expect(isTold(kind, { kind: "started" })).toBe(true);
});
