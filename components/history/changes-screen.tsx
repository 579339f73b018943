import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { ButtonLink } from "#components/ui/button.tsx";
import { ChoiceLinks } from "#components/ui/choice-links.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { CHANGED_PARTS } from "#lib/imds/history.ts";
import type { ChangesFilter, PostureChangeView } from "#lib/imds/history.ts";
import { paths } from "#lib/paths.ts";
import { ChangeTable } from "./change-table.tsx";

type ChangesScreenProps = {
  changes: readonly PostureChangeView[];
  filter: ChangesFilter;
  /** The id of the change this page begins after, and the one the next page does. */
  before: number | undefined;
  next: number | undefined;
};

/** A page of changes, narrowed by who did it and of what; the address holds the choice. */
export function ChangesScreen({ changes, filter, before, next }: ChangesScreenProps) {
  const t = useTranslations("history");
  const isAll = filter.cause === null && filter.what === null;
  return (
    <>
      <div className="flex flex-wrap gap-x-6 gap-y-2">
        <Labelled text={t("filter.cause")}>
          <ChoiceLinks
            label={t("filter.cause")}
            choices={[null, "outside" as const, "rollout" as const].map((cause) => ({
              key: cause ?? "all",
              href: paths.changes({ ...filter, cause }),
              isHere: cause === filter.cause,
              label: t(`filter.${cause ?? "all"}`),
            }))}
          />
        </Labelled>
        <Labelled text={t("filter.what")}>
          <ChoiceLinks
            label={t("filter.what")}
            choices={[null, ...CHANGED_PARTS].map((what) => ({
              key: what ?? "all",
              href: paths.changes({ ...filter, what }),
              isHere: what === filter.what,
              label: what === null ? t("filter.all") : t(`what.${what}`),
            }))}
          />
        </Labelled>
      </div>
      <Panel padded={false}>
        <ChangeTable
          changes={changes}
          label={t("title")}
          empty={
            isAll ? (
              <EmptyState header={t("none")}>{t("noneHint")}</EmptyState>
            ) : (
              <EmptyState header={t("noMatch")}>{t("noMatchHint")}</EmptyState>
            )
          }
        />
      </Panel>
      <nav aria-label={t("pages")} className="flex gap-2">
        {before === undefined ? null : <ButtonLink href={paths.changes(filter)}>{t("newest")}</ButtonLink>}
        {next === undefined ? null : (
          <ButtonLink href={paths.changes({ ...filter, before: next })}>{t("older")}</ButtonLink>
        )}
      </nav>
    </>
  );
}

/** A choice with its name in sight; the navigation has it as its label already. */
function Labelled({ text, children }: { text: string; children: ReactNode }) {
  return (
    <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
      <span aria-hidden="true" className="text-sm text-muted">
        {text}
      </span>
      {children}
    </div>
  );
}
