"use client";
import { useTranslations } from "next-intl";
import { Alert } from "#components/ui/alert.tsx";
import { Time } from "#components/ui/time.tsx";
import type { ClosedTargets, RolloutWindows } from "#lib/rollouts/window.ts";
import { useWindowWords } from "./use-window-words.ts";

const countOf = (closed: readonly ClosedTargets[]): number =>
  closed.reduce((sum, { targets }) => sum + targets.length, 0);

/** What closes environments and when they open, a line for each reason. */
export function ClosedList({ closed }: { closed: readonly ClosedTargets[] }) {
  const t = useTranslations("windows.closed");
  const words = useWindowWords();
  return (
    <ul className="list-disc space-y-0.5 pl-5">
      {closed.map(({ why, windows, opensAt, targets }) => (
        <li key={`${why} ${windows.map(({ id }) => id).join()} ${opensAt}`}>
          {t("environments", { count: targets.length })}{" "}
          <strong className="font-semibold">{t(why, { windows: words.list(windows.map(({ name }) => name)) })}</strong>
          {" · "}
          {opensAt === null ? (
            t("never")
          ) : (
            <>
              {t.rich("opens", { when: () => <Time value={opensAt} /> })} (<Time value={opensAt} mode="absolute" />)
            </>
          )}
        </li>
      ))}
    </ul>
  );
}

/** Before a start: how many environments are closed then, by what, and that they wait. */
export function ClosedNote({ windows, when }: { windows: RolloutWindows; when: "now" | "start" }) {
  const t = useTranslations("windows.closed");
  const { closed } = windows;
  if (closed.length === 0) return null;
  return (
    <Alert kind="warning" header={t("title", { count: countOf(closed), when })}>
      <ClosedList closed={closed} />
      <p>{t("follows")}</p>
    </Alert>
  );
}
