"use client";
import { useTranslations } from "next-intl";
import type { EnvironmentDetail } from "#lib/imds/environment.ts";
import { ConfiguredMark, EffectiveMark } from "./methods-mark.tsx";
import { originOf, saidOf } from "./panel-state.ts";

/** The current setting in a sentence, where it comes from, and what the instances really do. */
export function CurrentSetting({ environment }: { environment: EnvironmentDetail }) {
  const t = useTranslations("instances");
  const { configured, effective, drift } = environment.posture;
  const origin = originOf(configured);
  return (
    <div className="max-w-[75ch] space-y-2">
      <p className="text-lg">
        {t.rich(`panel.current.${saidOf(configured)}`, {
          b: (chunks) => <strong className="font-semibold">{chunks}</strong>,
        })}
      </p>
      {origin === null ? null : <p className="text-muted">{t(`panel.origin.${origin}`)}</p>}
      <p className="flex flex-wrap gap-x-5 gap-y-1 text-sm">
        <span className="flex gap-1.5">
          <span className="text-muted">{t("overview.configured")}</span>
          <ConfiguredMark word={environment.configured} />
        </span>
        <span className="flex gap-1.5">
          <span className="text-muted">{t("overview.effective")}</span>
          <EffectiveMark effective={effective} />
        </span>
      </p>
      {drift && configured.kind === "known" && "required" in effective ? (
        <p className="text-sm">
          {t("overview.driftText", {
            configured: t(`methods.${configured.methods}`),
            required: effective.required,
            optional: effective.optional,
          })}
        </p>
      ) : null}
    </div>
  );
}
