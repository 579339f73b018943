"use client";
import { useTranslations } from "next-intl";
import { useEffect, useEffectEvent, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { SearchField } from "#components/ui/search-field.tsx";
import { Select } from "#components/ui/select.tsx";
import type { RolloutProgress } from "#lib/rollouts/progress.ts";
import { ALL_TARGETS, writeTargetFilter } from "#lib/rollouts/target-filter.ts";
import { useWaveName } from "./use-wave-name.ts";
import type { TargetFiltering } from "./use-target-filter.ts";

/** Below that all of them are seen at once. */
const FEW = 8;
/** Typing is not asked about letter by letter. */
const PAUSE_MS = 200;

/** What narrows a rollout's environments besides their status: words, the wave, the account and region. */
export function TargetFilters({
  rollout,
  filter,
  onFilter,
  busy,
}: TargetFiltering & { rollout: RolloutProgress; busy: boolean }) {
  const t = useTranslations("progress.targets");
  const rollouts = useTranslations("rollouts.running");
  const common = useTranslations("common.actions");
  const nameOf = useWaveName();
  const [typed, setTyped] = useState(filter.text);
  const [told, setTold] = useState(filter.text);
  // Another hand than this field's has changed it: a link, or the button that clears all.
  if (told !== filter.text) {
    setTold(filter.text);
    setTyped(filter.text);
  }
  const tell = useEffectEvent((text: string) => {
    if (text === filter.text) return;
    setTold(text);
    onFilter({ text });
  });
  useEffect(() => {
    const timer = setTimeout(() => tell(typed.trim()), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  const { waves, lanes, total } = rollout;
  if (total <= FEW) return null;
  const laneValue = filter.lane === null ? "" : `${filter.lane.accountId}:${filter.lane.region}`;
  return (
    <div className="flex flex-wrap items-center gap-2 border-b border-line px-4 py-2 print:hidden">
      <SearchField
        label={rollouts("find")}
        placeholder={rollouts("find")}
        clearLabel={common("clear")}
        value={typed}
        onValueChange={setTyped}
        busy={busy}
        className="min-w-48 flex-1 sm:max-w-md"
      />
      {waves.length < 2 ? null : (
        <Select
          label={t("wave")}
          labelHidden
          options={[
            { value: "", label: t("anyWave") },
            ...waves.map((wave) => ({ value: String(wave.number), label: nameOf(wave) })),
          ]}
          value={filter.wave === null ? "" : String(filter.wave)}
          onValueChange={(value) => onFilter({ wave: value === "" ? null : Number(value) })}
          className="max-w-56"
        />
      )}
      {lanes.length < 2 ? null : (
        <Select
          label={t("lane")}
          labelHidden
          options={[
            { value: "", label: t("anyLane") },
            ...lanes.map(({ accountId, accountLabel, region }) => ({
              value: `${accountId}:${region}`,
              label: `${accountLabel} · ${region}`,
            })),
          ]}
          value={laneValue}
          onValueChange={(value) => {
            const lane = lanes.find(({ accountId, region }) => `${accountId}:${region}` === value);
            onFilter({ lane: lane === undefined ? null : { accountId: lane.accountId, region: lane.region } });
          }}
          className="max-w-64"
        />
      )}
      {writeTargetFilter(filter).size === 0 ? null : (
        <Button variant="link" onClick={() => onFilter(ALL_TARGETS)}>
          {t("clear")}
        </Button>
      )}
    </div>
  );
}
