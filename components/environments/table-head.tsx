"use client";
import { ArrowDown, ArrowUp } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "#components/ui/button.tsx";
import { classes } from "#components/ui/classes.ts";
import { Select } from "#components/ui/select.tsx";
import { SORT_KEYS } from "#lib/imds/environment-filter.ts";
import type { EnvironmentFilter, SortKey } from "#lib/imds/environment-filter.ts";
import { columnClass } from "./column-classes.ts";
import styles from "./environments-table.module.css";
import { SelectLoaded } from "./select-loaded.tsx";

type Sort = EnvironmentFilter["sort"];
type TableHeadProps = { address: string; sort: Sort; onSort: (sort: Sort) => void };

function opposite({ direction }: Sort): Sort["direction"] {
  return direction === "asc" ? "desc" : "asc";
}

// What changed last is what one looks for first.
const FIRST: Partial<Record<SortKey, Sort["direction"]>> = { "last-change": "desc" };

/** The header: selection of what is loaded, and the order; a list of orders where there is no room for columns. */
export function TableHead({ address, sort, onSort }: TableHeadProps) {
  const t = useTranslations("environments");
  const pick = (by: SortKey) =>
    onSort(by === sort.by ? { by, direction: opposite(sort) } : { by, direction: FIRST[by] ?? "asc" });
  const Arrow = sort.direction === "asc" ? ArrowUp : ArrowDown;
  return (
    <div
      role="rowgroup"
      className={classes(
        styles["head"],
        "sticky top-(--bar-height) z-10 rounded-t-panel border-b border-line bg-sunken py-1 text-sm text-muted",
      )}
    >
      <div role="row" aria-rowindex={1} className={styles["row"]}>
        <div role="columnheader" className={styles["select"]}>
          <SelectLoaded address={address} />
        </div>
        <div role="columnheader" className={classes(styles["sort"], "flex items-center justify-end gap-1.5")}>
          <Select
            label={t("sort.label")}
            labelHidden
            options={SORT_KEYS.map((key) => ({ value: key, label: t("sort.by", { column: t(`column.${key}`) }) }))}
            value={sort.by}
            onValueChange={(by) => onSort({ by, direction: FIRST[by] ?? "asc" })}
          />
          <Button
            variant="icon"
            aria-label={t(sort.direction === "asc" ? "sort.ascending" : "sort.descending")}
            icon={<Arrow aria-hidden="true" className="size-4" />}
            onClick={() => onSort({ ...sort, direction: opposite(sort) })}
          />
        </div>
        {SORT_KEYS.map((column) => (
          <div
            key={column}
            role="columnheader"
            aria-sort={column !== sort.by ? "none" : sort.direction === "asc" ? "ascending" : "descending"}
            className={classes(styles["heading"], columnClass(column))}
          >
            <button
              type="button"
              onClick={() => pick(column)}
              className={classes(
                "-mx-1 inline-flex min-h-6 max-w-full items-center gap-1 rounded-sm px-1 font-semibold hover:text-ink focus-visible:-outline-offset-2",
                column === sort.by && "text-ink",
              )}
            >
              <span className="truncate">{t(`column.${column}`)}</span>
              {column === sort.by ? <Arrow aria-hidden="true" className="size-3.5 shrink-0" /> : null}
            </button>
          </div>
        ))}
      </div>
    </div>
  );
}
