"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { FailureAlert } from "#components/rollouts/failure-alert.tsx";
import { Button } from "#components/ui/button.tsx";
import { Disclosure } from "#components/ui/disclosure.tsx";
import { KeyValue } from "#components/ui/key-value.tsx";
import { useAnnounce } from "#components/ui/live-region.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { StatusIndicator } from "#components/ui/status-indicator.tsx";
import { Time } from "#components/ui/time.tsx";
import { atLeast } from "#lib/auth/role.ts";
import type { Role } from "#lib/auth/role.ts";
import { useSendTest, webhookQuery } from "#lib/queries/webhook.ts";
import type { WebhookState } from "#lib/queries/webhook.ts";
import { DeliveryTable, DELIVERY_MARKS } from "./delivery-table.tsx";

/** Whether a webhook is configured, how its last deliveries went, and the way to try it. */
export function WebhookPanel({ role }: { role: Role }) {
  const t = useTranslations("alerts.webhook");
  const announce = useAnnounce();
  const { data, error } = useQuery(webhookQuery());
  const test = useSendTest();
  const mayTest = atLeast(role, "admin");
  const isConfigured = data !== undefined && data.origin !== null;
  return (
    <Panel
      header={t("header")}
      description={t("description")}
      actions={
        isConfigured && mayTest ? (
          <Button
            busy={test.isPending}
            onClick={() => test.mutate(undefined, { onSuccess: () => announce(t("tested"), "webhook") })}
          >
            {t("test")}
          </Button>
        ) : null
      }
    >
      <div className="space-y-4">
        {data === undefined ? error === null ? <Skeleton className="h-12" /> : <FailureAlert error={error} /> : null}
        {data === undefined ? null : <Body state={data} />}
        <FailureAlert error={test.error} />
        {isConfigured && !mayTest ? <p className="text-sm text-muted">{t("adminOnly")}</p> : null}
      </div>
    </Panel>
  );
}

function Body({ state: { origin, waiting, deliveries } }: { state: WebhookState }) {
  const t = useTranslations("alerts.webhook");
  if (origin === null) {
    return (
      <div className="space-y-1">
        <StatusIndicator kind="not-started">{t("off")}</StatusIndicator>
        <p className="text-muted">{t("offHint")}</p>
      </div>
    );
  }
  const last = deliveries.find(({ lastAttemptAt }) => lastAttemptAt !== null);
  const failed = deliveries.find(({ error }) => error !== null);
  return (
    <>
      <KeyValue
        columns={4}
        items={[
          { key: "receiver", label: t("receiver"), value: <span className="wrap-anywhere">{origin}</span> },
          {
            key: "last",
            label: t("last"),
            value:
              last === undefined || last.lastAttemptAt === null ? (
                t("never")
              ) : (
                <StatusIndicator kind={DELIVERY_MARKS[last.state]} wrap>
                  {t(`state.${last.state}`)} · <Time value={last.lastAttemptAt} />
                </StatusIndicator>
              ),
          },
          { key: "error", label: t("lastError"), value: failed?.error ?? t("noError") },
          { key: "waiting", label: t("waiting"), value: t("waitingCount", { count: waiting }) },
        ]}
      />
      {deliveries.length === 0 ? null : (
        <Disclosure summary={t("log")}>
          <DeliveryTable deliveries={deliveries} />
        </Disclosure>
      )}
    </>
  );
}
