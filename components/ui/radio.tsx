"use client";
import { useId } from "react";
import type { ReactNode } from "react";

/** One of several choices of a fieldset, with what it means. The radios of one choice share their `name`. */
export function Radio({
  name,
  label,
  hint,
  checked,
  onChoose,
}: {
  name: string;
  label: ReactNode;
  hint?: ReactNode;
  checked: boolean;
  onChoose: () => void;
}) {
  const id = useId();
  return (
    <div className="flex gap-2">
      <input
        type="radio"
        id={id}
        name={name}
        checked={checked}
        onChange={onChoose}
        {...(hint ? { "aria-describedby": `${id}-hint` } : {})}
        className="mt-1 size-4 shrink-0 accent-accent"
      />
      <div className="min-w-0">
        <label htmlFor={id} className="font-medium">
          {label}
        </label>
        {hint ? (
          <p id={`${id}-hint`} className="text-sm text-muted">
            {hint}
          </p>
        ) : null}
      </div>
    </div>
  );
}
