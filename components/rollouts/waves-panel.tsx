"use client";
import { useTranslations } from "next-intl";
import { useMemo } from "react";
import { Panel } from "#components/ui/panel.tsx";
import { StatusIndicator } from "#components/ui/status-indicator.tsx";
import type { StatusKind } from "#components/ui/status-indicator.tsx";
import { Time } from "#components/ui/time.tsx";
import type { RolloutDetail, RolloutStatus, WaveView } from "#lib/rollouts/rollout.ts";
import { isUnfinished } from "#lib/rollouts/target.ts";
import { useWaveName } from "./use-wave-name.ts";

const MARK: Record<WaveView["state"], StatusKind> = {
  waiting: "pending",
  working: "in-progress",
  baking: "in-progress",
  passed: "success",
};

/** Where a wave stands; one that was at work says so only while its rollout is. */
function WaveMark({ wave: { state }, status }: { wave: WaveView; status: RolloutStatus }) {
  const t = useTranslations("waves.wave.state");
  const rollout = useTranslations("rollouts.status");
  if (state !== "passed" && status === "stopped")
    return <StatusIndicator kind="stopped">{rollout("stopped")}</StatusIndicator>;
  if (state === "working" && status === "paused")
    return <StatusIndicator kind="warning">{rollout("paused")}</StatusIndicator>;
  return <StatusIndicator kind={MARK[state]}>{t(state)}</StatusIndicator>;
}

function Bake({ wave }: { wave: WaveView }) {
  const t = useTranslations("waves.wave");
  if (wave.passedBy !== null) return <span className="text-muted">{t("endedBy", { name: wave.passedBy })}</span>;
  if (wave.bakeMinutes === 0 && wave.state === "passed") return <span className="text-muted">{t("noBake")}</span>;
  if (wave.bakeUntil === null) return null;
  return (
    <span className="text-muted">
      {t("bakes")} <Time value={wave.bakeUntil} />
      {wave.countsAt === null ? null : (
        <>
          {t("counts")} <Time value={wave.countsAt} />
        </>
      )}
    </span>
  );
}

/** A rollout's waves, in order, each with where it stands. Nothing for one that has a single wave without a bake. */
export function WavesPanel({ rollout }: { rollout: Pick<RolloutDetail, "status" | "waves" | "targets"> }) {
  const t = useTranslations("waves");
  const nameOf = useWaveName();
  const { status, waves, targets } = rollout;
  const counts = useMemo(() => {
    const found = new Map<number, { total: number; done: number; failed: number }>();
    for (const { wave, state, gate } of targets) {
      if (wave === null) continue;
      const count = found.get(wave) ?? { total: 0, done: 0, failed: 0 };
      count.total += 1;
      if (!isUnfinished(state.status)) count.done += 1;
      if (state.status === "failed" || gate?.kind === "failed") count.failed += 1;
      found.set(wave, count);
    }
    return found;
  }, [targets]);
  const [only] = waves;
  if (only === undefined || (waves.length === 1 && only.bakeMinutes === 0)) return null;
  return (
    <Panel header={t("preview.title")} counter={`(${waves.length})`} padded={false}>
      <ol className="max-h-96 divide-y divide-line overflow-y-auto">
        {waves.map((wave) => {
          const { total, done, failed } = counts.get(wave.number) ?? { total: 0, done: 0, failed: 0 };
          return (
            <li key={wave.number} className="flex flex-wrap items-center gap-x-4 gap-y-0.5 px-4 py-2">
              <span className="min-w-40 font-medium">{nameOf(wave)}</span>
              <span className="min-w-28">
                <WaveMark wave={wave} status={status} />
              </span>
              <span className="text-sm">{t("wave.of", { done, total })}</span>
              {failed === 0 ? null : <span className="text-sm text-error">{t("wave.failed", { count: failed })}</span>}
              <span className="text-sm">
                <Bake wave={wave} />
              </span>
            </li>
          );
        })}
      </ol>
    </Panel>
  );
}
