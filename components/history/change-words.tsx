import { ArrowRight } from "lucide-react";
import { useTranslations } from "next-intl";
import { CONFIGURED_MARKS, EFFECTIVE_MARKS } from "#components/environments/posture-marks.ts";
import { StatusIndicator } from "#components/ui/status-indicator.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import type { Cause, ChangedPart, PostureChange, PostureWords } from "#lib/imds/history.ts";
import { paths } from "#lib/paths.ts";

type Part = "configured" | "effective" | "drift";

function PartWord({ part, words }: { part: Part; words: PostureWords }) {
  const t = useTranslations("environments");
  switch (part) {
    case "configured":
      return (
        <StatusIndicator kind={CONFIGURED_MARKS[words.configured]}>
          {t(`configured.${words.configured}`)}
        </StatusIndicator>
      );
    case "effective":
      return (
        <StatusIndicator kind={EFFECTIVE_MARKS[words.effective]}>{t(`effective.${words.effective}`)}</StatusIndicator>
      );
    case "drift":
      return (
        <StatusIndicator kind={words.drift ? "error" : "success"}>
          {t(words.drift ? "drift.true" : "drift.false")}
        </StatusIndicator>
      );
  }
}

function partsOf(what: readonly ChangedPart[]): Part[] {
  return what.flatMap((part) => (part === "appeared" || part === "gone" ? [] : [part]));
}

/** What a change was of, each part from before to after. */
export function ChangeWords({ change: { what, before, after } }: { change: PostureChange }) {
  const t = useTranslations("history");
  if (before === null || after === null) {
    const known = after ?? before;
    return (
      <div className="flex flex-wrap items-center gap-x-3">
        <span className="font-medium">{t(after === null ? "what.gone" : "what.appeared")}</span>
        {known === null || after === null ? null : <PartWord part="configured" words={known} />}
      </div>
    );
  }
  return (
    <ul className="space-y-0.5">
      {partsOf(what).map((part) => (
        <li key={part} className="flex flex-wrap items-center gap-x-2">
          <span className="text-muted">{t(`what.${part}`)}:</span>
          <PartWord part={part} words={before} />
          <ArrowRight role="img" aria-label={t("to")} className="size-3.5 shrink-0 text-muted" />
          <PartWord part={part} words={after} />
        </li>
      ))}
    </ul>
  );
}

/** Who did it: a rollout of ours with who started it, or somebody outside. */
export function CauseWords({ cause }: { cause: Cause }) {
  const t = useTranslations("history.cause");
  if (cause.kind === "outside") return <span title={t("outsideHint")}>{t("outside")}</span>;
  return (
    <TextLink href={paths.rollout(cause.rolloutId)}>
      {cause.actor === null ? t("rollout") : t("rolloutBy", { actor: cause.actor })}
    </TextLink>
  );
}
