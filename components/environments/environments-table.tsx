"use client";
import { useQueryClient } from "@tanstack/react-query";
import { defaultRangeExtractor, useWindowVirtualizer } from "@tanstack/react-virtual";
import type { Range } from "@tanstack/react-virtual";
import { useTranslations } from "next-intl";
import { useCallback, useLayoutEffect, useMemo, useRef, useState } from "react";
import { classes } from "#components/ui/classes.ts";
import type { EnvironmentFilter } from "#lib/imds/environment-filter.ts";
import { PAGE_SIZE } from "#lib/queries/environments.ts";
import styles from "./environments-table.module.css";
import { useRowEstimate } from "./layout-mode.ts";
import { useRowKeys } from "./row-keys.ts";
import { RowView } from "./row-view.tsx";
import { keyText, setKeys } from "./selection.ts";
import { changeSelection } from "./selection-store.ts";
import { SkeletonRow } from "./skeleton-row.tsx";
import { TableHead } from "./table-head.tsx";
import { loadedRows, usePages } from "./use-pages.ts";
import { useRowSelection } from "./use-row-selection.ts";
import { useScrollMargin } from "./use-scroll-margin.ts";

// The bar, the table's header and the selection bar cover the edges of the window; focus must not end up below them.
const COVERED_TOP = 112;
const COVERED_BOTTOM = 96;

type EnvironmentsTableProps = {
  /** Whose rows are shown: the filter as an address. */
  address: string;
  matched: number;
  sort: EnvironmentFilter["sort"];
  onSort: (sort: EnvironmentFilter["sort"]) => void;
  /** The rows are of the filter before; the new ones are on their way. */
  stale: boolean;
};

/** The environments as a table of which only the rows near the window exist; pages are fetched as they come into view. */
export function EnvironmentsTable({ address, matched, sort, onSort, stale }: EnvironmentsTableProps) {
  const t = useTranslations("environments");
  const client = useQueryClient();
  const body = useRef<HTMLDivElement>(null);
  const [frame, setFrame] = useState<HTMLDivElement | null>(null);
  const [active, setActive] = useState(0);
  const estimate = useRowEstimate(frame);
  const scrollMargin = useScrollMargin(body);
  const virtualizer = useWindowVirtualizer<HTMLElement>({
    count: matched,
    estimateSize: useCallback(() => estimate, [estimate]),
    overscan: 8,
    // A scroll event need not wait for React: the rows beyond the edge are there already.
    useFlushSync: false,
    scrollMargin,
    scrollPaddingStart: COVERED_TOP,
    scrollPaddingEnd: COVERED_BOTTOM,
    // What the server renders, before there is a window to measure.
    initialRect: { width: 1280, height: 900 },
    // The row with the focus stays, wherever one scrolls.
    rangeExtractor: useCallback(
      (range: Range) => {
        const near = defaultRangeExtractor(range);
        return active >= range.count || near.includes(active)
          ? near
          : [...near, active].toSorted((one, other) => one - other);
      },
      [active],
    ),
  });
  useLayoutEffect(() => {
    virtualizer.measure();
    // That forgets the rows on screen too, whose new heights nothing would tell again. Asking for the total first makes
    // each height compared with the estimate that is now in force, and not with the one before.
    virtualizer.getTotalSize();
    for (const row of virtualizer.elementsCache.values()) {
      virtualizer.resizeItem(virtualizer.indexFromElement(row), row.offsetHeight);
    }
  }, [estimate, virtualizer]);

  const items = virtualizer.getVirtualItems();
  const numbers = [...new Set(items.map((item) => Math.floor(item.index / PAGE_SIZE)))].join();
  const pages = useMemo(() => (numbers === "" ? [0] : numbers.split(",").map(Number)), [numbers]);
  const rows = usePages(address, pages);

  const onSelect = useRowSelection(address);
  const keys = useRowKeys({
    body,
    count: matched,
    pageRows: () => Math.max(1, Math.floor((window.innerHeight - COVERED_TOP - COVERED_BOTTOM) / estimate)),
    onActive: setActive,
    scrollTo: (index) => virtualizer.scrollToIndex(index, { align: "auto" }),
    onSelectLoaded: () => changeSelection((selection) => setKeys(selection, loadedRows(client, address), true)),
  });
  const range = virtualizer.range;
  const first = range?.startIndex ?? 0;
  const tabbable = range !== null && active >= first && active <= range.endIndex ? active : first;

  return (
    <div
      ref={setFrame}
      role="table"
      aria-label={t("table.label")}
      aria-rowcount={matched + 1}
      aria-busy={stale}
      className={classes(styles["table"], "rounded-panel border border-line bg-surface shadow-panel")}
    >
      <TableHead address={address} sort={sort} onSort={onSort} />
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the rows' own controls have the focus; their keys are handled here for all of them */}
      <div
        ref={body}
        role="rowgroup"
        onKeyDown={keys.onKeyDown}
        onFocus={keys.onFocus}
        style={{ height: virtualizer.getTotalSize() }}
        className={classes(styles["body"], "relative", stale && "cursor-progress")}
      >
        {items.map(({ index, start, size }) => {
          const environment = rows.get(index);
          const top = start - scrollMargin;
          if (environment === undefined)
            return <SkeletonRow key={`place ${index}`} index={index} top={top} height={size} />;
          return (
            <RowView
              key={keyText(environment)}
              environment={environment}
              index={index}
              top={top}
              tabbable={index === tabbable}
              measure={virtualizer.measureElement}
              onSelect={onSelect}
            />
          );
        })}
      </div>
    </div>
  );
}
