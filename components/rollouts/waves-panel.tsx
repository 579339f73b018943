"use client";
import { useTranslations } from "next-intl";
import { Button } from "#components/ui/button.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { ProgressBar } from "#components/ui/progress-bar.tsx";
import { StatusIndicator } from "#components/ui/status-indicator.tsx";
import type { StatusKind } from "#components/ui/status-indicator.tsx";
import { Time } from "#components/ui/time.tsx";
import type { RolloutProgress, WaveProgress } from "#lib/rollouts/progress.ts";
import type { RolloutStatus, WaveView } from "#lib/rollouts/rollout.ts";
import type { TargetFilter } from "#lib/rollouts/target-filter.ts";
import type { Access } from "./access.ts";
import { UndoButton } from "./undo-button.tsx";
import { useWaveName } from "./use-wave-name.ts";

const MARK: Record<WaveView["state"], StatusKind> = {
  waiting: "pending",
  working: "in-progress",
  baking: "in-progress",
  passed: "success",
};

/** Where a wave stands; one that was at work says so only while its rollout is. */
function WaveMark({ wave: { state, failed }, status }: { wave: WaveProgress; status: RolloutStatus }) {
  const t = useTranslations("waves.wave");
  const rollout = useTranslations("rollouts.status");
  if (state !== "passed" && status === "stopped")
    return <StatusIndicator kind="stopped">{rollout("stopped")}</StatusIndicator>;
  if (state === "working" && status === "paused")
    return <StatusIndicator kind="warning">{rollout("paused")}</StatusIndicator>;
  // Within what was tolerated, or let go on by a person.
  if (state === "passed" && failed > 0)
    return <StatusIndicator kind="warning">{t("passedWithFailures")}</StatusIndicator>;
  return <StatusIndicator kind={MARK[state]}>{t(`state.${state}`)}</StatusIndicator>;
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

type WavesPanelProps = {
  rollout: RolloutProgress;
  access: Access;
  onFilter: (change: Partial<TargetFilter>) => void;
};

function WaveLine({ wave, rollout, access, onFilter }: WavesPanelProps & { wave: WaveProgress }) {
  const t = useTranslations("waves.wave");
  const more = useTranslations("progress.waves");
  const nameOf = useWaveName();
  const name = nameOf(wave);
  const { number, total, done, failed, undoable, state } = wave;
  // A wave that is at work is left to end; what it has changed can be rolled back once it pauses, bakes or is over.
  const isUndoable = undoable > 0 && (rollout.status !== "running" || state === "baking" || state === "passed");
  return (
    <li className="space-y-1 px-4 py-2 sm:px-5">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-0.5">
        <span className="min-w-32 flex-1 font-medium">{name}</span>
        <WaveMark wave={wave} status={rollout.status} />
      </div>
      <ProgressBar
        label={name}
        value={done}
        max={total}
        valueText={more("tracked", { wave: name, done, total })}
        tone={failed > 0 ? "error" : state === "passed" ? "success" : "info"}
      />
      <div className="flex flex-wrap items-center gap-x-4 gap-y-0.5 text-sm">
        <Button variant="link" size="small" className="-ml-2" onClick={() => onFilter({ wave: number, segment: null })}>
          <span className="sr-only">{more("show", { wave: name })}: </span>
          {t("of", { done, total })}
        </Button>
        {failed === 0 ? null : <span className="text-error">{t("failed", { count: failed })}</span>}
        <Bake wave={wave} />
        {isUndoable ? (
          <span className="ml-auto">
            <UndoButton
              rollout={rollout}
              access={access}
              scope={{ kind: "wave", wave: number }}
              label={more("rollBack")}
              of={name}
            />
          </span>
        ) : null}
      </div>
    </li>
  );
}

/** A rollout's waves, in order, each with where it stands. Nothing for one that has a single wave without a bake. */
export function WavesPanel({ rollout, access, onFilter }: WavesPanelProps) {
  const t = useTranslations("waves");
  const { waves } = rollout;
  const [only] = waves;
  if (only === undefined || (waves.length === 1 && only.bakeMinutes === 0)) return null;
  return (
    <Panel header={t("preview.title")} counter={`(${waves.length})`} padded={false}>
      <ol className="max-h-96 divide-y divide-line overflow-y-auto print:max-h-none print:overflow-visible">
        {waves.map((wave) => (
          <WaveLine key={wave.number} wave={wave} rollout={rollout} access={access} onFilter={onFilter} />
        ))}
      </ol>
    </Panel>
  );
}
