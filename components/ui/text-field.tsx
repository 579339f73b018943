"use client";
import { useId } from "react";
import type { ComponentProps } from "react";
import { classes } from "./classes.ts";
import { describedBy, Field } from "./field.tsx";
import type { FieldTexts } from "./field.tsx";

type TextFieldProps = Omit<ComponentProps<"input">, "id"> & FieldTexts & { monospace?: boolean | undefined };

/** A one-line field with label, hint and error. */
export function TextField({ label, labelHidden, hint, error, monospace, className, ...rest }: TextFieldProps) {
  const id = useId();
  return (
    <Field id={id} label={label} labelHidden={labelHidden} hint={hint} error={error} className={className}>
      <input
        type="text"
        autoComplete="off"
        {...rest}
        {...describedBy(id, { hint, error })}
        id={id}
        className={classes("control", monospace && "font-mono text-sm")}
      />
    </Field>
  );
}

type TextAreaProps = Omit<ComponentProps<"textarea">, "id"> & FieldTexts & { monospace?: boolean | undefined };

/** A field of several lines with label, hint and error. */
export function TextArea({ label, labelHidden, hint, error, monospace, className, ...rest }: TextAreaProps) {
  const id = useId();
  return (
    <Field id={id} label={label} labelHidden={labelHidden} hint={hint} error={error} className={className}>
      <textarea
        rows={5}
        {...rest}
        {...describedBy(id, { hint, error })}
        id={id}
        className={classes("control py-1.5", monospace && "font-mono text-sm")}
      />
    </Field>
  );
}
