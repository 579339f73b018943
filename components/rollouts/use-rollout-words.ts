"use client";
import { useTranslations } from "next-intl";
import { useMemo } from "react";
import type { Replacement } from "#lib/imds/environment.ts";
import type { Before, BlockReason, Change, Drifted, FailReason, SkipReason, Transition } from "#lib/rollouts/target.ts";
import { methodsOf } from "#lib/imds/posture.ts";
import { blockValues, driftedKey, failValues, methodsAfter, replacementKey, transitionValues } from "./words.ts";

/** Gives the sentences of rollouts in the reader's language. */
export function useRolloutWords() {
  const t = useTranslations("rollouts");
  return useMemo(() => {
    const defaultOf = ({ platformDefault }: Pick<Before, "platformDefault">) => {
      const methods = platformDefault === null ? undefined : methodsOf(platformDefault);
      return methods === undefined ? t("unknownValue") : t(`methods.${methods}`);
    };
    const value = (raw: string | null) => raw ?? t("notSet");
    const drifted = ({ what, was, is }: Omit<Drifted, "kind">) => {
      const word = (raw: string | null) => {
        const key = driftedKey(what, raw);
        return key === undefined ? value(raw) : t(key);
      };
      return { what: t(`changedWhat.${what}`), was: word(was), is: word(is) };
    };
    return {
      value,
      block(reason: BlockReason): string {
        if (reason.kind !== "changed-since-review") return t(`block.${reason.kind}`, blockValues(reason));
        return t("block.changed-since-review", drifted(reason));
      },
      skip(reason: SkipReason): string {
        if (typeof reason === "string") return t(`skip.${reason}`);
        return t(`skip.${reason.kind}`, drifted(reason));
      },
      fail(reason: FailReason): string {
        const sentence = t(`fail.${reason.kind}`, failValues(reason, t("notSet")));
        return reason.kind === "inconclusive" ? `${sentence} ${t(`inconclusive.${reason.why}`)}` : sentence;
      },
      transition: (transition: Transition) => t(`transition.${transition.kind}`, transitionValues(transition)),
      change: (change: Change | { kind: "mixed" }) =>
        t(`change.${change.kind === "set" ? change.methods : change.kind}`),
      before(before: Before): string {
        if (before.methods === null) return t("unknownValue");
        return before.optionValue === null
          ? t("notSetWithDefault", { default: defaultOf(before) })
          : t(`methods.${before.methods}`);
      },
      after(change: Change, before: Before): string {
        if (change.kind === "remove") return t("removed", { default: defaultOf(before) });
        const methods = methodsAfter(change, before);
        return methods === null ? t("unknownValue") : t(`methods.${methods}`);
      },
      replacement: (replacement: Replacement) => t(`replacement.${replacementKey(replacement)}`),
      replacementLong(replacement: Replacement, count: number): string {
        const size = replacement.kind === "rolling" ? replacement.maxBatchSize : null;
        const batch = size === null ? t("batchDefault") : t("batch", { size });
        const sentence = t(`replacementLong.${replacementKey(replacement)}`, { count, batch });
        const kept = replacement.kind === "rolling" ? replacement.minInService : null;
        return kept === null || kept === 0 ? sentence : `${sentence} ${t("minInService", { count: kept })}`;
      },
    };
  }, [t]);
}
