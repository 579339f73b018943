"use client";
import { FlexRender } from "@tanstack/react-table";
import type { Row } from "@tanstack/react-table";
import { memo } from "react";
import type { Ref } from "react";
import { Cell, TableRow } from "#components/ui/table.tsx";
import { TargetNameCell } from "./target-name-cell.tsx";
import type { features, NamedTarget, Slot, TargetColumn } from "./target-table.tsx";

type TargetRowProps<Shown extends NamedTarget> = {
  row: Row<typeof features, Slot<Shown>>;
  target: Shown;
  /** Its place among all targets, and among all lines that are shown; from 0. */
  place: number;
  index: number;
  columns: readonly TargetColumn<Shown>[];
  /** `null`: it does not unfold. */
  isOpen: boolean | null;
  onToggle: (id: string) => void;
  ref: Ref<HTMLTableRowElement>;
};

function Line<Shown extends NamedTarget>(props: TargetRowProps<Shown>) {
  const { row, target, place, index, columns, isOpen, onToggle, ref } = props;
  return (
    <TableRow ref={ref} data-index={index} aria-rowindex={place + 2}>
      <TargetNameCell target={target} isOpen={isOpen} onToggle={onToggle} />
      {row.getAllCells().map((cell, at) => (
        <Cell key={cell.id} className={`py-1.5 ${columns[at]?.className ?? ""}`}>
          <FlexRender cell={cell} />
        </Cell>
      ))}
    </TableRow>
  );
}

/** One environment's row. Remembered, so that scrolling renders only rows that come into sight. */
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- memo forgets that its component is generic; it changes nothing else of it
export const TargetRow = memo(Line) as typeof Line;
