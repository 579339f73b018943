"use client";
import { createColumnHelper, rowExpandingFeature, tableFeatures, useTable } from "@tanstack/react-table";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useCallback, useEffect, useMemo, useRef } from "react";
import type { ReactNode } from "react";
import { HeaderCell, Table, TableBody, TableFrame, TableHead, TableMessage } from "#components/ui/table.tsx";
import type { TargetLine } from "#lib/rollouts/rollout.ts";
import { SkeletonTargetRow } from "./skeleton-target-row.tsx";
import { TargetRow } from "./target-row.tsx";
import { usePrinting } from "#components/ui/use-printing.ts";
import { useVisibleColumns } from "./use-visible-columns.ts";

/** What every table of targets shows of one. */
export type NamedTarget = Pick<
  TargetLine,
  "id" | "accountId" | "region" | "environmentId" | "name" | "application" | "accountLabel"
>;

export type TargetColumn<Shown extends NamedTarget = NamedTarget> = {
  id: string;
  header: string;
  className?: string;
  cell: (target: Shown) => ReactNode;
};

/** A place in the list; what belongs there may still be on its way. */
export type Slot<Shown extends NamedTarget> = { key: string; target: Shown | undefined };

type TargetTableProps<Shown extends NamedTarget> = {
  label: string;
  nameHeader: string;
  /** In order; `undefined`: that one is not there yet. */
  targets: readonly (Shown | undefined)[];
  columns: readonly TargetColumn<Shown>[];
  empty: ReactNode;
  /** What a row unfolds to; without it rows do not unfold. */
  details?: (target: Shown) => ReactNode;
  /** Told which places are in sight, from the first to the last. */
  onShown?: (first: number, last: number) => void;
};

// Which rows there are, and in which order, is decided by whoever shows the table: what is left is which are unfolded.
export const features = tableFeatures({ rowExpandingFeature });

const ROW_HEIGHT = 52;
const DETAILS_HEIGHT = 280;

/** Environments of a rollout. Only the rows in sight are in the document, so that a thousand scroll like ten. */
export function TargetTable<Shown extends NamedTarget>({
  label,
  nameHeader,
  targets,
  columns,
  empty,
  details,
  onShown,
}: TargetTableProps<Shown>) {
  const frame = useRef<HTMLDivElement>(null);
  const shownColumns = useMemo(() => {
    const helper = createColumnHelper<typeof features, Slot<Shown>>();
    return columns.map(({ id, cell }) =>
      helper.display({
        id,
        cell: ({ row: { original } }) => (original.target === undefined ? null : cell(original.target)),
      }),
    );
  }, [columns]);
  const slots = useMemo(
    () => targets.map((target, place): Slot<Shown> => ({ key: target?.id ?? `place ${place}`, target })),
    [targets],
  );
  const table = useTable({
    features,
    columns: shownColumns,
    data: slots,
    getRowId: ({ key }) => key,
    enableExpanding: details !== undefined,
    getRowCanExpand: () => true,
    // New data comes every second or so; what was unfolded stays so.
    autoResetExpanded: false,
  });
  const lines = table.getRowModel().rows.flatMap((row, place) => {
    const line = { row, place, isDetails: false };
    return row.getIsExpanded() ? [line, { row, place, isDetails: true }] : [line];
  });
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => frame.current,
    estimateSize: (index) => (lines[index]?.isDetails === true ? DETAILS_HEIGHT : ROW_HEIGHT),
    getItemKey: (index) => `${lines[index]?.row.id} ${lines[index]?.isDetails}`,
    overscan: 8,
    initialRect: { width: 1024, height: 640 },
  });
  const inSight = virtual.getVirtualItems();
  const first = lines[inSight[0]?.index ?? 0]?.place ?? 0;
  const last = lines[inSight.at(-1)?.index ?? 0]?.place ?? 0;
  useEffect(() => onShown?.(first, last), [onShown, first, last]);
  // Paper does not scroll: all that has come stands on it.
  const isPrinting = usePrinting();
  const shown = isPrinting
    ? lines.flatMap(({ row, isDetails }, index) =>
        row.original.target === undefined ? [] : [{ index, key: `${row.id} ${isDetails}` }],
      )
    : inSight;
  const above = isPrinting ? 0 : (inSight[0]?.start ?? 0);
  const below = isPrinting ? 0 : virtual.getTotalSize() - (inSight.at(-1)?.end ?? 0);
  const toggle = useCallback(
    (id: string) => table.setExpanded((was) => (was === true ? {} : { ...was, [id]: was[id] !== true })),
    [table],
  );
  // A cell that spans more columns than are there would make new, empty ones.
  const span = useVisibleColumns(frame, columns.length + 1);
  return (
    <TableFrame label={label} ref={frame} className="max-h-[75vh] [overflow-anchor:none]">
      <Table aria-rowcount={targets.length + 1} className="table-fixed">
        <TableHead>
          <tr aria-rowindex={1}>
            <HeaderCell className="w-[46%] whitespace-normal! md:w-[22%] print:w-[34%]">{nameHeader}</HeaderCell>
            {columns.map((column) => (
              <HeaderCell key={column.id} className={`whitespace-normal! ${column.className ?? ""}`}>
                {column.header}
              </HeaderCell>
            ))}
          </tr>
        </TableHead>
        <TableBody>
          {lines.length === 0 ? <TableMessage columns={span}>{empty}</TableMessage> : null}
          <Gap height={above} />
          {shown.map(({ index, key }) => {
            const line = lines[index];
            if (line === undefined) return null;
            const { row, place, isDetails } = line;
            const { target } = row.original;
            if (target === undefined)
              return <SkeletonTargetRow key={key} ref={virtual.measureElement} index={index} columns={span} />;
            if (isDetails) {
              return (
                <tr key={key} ref={virtual.measureElement} data-index={index}>
                  <td colSpan={span} id={`details-${row.id}`} className="border-b border-line bg-sunken px-4 py-3">
                    {details?.(target)}
                  </td>
                </tr>
              );
            }
            return (
              <TargetRow
                key={key}
                ref={virtual.measureElement}
                row={row}
                target={target}
                place={place}
                index={index}
                columns={columns}
                isOpen={details === undefined ? null : row.getIsExpanded()}
                onToggle={toggle}
              />
            );
          })}
          <Gap height={below} />
        </TableBody>
      </Table>
    </TableFrame>
  );
}

/** Stands for the rows that are out of sight. */
function Gap({ height }: { height: number }) {
  if (height <= 0) return null;
  return (
    <tr aria-hidden="true">
      <td style={{ height }}>{"\u00A0"}</td>
    </tr>
  );
}
