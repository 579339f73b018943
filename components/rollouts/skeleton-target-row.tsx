import type { Ref } from "react";
import { Skeleton } from "#components/ui/skeleton.tsx";

type SkeletonTargetRowProps = { index: number; columns: number; ref: Ref<HTMLTableRowElement> };

/** The place of an environment that is on its way. */
export function SkeletonTargetRow({ index, columns, ref }: SkeletonTargetRowProps) {
  return (
    <tr ref={ref} data-index={index} aria-hidden="true">
      <td colSpan={columns} className="h-[3.25rem] border-b border-line px-4">
        <Skeleton className="w-2/5" />
      </td>
    </tr>
  );
}
