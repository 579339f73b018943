import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import {
  Cell,
  HeaderCell,
  RowHeaderCell,
  Table,
  TableBody,
  TableFrame,
  TableHead,
  TableMessage,
  TableRow,
} from "#components/ui/table.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { Time } from "#components/ui/time.tsx";
import type { PostureChangeView } from "#lib/imds/history.ts";
import { paths } from "#lib/paths.ts";
import { CauseWords, ChangeWords } from "./change-words.tsx";

const top = "align-top py-2";

/** Changes of any environments, the newest first; `empty` says why there are none. */
export function ChangeTable({
  changes,
  label,
  empty,
}: {
  changes: readonly PostureChangeView[];
  label: string;
  empty: ReactNode;
}) {
  const t = useTranslations("history");
  return (
    <TableFrame label={label} className="rounded-panel">
      <Table>
        <TableHead>
          <tr>
            {(["seen", "environment", "change", "cause"] as const).map((column) => (
              <HeaderCell key={column}>{t(`columns.${column}`)}</HeaderCell>
            ))}
          </tr>
        </TableHead>
        <TableBody>
          {changes.length === 0 ? (
            <TableMessage columns={4}>{empty}</TableMessage>
          ) : (
            changes.map((change) => (
              <TableRow key={change.id}>
                <Cell className={`${top} whitespace-nowrap`}>
                  <Time value={change.seenAt} />
                </Cell>
                <RowHeaderCell className={`${top} min-w-44`}>
                  {change.after === null ? (
                    change.name
                  ) : (
                    <TextLink href={paths.environment(change)}>{change.name}</TextLink>
                  )}
                  <span className="block text-sm font-normal text-muted">
                    {change.accountLabel} · {change.region}
                  </span>
                </RowHeaderCell>
                <Cell className={`${top} min-w-72`}>
                  <ChangeWords change={change} />
                </Cell>
                <Cell className={`${top} min-w-36`}>
                  <CauseWords cause={change.cause} />
                </Cell>
              </TableRow>
            ))
          )}
        </TableBody>
      </Table>
    </TableFrame>
  );
}
