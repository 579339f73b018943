import { CircleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { classes } from "./classes.ts";

export type FieldTexts = {
  label: ReactNode;
  /** Keeps the label for screen readers only. */
  labelHidden?: boolean | undefined;
  hint?: ReactNode;
  /** What is wrong and how to put it right. */
  error?: ReactNode;
};

/** Gives the `aria-*` attributes that tie a control to its hint and its error. */
export function describedBy(id: string, { hint, error }: Pick<FieldTexts, "hint" | "error">) {
  const ids = classes(Boolean(hint) && `${id}-hint`, Boolean(error) && `${id}-error`);
  return {
    ...(ids === "" ? {} : { "aria-describedby": ids }),
    ...(error ? { "aria-invalid": true as const } : {}),
  };
}

/** Label above, hint between, control, error below: the frame of every form field. */
export function Field({
  id,
  label,
  labelHidden,
  hint,
  error,
  className,
  children,
}: FieldTexts & { id: string; className?: string | undefined; children: ReactNode }) {
  return (
    <div className={classes("min-w-0", className)}>
      <label htmlFor={id} className={labelHidden ? "sr-only" : "mb-1 block text-sm font-medium"}>
        {label}
      </label>
      {hint ? (
        <p id={`${id}-hint`} className="mb-1 text-sm text-muted">
          {hint}
        </p>
      ) : null}
      {children}
      {error ? (
        <p id={`${id}-error`} className="mt-1 flex gap-1.5 text-sm text-error">
          <CircleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
          <span>{error}</span>
        </p>
      ) : null}
    </div>
  );
}
