import { expect, it } from "vitest";
import type { Verdict } from "#lib/imds/readiness.ts";
import { startNeeds } from "./acknowledge.ts";
import type { Acknowledgements } from "./rollout.ts";
import { before, targetIn } from "./test-lane.ts";
import type { Change } from "./target.ts";

const NOTHING: Acknowledgements = { downtime: false, noEvidence: false, inUse: null };
const of = (name: string, verdict: Verdict, more: { downtime?: true; change?: Change } = {}) => ({
  ...targetIn(
    { status: "pending", attempt: 0 },
    { name, ...(more.change === undefined ? {} : { change: more.change }) },
  ),
  before: more.downtime === true ? { ...before, replacement: { kind: "unknown" as const } } : before,
  readiness: { verdict, calls: 3, managedWindow: null },
});
const ready = of("a", "ready");

it("asks for nothing where all are ready and keep answering", () => {
  expect(startNeeds([ready, of("b", "ready")], NOTHING)).toMatchObject({ leftOut: [], missing: [] });
});

it("asks for each by itself: downtime, IMDSv1 in use, too little evidence", () => {
  const all = [ready, of("b", "ready", { downtime: true }), of("c", "in-use"), of("d", "no-evidence")];
  expect(startNeeds(all, NOTHING).missing).toEqual(["downtime", "inUse", "noEvidence"]);
  expect(startNeeds(all, { downtime: true, noEvidence: true, inUse: null }).missing).toEqual(["inUse"]);
  const override = startNeeds(all, { downtime: true, noEvidence: true, inUse: { kind: "override", reason: "agreed" } });
  expect(override).toMatchObject({ leftOut: [], missing: [] });
  expect(override.pending).toHaveLength(4);
});

it("leaves out what is in use, and then need not ask what only that would need", () => {
  const all = [ready, of("b", "in-use", { downtime: true })];
  const needs = startNeeds(all, { ...NOTHING, inUse: { kind: "leave-out" } });
  expect(needs.missing).toEqual([]);
  expect(needs.leftOut.map(({ name }) => name)).toEqual(["b"]);
  expect(needs.pending.map(({ name }) => name)).toEqual(["a"]);
});

it("asks about use only where IMDSv1 is to be disabled, and of one alone not about missing evidence", () => {
  const allow: Change = { kind: "set", methods: "v1-and-v2" };
  expect(startNeeds([ready, of("b", "in-use", { change: allow })], NOTHING).missing).toEqual([]);
  expect(startNeeds([of("b", "no-evidence", { downtime: true })], NOTHING).missing).toEqual(["downtime"]);
});

it("asks for a reason where IMDSv1 is in use, of one alone too, and takes none that says nothing", () => {
  const one = [of("b", "in-use")];
  const given = (reason: string) => startNeeds(one, { ...NOTHING, inUse: { kind: "override", reason } });
  expect(startNeeds(one, NOTHING).missing).toEqual(["inUse"]);
  // There is nobody left to change where it is left out.
  expect(startNeeds(one, { ...NOTHING, inUse: { kind: "leave-out" } })).toMatchObject({
    missing: ["inUse"],
    leftOut: [],
  });
  expect(given("  a ").missing).toEqual(["inUse"]);
  expect(given("The owners agreed.")).toMatchObject({ missing: [], pending: one });
});
