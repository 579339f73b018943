"use client";
import { FlexRender } from "@tanstack/react-table";
import type { Row } from "@tanstack/react-table";
import { memo } from "react";
import type { Ref } from "react";
import { Cell, TableRow } from "#components/ui/table.tsx";
import type { TargetView } from "#lib/rollouts/rollout.ts";
import { TargetNameCell } from "./target-name-cell.tsx";
import type { features, TargetColumn } from "./target-table.tsx";

type TargetRowProps = {
  row: Row<typeof features, TargetView>;
  /** Its place among all targets, and among all lines that are shown; from 0. */
  place: number;
  index: number;
  columns: readonly TargetColumn[];
  /** `null`: it does not unfold. */
  isOpen: boolean | null;
  onToggle: (id: string) => void;
  ref: Ref<HTMLTableRowElement>;
};

/** One environment's row. Remembered, so that scrolling renders only rows that come into sight. */
export const TargetRow = memo(function TargetRow({
  row,
  place,
  index,
  columns,
  isOpen,
  onToggle,
  ref,
}: TargetRowProps) {
  return (
    <TableRow ref={ref} data-index={index} aria-rowindex={place + 2}>
      <TargetNameCell target={row.original} isOpen={isOpen} onToggle={onToggle} />
      {row.getAllCells().map((cell, at) => (
        <Cell key={cell.id} className={`py-1.5 ${columns[at]?.className ?? ""}`}>
          <FlexRender cell={cell} />
        </Cell>
      ))}
    </TableRow>
  );
});
