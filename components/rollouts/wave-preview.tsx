"use client";
import { useLocale, useTranslations } from "next-intl";
import { useMemo } from "react";
import { estimateOf } from "#lib/rollouts/estimate.ts";
import { mostAtOnce } from "#lib/rollouts/limits.ts";
import type { Policy } from "#lib/rollouts/policy.ts";
import type { Target } from "#lib/rollouts/target.ts";
import { wavesOf } from "#lib/rollouts/waves.ts";
import { formatDuration } from "./duration.ts";
import { useWaveName } from "./use-wave-name.ts";

const MINUTE = 60_000;
/** The rest is told by its number. */
const SHOWN = 12;

/** The waves that follow from a policy without problems, and about how long it all takes. */
export function WavePreview({
  targets,
  policy,
  readsMetrics,
}: {
  targets: readonly Target[];
  policy: Policy;
  readsMetrics: boolean;
}) {
  const t = useTranslations("waves.preview");
  const locale = useLocale();
  const nameOf = useWaveName();
  const { waves, lanes, estimate, narrowed, nowhere } = useMemo(() => {
    const made = wavesOf(targets, policy);
    const laneOf = new Map(targets.map(({ id, accountId, region }) => [id, `${accountId} ${region}`]));
    const sizes = [...Map.groupBy(targets, ({ id }) => laneOf.get(id)).values()].map((list) => list.length);
    const most = Math.max(0, ...sizes.map((size) => mostAtOnce(policy, size, targets.length)));
    return {
      waves: made,
      lanes: made.map(({ targetIds }) => new Set(targetIds.map((id) => laneOf.get(id))).size),
      estimate: estimateOf(targets, made, policy, readsMetrics),
      nowhere: policy.regions.order.filter((name) => targets.every(({ region }) => region !== name)),
      narrowed: most < Math.min(policy.cap.perLane, Math.max(0, ...sizes)) ? most : null,
    };
  }, [targets, policy, readsMetrics]);
  return (
    <section aria-label={t("title")} className="space-y-2 text-sm">
      <ol className="divide-y divide-line rounded-control border border-line sm:grid sm:grid-cols-[max-content_max-content_1fr]">
        {waves.slice(0, SHOWN).map((wave, index) => (
          <li
            key={wave.number}
            className="flex flex-wrap gap-x-4 px-3 py-1.5 sm:col-span-3 sm:grid sm:grid-cols-subgrid"
          >
            <span className="font-medium">{nameOf(wave)}</span>
            <span>{t("line", { count: wave.targetIds.length, lanes: lanes[index] ?? 0 })}</span>
            {wave.bakeMinutes === 0 ? null : (
              <span className="text-muted">{t("bake", { minutes: wave.bakeMinutes })}</span>
            )}
          </li>
        ))}
        {waves.length > SHOWN ? (
          <li className="px-3 py-1.5 text-muted sm:col-span-3">+ {waves.length - SHOWN}</li>
        ) : null}
      </ol>
      {nowhere.length === 0 ? null : <p>{t("nowhere", { regions: nowhere.join(", ") })}</p>}
      {narrowed === null ? null : <p className="text-muted">{t("narrowed", { count: narrowed })}</p>}
      <p>
        <strong className="font-semibold">
          {t("estimate", { duration: formatDuration(estimate.minutes * MINUTE, locale) })}
        </strong>{" "}
        <span className="text-muted">{t("estimateFrom", { bake: estimate.bakeMinutes })}</span>
      </p>
    </section>
  );
}
