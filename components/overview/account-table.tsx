import { useFormatter, useTranslations } from "next-intl";
import { Panel } from "#components/ui/panel.tsx";
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
import { TextLink } from "#components/ui/text-link.tsx";
import { NO_FILTER } from "#lib/imds/environment-filter.ts";
import type { EnvironmentFilter } from "#lib/imds/environment-filter.ts";
import type { AccountPosture } from "#lib/imds/history.ts";
import { paths } from "#lib/paths.ts";

const COLUMNS: readonly {
  name: "environments" | "enforced" | "allowing" | "inUse" | "drifted";
  filter: Partial<EnvironmentFilter>;
}[] = [
  { name: "environments", filter: {} },
  { name: "enforced", filter: { effective: ["v2-only"] } },
  { name: "allowing", filter: { effective: ["v1-and-v2", "mixed"] } },
  { name: "inUse", filter: { imdsUse: ["in-use"] } },
  { name: "drifted", filter: { drift: true } },
];

/** Each account's share, every number a link to what it counts. */
export function AccountTable({ accounts }: { accounts: readonly AccountPosture[] }) {
  const t = useTranslations("overview.accounts");
  const format = useFormatter();
  return (
    <Panel header={t("header")} counter={`(${accounts.length})`} padded={false}>
      <TableFrame label={t("header")} className="max-h-96">
        <Table>
          <TableHead>
            <tr>
              <HeaderCell>{t("columns.account")}</HeaderCell>
              {COLUMNS.map(({ name }) => (
                <HeaderCell key={name} align="end">
                  {t(`columns.${name}`)}
                </HeaderCell>
              ))}
              <HeaderCell align="end">{t("columns.lanes")}</HeaderCell>
            </tr>
          </TableHead>
          <TableBody>
            {accounts.map((account) => (
              <TableRow key={account.accountId}>
                <RowHeaderCell className="min-w-40">
                  {account.accountLabel}
                  {account.accountLabel === account.accountId ? null : (
                    <span className="block text-sm font-normal text-muted">{account.accountId}</span>
                  )}
                </RowHeaderCell>
                {COLUMNS.map(({ name, filter }) => (
                  <Cell key={name} align="end">
                    <TextLink
                      href={paths.environments({ ...NO_FILTER, ...filter, accountId: [account.accountId] })}
                      aria-label={`${account.accountLabel}, ${t(`columns.${name}`)}: ${account[name]}`}
                    >
                      {format.number(account[name])}
                    </TextLink>
                  </Cell>
                ))}
                <Cell align="end" className="whitespace-nowrap">
                  {account.unreadable === 0
                    ? format.number(account.lanes)
                    : t("lanesText", { unreadable: account.unreadable, lanes: account.lanes })}
                </Cell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      </TableFrame>
    </Panel>
  );
}
