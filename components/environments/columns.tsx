"use client";
import type { ReactNode } from "react";
import { Time } from "#components/ui/time.tsx";
import type { EnvironmentRow } from "#lib/imds/environment.ts";
import type { SortKey } from "#lib/imds/environment-filter.ts";
import styles from "./environments-table.module.css";
import { NameCell } from "./name-cell.tsx";
import { ConfiguredCell, EffectiveCell, ReadinessCell } from "./posture-cells.tsx";
import { HealthCell, StatusCell } from "./state-cells.tsx";

const truncated = (text: string) => (
  <span className="block truncate" title={text}>
    {text}
  </span>
);

/** What stands in each column; each name is also what the server sorts by. Their places are in environments-table.module.css. */
export const CELLS: Record<SortKey, (row: EnvironmentRow) => ReactNode> = {
  name: (row) => <NameCell row={row} />,
  application: (row) => truncated(row.application),
  account: (row) => truncated(row.accountLabel),
  region: (row) => <span className="whitespace-nowrap">{row.region}</span>,
  platform: (row) => (
    <span className={styles["clamp"]} title={row.platform}>
      {row.platform}
    </span>
  ),
  health: (row) => <HealthCell row={row} />,
  status: (row) => <StatusCell row={row} />,
  configured: (row) => <ConfiguredCell row={row} />,
  effective: (row) => <EffectiveCell row={row} />,
  readiness: (row) => <ReadinessCell row={row} />,
  "last-change": (row) =>
    row.dateUpdated === null ? <span className="text-muted">—</span> : <Time value={row.dateUpdated} />,
};
