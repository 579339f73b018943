import { useTranslations } from "next-intl";
import { Disclosure } from "#components/ui/disclosure.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
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
import { isRole } from "#lib/auth/role.ts";
import { paths } from "#lib/paths.ts";

export type ActivityEntry = {
  id: number;
  at: string;
  actor: string;
  actorRole: string;
  action: string;
  subject: string;
  before: unknown;
  after: unknown;
};

const KNOWN = [
  "signed-in",
  "sign-in-refused",
  "signed-out-everywhere",
  "access-refused",
  "rollout-planned",
  "rollout-started",
  "rollout-stopped",
  "rollout-discarded",
  "risk-accepted",
  "exception-extended",
  "exception-ended",
  "webhook-tested",
  "policy-chosen",
  "rollout-paused",
  "rollout-resumed",
  "bake-ended",
  "target-skipped",
  "rollouts-halted",
  "halt-lifted",
  "rollout-scheduled",
  "rollout-unscheduled",
  "window-created",
  "window-edited",
  "window-ended",
  "policy-saved",
  "policy-renamed",
  "policy-deleted",
] as const;

/** What was acted upon, with the beginning of its id as other screens show it; what this version has no word for stands as it is. */
function Subject({ subject }: { subject: string }) {
  const t = useTranslations("activity.subjects");
  const [, kind, id] = /^(rollout|exception|window|policy|exceptions|person):(.+)$/.exec(subject) ?? [];
  if (kind === undefined || id === undefined) return <>{subject === "rollouts" ? t("rollouts") : subject}</>;
  switch (kind) {
    case "rollout":
      return <TextLink href={paths.rollout(id)}>{t("rollout", { id: id.slice(0, 8) })}</TextLink>;
    case "exception":
      return <TextLink href={paths.exceptions(id)}>{t("exception", { id: id.slice(0, 8) })}</TextLink>;
    case "window":
      return <>{t("window", { id: id.slice(0, 8) })}</>;
    case "policy":
      return <>{t("policy", { id: id.slice(0, 8) })}</>;
    case "exceptions":
      return <>{t("exceptions", { count: Number(id) })}</>;
    default:
      return <>{t("person", { id })}</>;
  }
}

function BeforeAfter({ entry }: { entry: ActivityEntry }) {
  const t = useTranslations("activity");
  const parts = (["before", "after"] as const).filter((part) => entry[part] !== null);
  if (parts.length === 0) return <>–</>;
  return (
    <Disclosure summary={t("change")}>
      {parts.map((part) => (
        <div key={part} className="mb-1">
          <p className="text-muted">{t(part)}</p>
          <pre translate="no" className="max-w-xl font-mono text-xs whitespace-pre-wrap">
            {JSON.stringify(entry[part], null, 2)}
          </pre>
        </div>
      ))}
    </Disclosure>
  );
}

/** The audit log's entries as they are; an action this version has no word for is shown by its name. */
export function ActivityTable({ entries }: { entries: readonly ActivityEntry[] }) {
  const t = useTranslations("activity");
  const roles = useTranslations("common.roles");
  const top = "align-top py-1.5";
  return (
    <TableFrame label={t("title")} className="rounded-panel">
      <Table>
        <TableHead>
          <tr>
            {(["at", "actor", "role", "action", "subject", "detail"] as const).map((column) => (
              <HeaderCell key={column}>{t(`columns.${column}`)}</HeaderCell>
            ))}
          </tr>
        </TableHead>
        <TableBody>
          {entries.length === 0 ? (
            <TableMessage columns={6}>
              <EmptyState header={t("empty")}>{t("emptyHint")}</EmptyState>
            </TableMessage>
          ) : (
            entries.map((entry) => {
              const known = KNOWN.find((action) => action === entry.action);
              return (
                <TableRow key={entry.id}>
                  <Cell className={`${top} whitespace-nowrap`}>
                    <Time value={entry.at} mode="absolute" />
                  </Cell>
                  <RowHeaderCell className={`${top} min-w-32`}>{entry.actor}</RowHeaderCell>
                  <Cell className={`${top} whitespace-nowrap`}>
                    {isRole(entry.actorRole) ? roles(entry.actorRole) : t("noRole")}
                  </Cell>
                  <Cell className={`${top} min-w-44`}>
                    {known === undefined ? entry.action : t(`actions.${known}`)}
                  </Cell>
                  <Cell className={`${top} min-w-52`}>
                    <Subject subject={entry.subject} />
                  </Cell>
                  <Cell className={`${top} min-w-52`}>
                    <BeforeAfter entry={entry} />
                  </Cell>
                </TableRow>
              );
            })
          )}
        </TableBody>
      </Table>
    </TableFrame>
  );
}
