"use client";
import { useTranslations } from "next-intl";
import { memo } from "react";
import { Checkbox } from "#components/ui/checkbox.tsx";
import { classes } from "#components/ui/classes.ts";
import { SORT_KEYS } from "#lib/imds/environment-filter.ts";
import type { SortKey } from "#lib/imds/environment-filter.ts";
import type { EnvironmentRow } from "#lib/imds/environment.ts";
import { columnClass } from "./column-classes.ts";
import { CELLS } from "./columns.tsx";
import styles from "./environments-table.module.css";
import { RowControlProvider } from "./row-control.ts";
import { useSelected } from "./selection-store.ts";
import type { SelectRow } from "./use-row-selection.ts";

// Said in a card where two values look alike; heard in all cards, for a card has no header.
const NAMED = ["configured", "effective", "readiness"] as const;

function isNamed(column: SortKey): column is (typeof NAMED)[number] {
  return NAMED.some((named) => named === column);
}

type RowViewProps = {
  environment: EnvironmentRow;
  index: number;
  /** Px from the top of the list. */
  top: number;
  tabbable: boolean;
  measure: (element: HTMLElement | null) => void;
  onSelect: SelectRow;
};

/** One environment. It renders again only when its own data, place or selection changes. */
export const RowView = memo(function RowView({ environment, index, top, tabbable, measure, onSelect }: RowViewProps) {
  const t = useTranslations("environments");
  const selected = useSelected(environment);
  return (
    <RowControlProvider value={tabbable ? 0 : -1}>
      <div
        ref={measure}
        role="row"
        aria-rowindex={index + 2}
        data-index={index}
        data-selected={selected ? "" : undefined}
        style={{ transform: `translateY(${top}px)` }}
        className={classes(
          styles["row"],
          "absolute inset-x-0 top-0 border-b border-line hover:bg-hover data-selected:bg-selected",
        )}
      >
        <div role="cell" className={styles["select"]}>
          <Checkbox
            aria-label={t("table.selectRow", { name: environment.name })}
            checked={selected}
            tabIndex={tabbable ? 0 : -1}
            data-control="select"
            onChange={(event) => {
              const { nativeEvent } = event;
              const range = nativeEvent instanceof MouseEvent && nativeEvent.shiftKey;
              onSelect(environment, index, event.target.checked, range);
            }}
          />
        </div>
        {SORT_KEYS.map((column) => (
          <div key={column} role={column === "name" ? "rowheader" : "cell"} className={columnClass(column)}>
            {isNamed(column) ? (
              <span className={styles["label"]}>{t(`facet.${column}`)}</span>
            ) : (
              <span className={classes(styles["label"], "sr-only")}>{t(`column.${column}`)}</span>
            )}
            {CELLS[column](environment)}
          </div>
        ))}
      </div>
    </RowControlProvider>
  );
});
