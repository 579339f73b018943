"use client";
import { Check, Minus } from "lucide-react";
import { useId } from "react";
import type { ComponentProps, ReactNode } from "react";
import { classes } from "./classes.ts";

type CheckboxProps = Omit<ComponentProps<"input">, "type" | "children" | "ref"> & {
  /** Shown beside the box. Without it give an `aria-label`. */
  label?: ReactNode;
  hint?: ReactNode;
  indeterminate?: boolean | undefined;
};

/** A native check box, drawn by us; the box with its label is a target of at least 24 px. */
export function Checkbox({ label, hint, indeterminate = false, className, id, ...rest }: CheckboxProps) {
  const ownId = useId();
  const hintId = `${ownId}-hint`;
  const setState = (node: HTMLInputElement | null) => {
    if (node) node.indeterminate = indeterminate;
  };
  const box = (
    <span className="relative grid size-6 shrink-0 place-items-center">
      <input
        {...rest}
        ref={setState}
        id={id ?? ownId}
        type="checkbox"
        {...(hint ? { "aria-describedby": classes(rest["aria-describedby"], hintId) } : {})}
        className={
          "peer size-4 appearance-none rounded-sm border border-line-strong bg-surface checked:border-accent checked:bg-accent indeterminate:border-accent indeterminate:bg-accent " +
          "enabled:hover:border-ink disabled:border-line disabled:bg-sunken disabled:checked:bg-faint before:absolute before:inset-0 before:content-['']"
        }
      />
      <Check
        aria-hidden="true"
        strokeWidth={3}
        className={classes(
          "pointer-events-none absolute size-3 text-on-accent opacity-0",
          !indeterminate && "peer-checked:opacity-100",
        )}
      />
      <Minus
        aria-hidden="true"
        strokeWidth={3}
        className="pointer-events-none absolute size-3 text-on-accent opacity-0 peer-indeterminate:opacity-100"
      />
    </span>
  );
  if (label === undefined) return <span className={classes("inline-flex", className)}>{box}</span>;
  return (
    <div className={classes("flex gap-1.5", className)}>
      {box}
      <div className="min-w-0 pt-px">
        <label htmlFor={id ?? ownId} className={classes("font-medium", rest.disabled && "text-faint")}>
          {label}
        </label>
        {hint ? (
          <div id={hintId} className="text-sm text-muted">
            {hint}
          </div>
        ) : null}
      </div>
    </div>
  );
}
