"use client";
import { Check } from "lucide-react";
import { Menu as Radix } from "radix-ui/internal";
import { useId, useMemo } from "react";
import type { ReactNode } from "react";
import { classes } from "./classes.ts";
import { landmarkOf } from "./landmark.ts";
import { MenuPartsContext } from "./menu-parts.ts";
import type { MenuChoiceProps, MenuDownloadProps, MenuGroupProps, MenuItemProps, MenuParts } from "./menu-parts.ts";
import type { OpenerBox } from "./use-opener.ts";
import { useOutside } from "./use-outside.ts";

const item =
  "flex min-h-8 items-center gap-2 rounded-control px-2.5 py-1 text-base outline-hidden select-none data-highlighted:bg-hover data-highlighted:outline-2 data-highlighted:-outline-offset-2 data-highlighted:outline-focus " +
  "data-disabled:cursor-not-allowed data-disabled:opacity-55 pointer-coarse:min-h-10";

type MenuBoxProps = OpenerBox & { align: "start" | "end"; children: ReactNode };

/** The menu itself. Its opener is none of Radix's, for it was there before Radix was loaded. */
export function MenuBox({ id, opener, open, onOpenChange, align, children }: MenuBoxProps) {
  const outside = useOutside(opener);
  const anchor = useMemo(() => ({ current: opener }), [opener]);
  return (
    <Radix.Root modal={false} open={open} onOpenChange={onOpenChange}>
      <Radix.Anchor virtualRef={anchor} />
      <Radix.Portal container={open ? landmarkOf(opener) : null}>
        <Radix.Content
          id={id}
          aria-labelledby={`${id}-opener`}
          {...outside}
          align={align}
          sideOffset={6}
          collisionPadding={8}
          className="z-50 max-h-(--radix-popper-available-height) min-w-52 max-w-[min(24rem,calc(100vw-1rem))] overflow-y-auto rounded-panel border border-line bg-raised p-1 text-ink shadow-pop animate-rise"
        >
          <MenuPartsContext value={PARTS}>{children}</MenuPartsContext>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

function Item({ icon, disabled, tone = "normal", onSelect, children }: MenuItemProps) {
  return (
    <Radix.Item
      disabled={disabled === true}
      onSelect={onSelect}
      className={classes(item, tone === "danger" && "text-error")}
    >
      {icon}
      <span className="min-w-0 flex-1">{children}</span>
    </Radix.Item>
  );
}

function Download({ icon, href, children }: MenuDownloadProps) {
  return (
    <Radix.Item asChild className={item}>
      <a href={href} download>
        {icon}
        <span className="min-w-0 flex-1">{children}</span>
      </a>
    </Radix.Item>
  );
}

function Choice({ label, value, options, onValueChange }: MenuChoiceProps<string>) {
  return (
    <Radix.RadioGroup aria-label={label} value={value} onValueChange={onValueChange}>
      {options.map((option) => (
        <Radix.RadioItem key={option.value} value={option.value} className={item}>
          <span className="grid size-4 place-items-center">
            <Radix.ItemIndicator>
              <Check aria-hidden="true" className="size-4 text-link" />
            </Radix.ItemIndicator>
          </span>
          <span lang={option.lang}>{option.label}</span>
        </Radix.RadioItem>
      ))}
    </Radix.RadioGroup>
  );
}

function Group({ label, children }: MenuGroupProps) {
  const id = useId();
  return (
    <Radix.Group aria-labelledby={id}>
      <Radix.Label id={id} className="px-2.5 pt-1.5 pb-1 text-xs text-muted">
        {label}
      </Radix.Label>
      <Separator />
      {children}
    </Radix.Group>
  );
}

function Label({ children }: { children: ReactNode }) {
  return <Radix.Label className="px-2.5 pt-1.5 pb-1 text-xs font-medium text-muted">{children}</Radix.Label>;
}

function Separator() {
  return <Radix.Separator className="-mx-1 my-1 h-px bg-line" />;
}

const PARTS: MenuParts = { Item, Download, Choice, Group, Label, Separator };
