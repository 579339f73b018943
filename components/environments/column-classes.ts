import type { SortKey } from "#lib/imds/environment-filter.ts";
import styles from "./environments-table.module.css";

const CLASSES: Record<SortKey, string | undefined> = {
  name: styles["name"],
  application: styles["application"],
  account: styles["account"],
  region: styles["region"],
  platform: styles["platform"],
  health: styles["health"],
  status: styles["status"],
  configured: styles["configured"],
  effective: styles["effective"],
  readiness: styles["readiness"],
  "last-change": styles["change"],
};

/** Takes a column and gives the class that puts its cells into their place. */
export function columnClass(column: SortKey): string | undefined {
  return CLASSES[column];
}
