import { classes } from "#components/ui/classes.ts";

export type Days = readonly { day: string; calls: number | null }[];

const HEIGHT = 48;
const STEP = 10;

/** How tall a day's bar is: a flat mark for zero, and never so flat for calls that it looks like zero. */
function barHeight(calls: number, most: number): number {
  return calls === 0 ? 1 : Math.max(5, (calls / most) * HEIGHT);
}

/** Calls by day as bars; a day without data has none. `label` says the same in words. */
export function CallBars({ days, label, className }: { days: Days; label: string; className: string }) {
  const most = Math.max(1, ...days.flatMap(({ calls }) => calls ?? []));
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${days.length * STEP} ${HEIGHT}`}
      preserveAspectRatio="none"
      className={classes("border-b border-line-strong", className)}
    >
      {days.map(({ day, calls }, index) =>
        calls === null ? null : (
          <rect
            key={day}
            x={index * STEP + 1}
            y={HEIGHT - barHeight(calls, most)}
            width={STEP - 2}
            height={barHeight(calls, most)}
            className={calls === 0 ? "fill-neutral" : "fill-error"}
          />
        ),
      )}
    </svg>
  );
}
