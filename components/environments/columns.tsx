"use client";
import { createColumnHelper, tableFeatures } from "@tanstack/react-table";
import type { ReactNode } from "react";
import { Time } from "#components/ui/time.tsx";
import type { EnvironmentRow } from "#lib/imds/environment.ts";
import type { SortKey } from "#lib/imds/environment-filter.ts";
import styles from "./environments-table.module.css";
import { NameCell } from "./name-cell.tsx";
import { ConfiguredCell, EffectiveCell, ReadinessCell } from "./posture-cells.tsx";
import { HealthCell, StatusCell } from "./state-cells.tsx";

// Sorting, filtering and paging are the server's: the core is all this table needs.
export const features = tableFeatures({});
const helper = createColumnHelper<typeof features, EnvironmentRow>();

function column(id: SortKey, cell: (row: EnvironmentRow) => ReactNode) {
  return helper.display({ id, cell: ({ row }) => cell(row.original) });
}

const truncated = (text: string) => (
  <span className="block truncate" title={text}>
    {text}
  </span>
);

/** The columns in order; each id is also what the server sorts by. Their places are in environments-table.module.css. */
export const columns = helper.columns([
  column("name", (row) => <NameCell row={row} />),
  column("application", (row) => truncated(row.application)),
  column("account", (row) => truncated(row.accountLabel)),
  column("region", (row) => <span className="whitespace-nowrap">{row.region}</span>),
  column("platform", (row) => (
    <span className={styles["clamp"]} title={row.platform}>
      {row.platform}
    </span>
  )),
  column("health", (row) => <HealthCell row={row} />),
  column("status", (row) => <StatusCell row={row} />),
  column("configured", (row) => <ConfiguredCell row={row} />),
  column("effective", (row) => <EffectiveCell row={row} />),
  column("readiness", (row) => <ReadinessCell row={row} />),
  column("last-change", (row) =>
    row.dateUpdated === null ? <span className="text-muted">—</span> : <Time value={row.dateUpdated} />,
  ),
]);
