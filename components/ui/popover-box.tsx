"use client";
import * as Radix from "radix-ui/popover";
import { useMemo } from "react";
import type { ReactNode } from "react";
import { classes } from "./classes.ts";
import type { OpenerBox } from "./use-opener.ts";
import { useOutside } from "./use-outside.ts";

type PopoverBoxProps = OpenerBox & {
  label: string;
  align: "start" | "center" | "end";
  className: string | undefined;
  children: ReactNode;
};

/** The popover itself. Its opener is none of Radix's, for it was there before Radix was loaded. */
export function PopoverBox({ id, opener, open, onOpenChange, label, align, className, children }: PopoverBoxProps) {
  const outside = useOutside(opener);
  const anchor = useMemo(() => ({ current: opener }), [opener]);
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Anchor virtualRef={anchor} />
      <Radix.Portal>
        <Radix.Content
          id={id}
          aria-label={label}
          {...outside}
          align={align}
          sideOffset={6}
          collisionPadding={8}
          className={classes(
            "z-50 max-h-(--radix-popover-content-available-height) w-80 max-w-[calc(100vw-1rem)] overflow-y-auto rounded-panel border border-line bg-raised p-4 text-ink shadow-pop outline-hidden animate-rise",
            className,
          )}
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
