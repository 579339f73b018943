"use client";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Checkbox } from "#components/ui/checkbox.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { StatusIndicator } from "#components/ui/status-indicator.tsx";
import type { StatusKind } from "#components/ui/status-indicator.tsx";
import type { EnvironmentKey, EnvironmentRow } from "#lib/imds/environment.ts";
import type { PastedMatch } from "#lib/queries/environments.ts";
import { keyText } from "./selection.ts";

type PasteResultsProps = {
  results: readonly PastedMatch[];
  picked: ReadonlyMap<string, EnvironmentKey>;
  onPick: (row: EnvironmentRow, on: boolean) => void;
};

function Part({
  kind,
  title,
  hint,
  action,
  children,
}: {
  kind: StatusKind;
  title: string;
  hint?: string;
  action?: ReactNode;
  children: ReactNode;
}) {
  return (
    <section aria-label={title}>
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h3 className="font-semibold">
          <StatusIndicator kind={kind} wrap>
            {title}
          </StatusIndicator>
        </h3>
        {action}
      </div>
      {hint === undefined ? null : <p className="text-sm text-muted">{hint}</p>}
      <ul className="mt-1.5 max-h-56 divide-y divide-line overflow-y-auto rounded-control border border-line">
        {children}
      </ul>
    </section>
  );
}

function Place({ row }: { row: EnvironmentRow }) {
  return (
    <span className="text-sm text-muted">
      {[row.application, row.accountLabel, row.region, row.environmentId].join(" · ")}
    </span>
  );
}

/** What became of a paste: what is not clear first, for it needs somebody. */
export function PasteResults({ results, picked, onPick }: PasteResultsProps) {
  const t = useTranslations("environments");
  const found = [
    ...new Map(
      results.flatMap(({ matches }) => (matches.length === 1 ? matches : [])).map((row) => [keyText(row), row]),
    ).values(),
  ];
  const ambiguous = results.filter(({ matches }) => matches.length > 1);
  const missing = results.filter(({ matches }) => matches.length === 0).map(({ token }) => token);
  return (
    <div className="space-y-4">
      {ambiguous.length === 0 ? null : (
        <Part kind="warning" title={t("paste.ambiguous", { count: ambiguous.length })} hint={t("paste.ambiguousHint")}>
          {ambiguous.map(({ token, matches }) => (
            <li key={token} className="px-3 py-2">
              <fieldset>
                <legend className="font-medium">{token}</legend>
                {matches.map((row) => (
                  <Checkbox
                    key={keyText(row)}
                    label={<Place row={row} />}
                    checked={picked.has(keyText(row))}
                    onChange={(event) => onPick(row, event.target.checked)}
                  />
                ))}
              </fieldset>
            </li>
          ))}
        </Part>
      )}
      {missing.length === 0 ? null : (
        <Part
          kind="error"
          title={t("paste.missing", { count: missing.length })}
          hint={t("paste.missingHint")}
          action={
            <CopyButton
              labelled
              text={missing.join("\n")}
              label={t("paste.copyMissing")}
              copiedLabel={t("paste.copied")}
              failedLabel={t("paste.copyFailed")}
            />
          }
        >
          {missing.map((token) => (
            <li key={token} className="px-3 py-1 font-mono text-sm">
              {token}
            </li>
          ))}
        </Part>
      )}
      {found.length === 0 ? null : (
        <Part kind="success" title={t("paste.found", { count: found.length })}>
          {found.map((row) => (
            <li key={keyText(row)} className="flex flex-wrap items-baseline justify-between gap-x-4 px-3 py-1">
              <span className="font-medium">{row.name}</span>
              <Place row={row} />
            </li>
          ))}
        </Part>
      )}
    </div>
  );
}
