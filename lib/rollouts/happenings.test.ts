import { expect, test } from "vitest";
import { happeningsOf } from "./happenings.ts";

const at = (minute: number): string => `2026-03-01T10:${String(minute).padStart(2, "0")}:00.000Z`;

test("a rollout's life is told in its order, from its row, its waves and what was done to it", () => {
  const lines = happeningsOf(
    {
      status: "stopped",
      createdBy: "ann",
      createdAt: at(0),
      startedBy: "bob",
      startedAt: at(1),
      finishedAt: at(40),
      waves: [
        { number: 0, bakeMinutes: 10, openedAt: at(1), endedAt: at(8), passedAt: at(12), passedBy: "ann" },
        { number: 1, bakeMinutes: 0, openedAt: at(12), endedAt: at(20), passedAt: at(20), passedBy: null },
        { number: 2, bakeMinutes: 5, openedAt: at(20), endedAt: null, passedAt: null, passedBy: null },
      ],
    },
    [
      { at: at(25), by: "cat", kind: "paused", pause: { kind: "person", by: "cat" } },
      { at: at(30), by: "cat", kind: "stop-requested", abort: true },
    ],
  );
  expect(lines.map((line) => [line.kind, line.by, "wave" in line ? line.wave : null])).toEqual([
    ["planned", "ann", null],
    ["started", "bob", null],
    ["wave-opened", null, 0],
    ["bake-began", null, 0],
    ["wave-passed", "ann", 0],
    ["wave-opened", null, 1],
    ["wave-passed", null, 1],
    ["wave-opened", null, 2],
    ["paused", "cat", null],
    ["stop-requested", "cat", null],
    ["stopped", null, null],
  ]);
});

test("a draft that was discarded has an end that is none of its timeline", () => {
  const draft = { status: "discarded" as const, createdBy: "ann", createdAt: at(0), startedBy: null, startedAt: null };
  expect(happeningsOf({ ...draft, finishedAt: at(3), waves: [] }, []).map(({ kind }) => kind)).toEqual(["planned"]);
});
