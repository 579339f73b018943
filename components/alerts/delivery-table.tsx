import { useTranslations } from "next-intl";
import { Disclosure } from "#components/ui/disclosure.tsx";
import { StatusIndicator } from "#components/ui/status-indicator.tsx";
import type { StatusKind } from "#components/ui/status-indicator.tsx";
import {
  Cell,
  HeaderCell,
  RowHeaderCell,
  Table,
  TableBody,
  TableFrame,
  TableHead,
  TableRow,
} from "#components/ui/table.tsx";
import { Time } from "#components/ui/time.tsx";
import type { DeliveryView } from "#lib/imds/alert.ts";

/** How each state of a delivery is marked. */
export const DELIVERY_MARKS: Record<DeliveryView["state"], StatusKind> = {
  waiting: "pending",
  delivered: "success",
  "given-up": "error",
};

const top = "align-top py-2";

/** The last deliveries with what the receiver said. */
export function DeliveryTable({ deliveries }: { deliveries: readonly DeliveryView[] }) {
  const t = useTranslations("alerts.webhook");
  return (
    <TableFrame label={t("log")}>
      <Table>
        <TableHead>
          <tr>
            <HeaderCell>{t("columns.made")}</HeaderCell>
            <HeaderCell>{t("columns.type")}</HeaderCell>
            <HeaderCell>{t("columns.state")}</HeaderCell>
            <HeaderCell align="end">{t("columns.attempts")}</HeaderCell>
            <HeaderCell>{t("columns.answer")}</HeaderCell>
          </tr>
        </TableHead>
        <TableBody>
          {deliveries.map((delivery) => (
            <TableRow key={delivery.id}>
              <Cell className={`${top} whitespace-nowrap`}>
                <Time value={delivery.createdAt} />
              </Cell>
              <RowHeaderCell className={`${top} font-mono text-sm font-normal`} title={delivery.id}>
                {delivery.type}
              </RowHeaderCell>
              <Cell className={`${top} min-w-40`}>
                <StatusIndicator kind={DELIVERY_MARKS[delivery.state]}>{t(`state.${delivery.state}`)}</StatusIndicator>
                {delivery.state === "waiting" && delivery.attempts > 0 ? (
                  <span className="block text-sm text-muted">
                    {t.rich("next", { when: () => <Time value={delivery.dueAt} /> })}
                  </span>
                ) : null}
              </Cell>
              <Cell align="end" className={top}>
                {delivery.attempts}
              </Cell>
              <Cell className={`${top} min-w-52`}>
                {delivery.error ?? (delivery.httpStatus === null ? "–" : `HTTP ${delivery.httpStatus}`)}
                {delivery.answer ? (
                  <Disclosure summary={t("answered")}>
                    <pre translate="no" className="max-w-xl font-mono text-xs whitespace-pre-wrap wrap-anywhere">
                      {delivery.answer}
                    </pre>
                  </Disclosure>
                ) : null}
              </Cell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </TableFrame>
  );
}
