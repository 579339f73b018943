"use client";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useCallback, useRef, useState } from "react";
import type { ReactNode } from "react";
import { HeaderCell, Table, TableBody, TableFrame, TableHead, TableMessage } from "#components/ui/table.tsx";
import type { TargetView } from "#lib/rollouts/rollout.ts";
import { TargetRow } from "./target-row.tsx";
import { useVisibleColumns } from "./use-visible-columns.ts";

export type TargetColumn = { id: string; header: string; className?: string; cell: (target: TargetView) => ReactNode };

type TargetTableProps = {
  label: string;
  nameHeader: string;
  targets: readonly TargetView[];
  columns: readonly TargetColumn[];
  empty: ReactNode;
  /** What a row unfolds to; without it rows do not unfold. */
  details?: (target: TargetView) => ReactNode;
};

const ROW_HEIGHT = 52;
const DETAILS_HEIGHT = 280;

/** Environments of a rollout. Only the rows in sight are in the document, so that a thousand scroll like ten. */
export function TargetTable({ label, nameHeader, targets, columns, empty, details }: TargetTableProps) {
  const frame = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const lines = targets.flatMap((target, place) => {
    const row = { target, place, isDetails: false };
    return details !== undefined && open.has(target.id) ? [row, { target, place, isDetails: true }] : [row];
  });
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => frame.current,
    estimateSize: (index) => (lines[index]?.isDetails === true ? DETAILS_HEIGHT : ROW_HEIGHT),
    getItemKey: (index) => `${lines[index]?.target.id} ${lines[index]?.isDetails}`,
    overscan: 8,
    initialRect: { width: 1024, height: 640 },
  });
  const shown = virtual.getVirtualItems();
  const above = shown[0]?.start ?? 0;
  const below = virtual.getTotalSize() - (shown.at(-1)?.end ?? 0);
  const toggle = useCallback((id: string) => {
    setOpen((was) => {
      const next = new Set(was);
      if (!next.delete(id)) next.add(id);
      return next;
    });
  }, []);
  // A cell that spans more columns than are there would make new, empty ones.
  const span = useVisibleColumns(frame, columns.length + 1);
  return (
    <TableFrame label={label} ref={frame} className="max-h-[75vh] [overflow-anchor:none]">
      <Table aria-rowcount={targets.length + 1} className="table-fixed">
        <TableHead>
          <tr aria-rowindex={1}>
            <HeaderCell className="w-[46%] md:w-[22%]">{nameHeader}</HeaderCell>
            {columns.map((column) => (
              <HeaderCell key={column.id} {...(column.className === undefined ? {} : { className: column.className })}>
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
            const { target, place, isDetails } = line;
            if (isDetails) {
              return (
                <tr key={key} ref={virtual.measureElement} data-index={index}>
                  <td colSpan={span} id={`details-${target.id}`} className="border-b border-line bg-sunken px-4 py-3">
                    {details?.(target)}
                  </td>
                </tr>
              );
            }
            return (
              <TargetRow
                key={key}
                ref={virtual.measureElement}
                target={target}
                place={place}
                index={index}
                columns={columns}
                isOpen={details === undefined ? null : open.has(target.id)}
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
