"use client";
import { useTranslations } from "next-intl";
import { Disclosure } from "#components/ui/disclosure.tsx";

const CONTROLS = [
  { name: "pause", label: "waves.steer.pause" },
  { name: "resume", label: "waves.steer.resume" },
  { name: "end-bake", label: "waves.steer.end-bake" },
  { name: "stop", label: "rollouts.running.stop" },
  { name: "skip", label: "waves.steer.skip" },
  { name: "undo", label: "rollouts.report.undo" },
] as const;

/** What follows from each control, before it is used. */
export function ControlHelp() {
  const t = useTranslations();
  return (
    <Disclosure summary={t("progress.controls.title")} className="print:hidden">
      <dl className="grid max-w-[100ch] gap-x-4 gap-y-1.5 sm:grid-cols-[max-content_minmax(0,1fr)]">
        {CONTROLS.map(({ name, label }) => (
          <div key={name} className="contents">
            <dt className="font-medium">{t(label)}</dt>
            <dd className="text-muted">{t(`progress.controls.${name}`)}</dd>
          </div>
        ))}
      </dl>
    </Disclosure>
  );
}
