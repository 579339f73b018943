"use client";
import * as Radix from "radix-ui/alert-dialog";
import type { ReactNode } from "react";
import { Button } from "./button.tsx";
import { DialogBody, dialogClasses, DialogFooter, overlayClasses } from "./dialog.tsx";
import type { DialogWidth } from "./dialog.tsx";
import { useFocusReturn } from "./focus-return.ts";

type AlertDialogProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: ReactNode;
  description: ReactNode;
  cancelLabel: string;
  confirmLabel: ReactNode;
  onConfirm: () => void;
  tone?: "primary" | "danger" | undefined;
  /** What was confirmed is being done: neither Cancel nor Escape could call it back, so they do nothing. */
  busy?: boolean | undefined;
  /** Why the main button cannot be pressed yet is for the children to say. */
  confirmDisabled?: boolean | undefined;
  width?: DialogWidth | undefined;
  children?: ReactNode;
};

/** A question that must be answered: no click outside closes it; focus starts on Cancel. */
export function AlertDialog(props: AlertDialogProps) {
  const {
    open,
    onOpenChange,
    title,
    description,
    cancelLabel,
    confirmLabel,
    onConfirm,
    tone = "primary",
    busy = false,
    confirmDisabled,
    width = "medium",
    children,
  } = props;
  const focusReturn = useFocusReturn();
  return (
    <Radix.Root
      open={open}
      onOpenChange={(wanted) => {
        if (!busy) onOpenChange(wanted);
      }}
    >
      <Radix.Portal>
        <Radix.Overlay className={overlayClasses} />
        <Radix.Content className={dialogClasses(width)} {...focusReturn}>
          <header className="border-b border-line px-5 py-3.5">
            <Radix.Title className="text-lg font-semibold">{title}</Radix.Title>
          </header>
          <DialogBody>
            <Radix.Description asChild>
              <div>{description}</div>
            </Radix.Description>
            {children}
          </DialogBody>
          <DialogFooter>
            <Radix.Cancel asChild>
              <Button variant="link" {...(busy ? { "aria-disabled": true } : {})}>
                {cancelLabel}
              </Button>
            </Radix.Cancel>
            <Button variant={tone} busy={busy} disabled={confirmDisabled} onClick={onConfirm}>
              {confirmLabel}
            </Button>
          </DialogFooter>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
