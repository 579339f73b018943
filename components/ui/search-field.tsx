"use client";
import { Search, X } from "lucide-react";
import { useRef } from "react";
import type { ComponentProps } from "react";
import { classes } from "./classes.ts";
import { Spinner } from "./spinner.tsx";

type SearchFieldProps = Omit<ComponentProps<"input">, "value" | "onChange" | "type" | "ref"> & {
  label: string;
  clearLabel: string;
  value: string;
  onValueChange: (value: string) => void;
  /** Results are on their way. */
  busy?: boolean | undefined;
};

/** A search box: Escape or the cross empties it; focus stays in it. The label is for screen readers. */
export function SearchField({
  label,
  clearLabel,
  value,
  onValueChange,
  busy,
  className,
  onKeyDown,
  ...rest
}: SearchFieldProps) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <search className={classes("relative min-w-0", className)}>
      <span className="pointer-events-none absolute inset-y-0 left-0 grid w-8 place-items-center text-muted">
        {busy ? <Spinner /> : <Search aria-hidden="true" className="size-4" />}
      </span>
      <input
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        enterKeyHint="search"
        {...rest}
        ref={input}
        type="text"
        aria-label={label}
        value={value}
        onChange={(event) => onValueChange(event.target.value)}
        onKeyDown={(event) => {
          // Escape in an IME ends the composition; it must not empty the field.
          if (event.key === "Escape" && value !== "" && !event.nativeEvent.isComposing) {
            event.preventDefault();
            event.stopPropagation();
            onValueChange("");
          }
          onKeyDown?.(event);
        }}
        className={classes("control pl-8", value !== "" && "pr-8")}
      />
      {value === "" ? null : (
        <button
          type="button"
          aria-label={clearLabel}
          onClick={() => {
            onValueChange("");
            input.current?.focus();
          }}
          className="absolute inset-y-0 right-0.5 my-auto grid size-7 place-items-center rounded-control text-muted hover:text-ink"
        >
          <X aria-hidden="true" className="size-4" />
        </button>
      )}
    </search>
  );
}
