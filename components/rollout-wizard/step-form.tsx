"use client";
import type { ReactNode } from "react";

/** A step's fields with what leads on and back; Enter in a field leads on as the button does. */
export function StepForm({
  onNext,
  buttons,
  children,
}: {
  onNext: () => void;
  /** From the quietest to the one that submits. */
  buttons: ReactNode;
  children?: ReactNode;
}) {
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        onNext();
      }}
      className="flex flex-col gap-4"
    >
      {children}
      <div className="flex flex-wrap items-center justify-end gap-2">{buttons}</div>
    </form>
  );
}
