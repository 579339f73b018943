"use client";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Alert } from "#components/ui/alert.tsx";
import { Time } from "#components/ui/time.tsx";
import type { RolloutProgress } from "#lib/rollouts/progress.ts";
import { useWaveName } from "./use-wave-name.ts";

const IN = { all: "all", canary: "inCanary" } as const;

/** Why a rollout is paused, with the figures, and what can be done. */
export function PauseNote({ rollout }: { rollout: Pick<RolloutProgress, "pause" | "waves"> }) {
  const t = useTranslations("waves.paused");
  const nameOf = useWaveName();
  const { pause, waves } = rollout;
  if (pause === null) return null;
  const header = (): string => {
    switch (pause.kind) {
      case "person":
      case "halt":
        return t(pause.kind, { name: pause.by });
      case "tolerance":
        return t(pause.breach.scope === "canary" ? "canary" : "tolerance");
      case "inconclusive": {
        const wave = waves.find(({ number }) => number === pause.wave);
        return t("inconclusive", { wave: wave === undefined ? String(pause.wave + 1) : nameOf(wave) });
      }
    }
  };
  const details = (): ReactNode => {
    switch (pause.kind) {
      case "person":
      case "halt":
        return null;
      case "tolerance": {
        const { breach, failed } = pause;
        return (
          <>
            <p>{breach.scope === "lane" ? t("lane", breach) : t(IN[breach.scope], breach)}</p>
            <p>{t("failed", { names: failed.join(", ") })}</p>
          </>
        );
      }
      case "inconclusive":
        return (
          <>
            <p>{t("lacking", { count: pause.count, names: pause.names.join(", ") })}</p>
            <ul className="list-disc pl-5">
              {pause.missing.map((missing) => (
                <li key={missing}>{t(`missing.${missing}`)}</li>
              ))}
            </ul>
            <p>{t("inconclusiveNext")}</p>
          </>
        );
    }
  };
  return (
    <Alert kind={pause.kind === "tolerance" ? "error" : "warning"} live header={header()}>
      {details()}
      <p>
        {t("rest")} <Time value={pause.at} className="text-muted" />
      </p>
    </Alert>
  );
}
