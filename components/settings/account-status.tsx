import { useTranslations } from "next-intl";
import { StatusIndicator } from "#components/ui/status-indicator.tsx";
import { Time } from "#components/ui/time.tsx";
import type { AccountSummary } from "./account-groups.ts";

/** How an account stands, in one line for all its lanes. */
export function AccountStatus({ summary }: { summary: AccountSummary }) {
  const t = useTranslations("accounts.summary");
  switch (summary.kind) {
    case "shut":
      return (
        <StatusIndicator kind="stopped" wrap>
          {t("shut")} · <span translate="no">{summary.state}</span>
        </StatusIndicator>
      );
    case "refused":
      return (
        <StatusIndicator kind="error" wrap>
          {t("refused")} · <code className="font-mono">{summary.code}</code>
        </StatusIndicator>
      );
    case "no-regions":
      return <StatusIndicator kind="not-applicable">{t("noRegions")}</StatusIndicator>;
    case "failing":
      return (
        <StatusIndicator kind="warning" wrap>
          {t("failing", { failing: summary.failing, lanes: summary.lanes })}
        </StatusIndicator>
      );
    case "regions-refused":
      return (
        <StatusIndicator kind="warning" wrap>
          {t("regionsRefused")} · <code className="font-mono">{summary.code}</code>
        </StatusIndicator>
      );
    case "reading":
      return <StatusIndicator kind="in-progress">{t("reading", { count: summary.reading })}</StatusIndicator>;
    case "never":
      return <StatusIndicator kind="not-started">{t("never")}</StatusIndicator>;
    case "read":
      return (
        <StatusIndicator kind="success" wrap>
          {t.rich("read", { ago: () => <Time value={summary.oldest} /> })}
        </StatusIndicator>
      );
  }
}
