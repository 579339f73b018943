"use client";
import { ChevronDown } from "lucide-react";
import { useId } from "react";
import type { ComponentProps } from "react";
import { describedBy, Field } from "./field.tsx";
import type { FieldTexts } from "./field.tsx";

type SelectOption<Value extends string = string> = {
  value: Value;
  label: string;
  disabled?: boolean | undefined;
};

type SelectProps<Value extends string> = Omit<ComponentProps<"select">, "id" | "value" | "onChange" | "children"> &
  FieldTexts & {
    options: readonly SelectOption<Value>[];
    value: Value;
    onValueChange: (value: Value) => void;
  };

/** A native select: the platform's own list, keyboard and screen reader behaviour, drawn closed by us. */
export function Select<Value extends string>({
  label,
  labelHidden,
  hint,
  error,
  options,
  value,
  onValueChange,
  className,
  ...rest
}: SelectProps<Value>) {
  const id = useId();
  return (
    <Field id={id} label={label} labelHidden={labelHidden} hint={hint} error={error} className={className}>
      <div className="relative">
        <select
          {...rest}
          {...describedBy(id, { hint, error })}
          id={id}
          value={value}
          onChange={(event) => {
            const chosen = options.find((option) => option.value === event.target.value);
            if (chosen) onValueChange(chosen.value);
          }}
          className="control appearance-none truncate pr-8"
        >
          {options.map((option) => (
            <option key={option.value} value={option.value} disabled={option.disabled} className="bg-raised text-ink">
              {option.label}
            </option>
          ))}
        </select>
        <ChevronDown
          aria-hidden="true"
          className="pointer-events-none absolute top-1/2 right-2.5 size-4 -translate-y-1/2 text-muted"
        />
      </div>
    </Field>
  );
}
