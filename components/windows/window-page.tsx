"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { denialOf } from "#components/rollouts/access.ts";
import type { Access } from "#components/rollouts/access.ts";
import { DenialNote } from "#components/rollouts/denial-note.tsx";
import { FailureAlert } from "#components/rollouts/failure-alert.tsx";
import { Breadcrumbs } from "#components/ui/breadcrumbs.tsx";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { paths } from "#lib/paths.ts";
import { windowsQuery } from "#lib/queries/windows.ts";
import type { ChangeWindow } from "#lib/rollouts/window.ts";
import { EndedWindows } from "./ended-windows.tsx";
import { EndWindowDialog } from "./end-window-dialog.tsx";
import { WeekChart } from "./week-chart.tsx";
import { WindowDialog } from "./window-dialog.tsx";
import { WindowTable } from "./window-table.tsx";

type InHand = { kind: "none" } | { kind: "create" } | { kind: "edit" | "end"; window: ChangeWindow };

/** All change windows: what is open now and what changes next, the coming week, and the way to write and end them. */
export function WindowPage({ access }: { access: Access }) {
  const t = useTranslations("windows");
  const { data, error, isPending, refetch } = useQuery(windowsQuery());
  const [inHand, setInHand] = useState<InHand>({ kind: "none" });
  const close = () => setInHand({ kind: "none" });
  const denial = denialOf(access, "approver", "look");
  const create = (
    <Button variant="primary" onClick={() => setInHand({ kind: "create" })}>
      {t("create")}
    </Button>
  );
  return (
    <>
      <div>
        <Breadcrumbs
          label={t("title")}
          items={[
            { href: paths.settings(), label: t("back") },
            { href: null, label: t("title") },
          ]}
        />
        <PageHeader
          title={t("title")}
          description={t("lead")}
          {...(data === undefined ? {} : { counter: `(${data.outlooks.length})` })}
          actions={denial === null && data !== undefined && data.outlooks.length > 0 ? create : null}
        />
      </div>
      {denial === null ? null : <DenialNote denial={denial} role={access.role} />}
      <FailureAlert error={error} action={<Button onClick={() => void refetch()}>{t("tryAgain")}</Button>} />
      {isPending ? (
        <div aria-busy="true" className="space-y-3">
          <p className="sr-only">{t("loading")}</p>
          <Skeleton className="h-40 w-full" />
        </div>
      ) : null}
      {data === undefined ? null : (
        <>
          <Panel padded={false} footer={t("rules")}>
            {data.outlooks.length === 0 ? (
              <EmptyState header={t("empty")} action={denial === null ? create : null}>
                {t("emptyHint")}
              </EmptyState>
            ) : (
              <WindowTable
                answer={data}
                mayEdit={denial === null}
                onEdit={(window) => setInHand({ kind: "edit", window })}
                onEnd={(window) => setInHand({ kind: "end", window })}
              />
            )}
          </Panel>
          {data.outlooks.length === 0 ? null : <WeekChart answer={data} />}
          <EndedWindows windows={data.ended} />
          {inHand.kind === "create" ? <WindowDialog seen={null} choices={data.choices} onClose={close} /> : null}
          {inHand.kind === "edit" ? <WindowDialog seen={inHand.window} choices={data.choices} onClose={close} /> : null}
          {inHand.kind === "end" ? <EndWindowDialog window={inHand.window} onClose={close} /> : null}
        </>
      )}
    </>
  );
}
