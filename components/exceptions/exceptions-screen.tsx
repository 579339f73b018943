"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useSearchParams } from "next/navigation";
import { useState } from "react";
import { useWords } from "#components/environments/words.ts";
import { denialOf } from "#components/rollouts/access.ts";
import type { Access } from "#components/rollouts/access.ts";
import { DenialNote } from "#components/rollouts/denial-note.tsx";
import { FailureAlert } from "#components/rollouts/failure-alert.tsx";
import { FilterChips } from "#components/rollouts/filter-chips.tsx";
import { Button } from "#components/ui/button.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { SearchField } from "#components/ui/search-field.tsx";
import { exceptionsQuery } from "#lib/queries/exceptions.ts";
import type { ExceptionView } from "#lib/queries/exceptions.ts";
import { useLanes } from "#lib/queries/use-lanes.ts";
import { AcceptForFilter } from "./accept-for-filter.tsx";
import { EndDialog, ExtendDialog } from "./change-dialogs.tsx";
import { ExceptionsTable } from "./exceptions-table.tsx";
import { byAttention, finds, isShown, SHOWN, shownOf } from "./exceptions-shown.ts";
import type { Shown } from "./exceptions-shown.ts";

type Opened = { kind: "accept" } | { kind: "extend" | "end"; exception: ExceptionView } | null;

/** What is shown, owned by the address bar. */
function useShown() {
  const params = useSearchParams();
  const [text, setText] = useState(params.get("q") ?? "");
  const [shown, setShown] = useState(shownOf(params.get("show")));
  const change = (next: { text: string; shown: Shown }) => {
    setText(next.text);
    setShown(next.shown);
    const query = new URLSearchParams();
    if (next.shown !== "held") query.set("show", next.shown);
    if (next.text.trim() !== "") query.set("q", next.text.trim());
    window.history.replaceState(null, "", query.size === 0 ? window.location.pathname : `?${query.toString()}`);
  };
  return { text, shown, change };
}

/** The accepted risks: in force, about to expire, expired and ended; who answers for each, and what it covers now. */
export function ExceptionsScreen({ access }: { access: Access }) {
  const t = useTranslations("exceptions");
  const words = useWords(useLanes().data ?? []);
  const { data, error } = useQuery(exceptionsQuery());
  const { text, shown, change } = useShown();
  const [opened, setOpened] = useState<Opened>(null);
  const close = () => setOpened(null);
  const denial = denialOf(access, "approver", "change");
  const found = (data ?? []).filter(finds(text));
  const rows = byAttention(found.filter((each) => isShown(each, shown)));
  return (
    <>
      <PageHeader
        title={t("title")}
        description={t("lead")}
        actions={
          denial === null ? (
            <Button variant="primary" onClick={() => setOpened({ kind: "accept" })}>
              {t("accept")}
            </Button>
          ) : (
            <DenialNote denial={denial} role={access.role} />
          )
        }
      />
      <FailureAlert error={error} />
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <SearchField
          label={t("search.label")}
          placeholder={t("search.placeholder")}
          clearLabel={t("search.clear")}
          value={text}
          onValueChange={(next) => change({ text: next, shown })}
          className="min-w-0 flex-1 basis-64 sm:max-w-md"
        />
        <FilterChips
          label={t("show.label")}
          name="shown-exceptions"
          chips={SHOWN.map((id) => ({
            id,
            label: t(`show.${id}`),
            count: found.filter((each) => isShown(each, id)).length,
          }))}
          value={shown}
          onChoose={(next) => change({ text, shown: next })}
        />
      </div>
      <Panel padded={false}>
        <ExceptionsTable
          all={data}
          rows={rows}
          words={words}
          isFailed={error !== null}
          isAllowed={denial === null}
          onAccept={() => setOpened({ kind: "accept" })}
          onExtend={(exception) => setOpened({ kind: "extend", exception })}
          onEnd={(exception) => setOpened({ kind: "end", exception })}
          onShowAll={() => change({ text: "", shown: "all" })}
        />
      </Panel>
      {opened?.kind === "accept" ? <AcceptForFilter words={words} onClose={close} /> : null}
      {opened?.kind === "extend" ? <ExtendDialog exception={opened.exception} words={words} onClose={close} /> : null}
      {opened?.kind === "end" ? <EndDialog exception={opened.exception} words={words} onClose={close} /> : null}
    </>
  );
}
