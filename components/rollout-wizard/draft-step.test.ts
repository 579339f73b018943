import { expect, it } from "vitest";
import { stepToShow } from "./draft-step.ts";

it("shows the step that is asked for, or the last one before it that may be gone to", () => {
  const all = { plan: true, policy: true, review: true };
  expect(["plan", "policy", "review"].map((step) => stepToShow(step, all))).toEqual(["plan", "policy", "review"]);
  expect(stepToShow("review", { ...all, review: false })).toBe("policy");
  expect(stepToShow("review", { plan: true, policy: false, review: false })).toBe("plan");
});

it("shows the plan where nothing, or no step of a draft, is asked for", () => {
  const all = { plan: true, policy: true, review: true };
  expect([null, "", "select", "constructor"].map((step) => stepToShow(step, all))).toEqual([
    "plan",
    "plan",
    "plan",
    "plan",
  ]);
});
