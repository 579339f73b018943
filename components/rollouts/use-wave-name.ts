"use client";
import { useTranslations } from "next-intl";
import type { WaveView } from "#lib/rollouts/rollout.ts";

/** Gives the name of a wave in the reader's language, with what its targets have in common. */
export function useWaveName(): (wave: Pick<WaveView, "number" | "kind" | "label">) => string {
  const t = useTranslations("waves.wave");
  return ({ number, kind, label }) => {
    const name = t(kind, { number: number + 1 });
    return label === null ? name : `${name} · ${label}`;
  };
}
