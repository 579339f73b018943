import { Skeleton } from "#components/ui/skeleton.tsx";
import styles from "./environments-table.module.css";
import { SkeletonRow } from "./skeleton-row.tsx";

/** The list on its way: the shape of what comes. */
export function ListSkeleton() {
  return (
    <div aria-hidden="true" className="space-y-3">
      <Skeleton className="h-16 rounded-panel" />
      <Skeleton className="h-8 max-w-lg" />
      <div className={styles["table"]}>
        <div className={`${styles["body"]} rounded-panel border border-line bg-surface`}>
          {Array.from({ length: 8 }, (_, index) => (
            <SkeletonRow key={index} index={index} height={59} />
          ))}
        </div>
      </div>
    </div>
  );
}
