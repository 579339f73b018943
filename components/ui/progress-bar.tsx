import { classes } from "./classes.ts";
import type { Tone } from "./badge.tsx";

const fills: Record<Tone, string> = {
  neutral: "bg-neutral",
  success: "bg-success",
  warning: "bg-warning",
  error: "bg-error",
  info: "bg-accent",
};

type ProgressBarProps = {
  label: string;
  /** `null` where the whole is not known yet: the bar sweeps. */
  value: number | null;
  max: number;
  /** What screen readers hear instead of a percentage: "12 of 40 environments". */
  valueText: string;
  tone?: Tone | undefined;
  className?: string | undefined;
};

/** How far something is, as a bar alone. Words beside it, and announcements through the live region, are the caller's. */
export function ProgressBar({ label, value, max, valueText, tone = "info", className }: ProgressBarProps) {
  const share = value === null ? null : max <= 0 ? 0 : Math.min(1, Math.max(0, value / max));
  return (
    <div className={classes("min-w-0", className)}>
      <progress
        aria-label={label}
        aria-valuetext={valueText}
        max={Math.max(max, 1)}
        {...(value === null ? {} : { value })}
        className="sr-only"
      />
      <div aria-hidden="true" className="h-1.5 overflow-hidden rounded-full bg-neutral-soft">
        {share === null ? (
          <div className={classes("h-full w-1/4 rounded-full animate-sweep", fills[tone])} />
        ) : (
          <div
            className={classes("h-full origin-left rounded-full transition-transform duration-300", fills[tone])}
            style={{ transform: `scaleX(${share})` }}
          />
        )}
      </div>
    </div>
  );
}

export type ProgressPart = { key: string; count: number; tone: Tone | "pending"; label: string };

/** A pattern over each fill: where colours are not told apart, the bar still is. */
const patterns: Record<ProgressPart["tone"], string> = {
  success: "",
  info: "bg-[repeating-linear-gradient(90deg,transparent_0_4px,var(--color-surface)_4px_5.5px)]",
  error: "bg-[repeating-linear-gradient(135deg,transparent_0_3px,var(--color-surface)_3px_5px)]",
  warning: "bg-[repeating-linear-gradient(45deg,transparent_0_4px,var(--color-surface)_4px_6px)]",
  neutral: "bg-[repeating-linear-gradient(0deg,transparent_0_2px,var(--color-surface)_2px_4px)]",
  pending: "",
};

/** Several counts as one bar, with a legend that says each in words. */
export function StackedBar({
  label,
  parts,
  className,
}: {
  label: string;
  parts: readonly ProgressPart[];
  className?: string | undefined;
}) {
  const shown = parts.filter((part) => part.count > 0);
  const fill = (tone: ProgressPart["tone"]) =>
    classes(tone === "pending" ? "bg-line-strong/50" : fills[tone], patterns[tone]);
  return (
    <div className={classes("min-w-0", className)}>
      <div aria-hidden="true" className="flex h-2.5 gap-0.5 overflow-hidden rounded-full bg-neutral-soft">
        {shown.map((part) => (
          <div key={part.key} className={fill(part.tone)} style={{ flex: `${part.count} 0 3px` }} />
        ))}
      </div>
      <ul aria-label={label} className="mt-2 flex flex-wrap gap-x-4 gap-y-1 text-sm">
        {shown.map((part) => (
          <li key={part.key} className="flex items-center gap-1.5">
            <span aria-hidden="true" className={classes("size-3 rounded-[3px]", fill(part.tone))} />
            <span className="text-muted">{part.label}</span>
            <span className="font-semibold">{part.count}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
