"use client";
import { useTranslations } from "next-intl";
import { useMemo } from "react";
import { Disclosure } from "#components/ui/disclosure.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { StatusIndicator } from "#components/ui/status-indicator.tsx";
import type { TargetView } from "#lib/rollouts/rollout.ts";
import { TextLink } from "#components/ui/text-link.tsx";
import { paths } from "#lib/paths.ts";
import { useRolloutWords } from "./use-rollout-words.ts";

type Group = { text: string; status: "skipped" | "blocked"; targets: TargetView[] };

const NAMES_SHOWN = 200;

/** Why environments are left out, each reason once with how many it is true of. */
export function LeftOut({ targets }: { targets: readonly TargetView[] }) {
  const t = useTranslations("rollouts");
  const words = useRolloutWords();
  const groups = useMemo(() => {
    const found = new Map<string, Group>();
    for (const target of targets) {
      const { state } = target;
      if (state.status !== "skipped" && state.status !== "blocked") continue;
      const text = state.status === "skipped" ? words.skip(state.reason) : words.block(state.reason);
      const group = found.get(text) ?? { text, status: state.status, targets: [] };
      group.targets.push(target);
      found.set(text, group);
    }
    return [...found.values()].toSorted((one, other) => other.targets.length - one.targets.length);
  }, [targets, words]);
  if (groups.length === 0) return null;
  return (
    <Panel header={t("review.reasons")}>
      <ul className="space-y-1">
        {groups.map((group) => (
          <li key={group.text}>
            <Disclosure
              summary={
                <StatusIndicator kind={group.status === "blocked" ? "warning" : "stopped"} wrap>
                  <span className="font-semibold">
                    {t(`target.${group.status}`)}: {group.targets.length}
                  </span>
                  <span className="ml-2 font-normal text-ink">{group.text}</span>
                </StatusIndicator>
              }
            >
              <ul className="flex flex-wrap gap-x-3 gap-y-1 text-sm">
                {group.targets.slice(0, NAMES_SHOWN).map((target) => (
                  <li key={target.id}>
                    <TextLink href={paths.environment(target)} prefetch={false}>
                      {target.name}
                    </TextLink>{" "}
                    <span className="text-muted">{target.region}</span>
                  </li>
                ))}
              </ul>
            </Disclosure>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
