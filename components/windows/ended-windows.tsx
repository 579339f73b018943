"use client";
import { useTranslations } from "next-intl";
import { Disclosure } from "#components/ui/disclosure.tsx";
import { Time } from "#components/ui/time.tsx";
import type { ChangeWindow } from "#lib/rollouts/window.ts";
import { useWindowWords } from "./use-window-words.ts";

/** The windows that were ended, for whoever asks what held a rollout once. */
export function EndedWindows({ windows }: { windows: readonly ChangeWindow[] }) {
  const t = useTranslations("windows");
  const words = useWindowWords();
  if (windows.length === 0) return null;
  return (
    <Disclosure summary={`${t("ended.title")} (${windows.length})`}>
      <ul className="space-y-1">
        {windows.map((window) => (
          <li key={window.id}>
            <span className="font-medium">{window.name}</span> ({t(`kind.${window.kind}`)}) · {words.when(window)} ·{" "}
            {window.zone}
            <span className="block text-sm text-muted">
              {t("columns.ended")}: {window.endedAt === null ? "–" : <Time value={window.endedAt} />} · {window.endedBy}
            </span>
          </li>
        ))}
      </ul>
    </Disclosure>
  );
}
