"use client";
import { useTranslations } from "next-intl";
import { StackedBar } from "#components/ui/progress-bar.tsx";
import type { ProgressPart } from "#components/ui/progress-bar.tsx";
import type { TargetCounts } from "#lib/rollouts/rollout.ts";
import { SEGMENTS, segmentsOf } from "#lib/rollouts/segments.ts";
import type { Segment } from "#lib/rollouts/segments.ts";

const TONES: Record<Segment, ProgressPart["tone"]> = {
  succeeded: "success",
  inFlight: "info",
  failed: "error",
  blocked: "warning",
  skipped: "neutral",
  pending: "pending",
};

/** How many environments of a rollout stand where, as a bar with its legend. */
export function CountsBar({ counts, label }: { counts: TargetCounts; label: string }) {
  const t = useTranslations("rollouts.segment");
  const segments = segmentsOf(counts);
  const parts = SEGMENTS.map((key) => ({ key, count: segments[key], tone: TONES[key], label: t(key) }));
  return <StackedBar label={label} parts={parts} />;
}
