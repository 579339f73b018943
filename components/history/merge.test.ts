import { expect, test } from "vitest";
import { mergeHistory } from "./merge.ts";

test("what scans saw and what we did stand in one order, the newest first", () => {
  const posture = { configured: "v2-only", effective: "v2-only", drift: false } as const;
  const seen = (id: number, seenAt: string) => ({
    id,
    accountId: "111122223333",
    region: "eu-west-1",
    environmentId: "e-1",
    name: "shop",
    application: "shop",
    accountLabel: "shop",
    what: ["configured"] as const,
    before: posture,
    after: posture,
    seenAt,
    cause: { kind: "outside" } as const,
  });
  const own = {
    rolloutId: "r",
    actor: "ann",
    startedAt: "2026-01-02T00:00:00.000Z",
    change: { kind: "remove" } as const,
    status: "failed" as const,
  };
  const entries = mergeHistory({
    changes: [seen(2, "2026-01-03T00:00:00.000Z"), seen(1, "2026-01-01T00:00:00.000Z")],
    ours: [own],
  });
  expect(entries.map((entry) => (entry.kind === "seen" ? entry.change.id : entry.own.rolloutId))).toEqual([2, "r", 1]);
});
