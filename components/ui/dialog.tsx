"use client";
import { X } from "lucide-react";
import * as Radix from "radix-ui/dialog";
import type { ReactNode } from "react";
import { Button } from "./button.tsx";
import { classes } from "./classes.ts";
import { useFocusReturn } from "./focus-return.ts";

export const overlayClasses = "fixed inset-0 z-40 bg-overlay animate-fade";

const widths = { small: "sm:max-w-md", medium: "sm:max-w-2xl", large: "sm:max-w-5xl" } as const;

export type DialogWidth = keyof typeof widths;

/** Gives the classes of a dialog's box: a sheet at the bottom of a phone, a centred box elsewhere. */
export function dialogClasses(width: DialogWidth): string {
  return classes(
    "fixed z-50 flex max-h-[calc(100dvh-2rem)] flex-col overflow-hidden bg-raised text-ink shadow-dialog outline-hidden animate-rise",
    "inset-x-0 bottom-0 rounded-t-panel sm:inset-x-4 sm:top-[8dvh] sm:bottom-auto sm:mx-auto sm:max-h-[84dvh] sm:rounded-panel",
    "border border-line",
    widths[width],
  );
}

type DialogProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: ReactNode;
  description?: ReactNode;
  closeLabel: string;
  /** The buttons: cancel first, the main one last. */
  footer?: ReactNode;
  width?: DialogWidth | undefined;
  children?: ReactNode;
};

/** A modal dialog: traps focus, gives it back, closes by Escape and by a click outside. */
export function Dialog({
  open,
  onOpenChange,
  title,
  description,
  closeLabel,
  footer,
  width = "medium",
  children,
}: DialogProps) {
  const focusReturn = useFocusReturn();
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className={overlayClasses} />
        <Radix.Content
          className={dialogClasses(width)}
          {...focusReturn}
          {...(description ? {} : { "aria-describedby": undefined })}
        >
          <header className="flex items-start gap-3 border-b border-line px-5 py-3.5">
            <div className="min-w-0 flex-1">
              <Radix.Title className="text-lg font-semibold">{title}</Radix.Title>
              {description ? (
                <Radix.Description className="mt-0.5 text-sm text-muted">{description}</Radix.Description>
              ) : null}
            </div>
            <Radix.Close asChild>
              <Button
                variant="icon"
                size="small"
                aria-label={closeLabel}
                icon={<X aria-hidden="true" className="size-4" />}
              />
            </Radix.Close>
          </header>
          <DialogBody>{children}</DialogBody>
          {footer ? <DialogFooter>{footer}</DialogFooter> : null}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** The scrolling middle of a dialog. */
export function DialogBody({ children }: { children: ReactNode }) {
  // A box that scrolls must be reachable without a mouse.
  return (
    <div
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- scrolling by keyboard needs focus (axe: scrollable-region-focusable)
      tabIndex={0}
      className="min-h-0 flex-1 space-y-4 overflow-y-auto px-5 py-4 focus-visible:-outline-offset-2"
    >
      {children}
    </div>
  );
}

/** The line of buttons at a dialog's foot. */
export function DialogFooter({ children }: { children: ReactNode }) {
  return (
    <footer className="flex flex-wrap justify-end gap-2 border-t border-line bg-sunken px-5 py-3">{children}</footer>
  );
}
