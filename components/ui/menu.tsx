"use client";
import { Check } from "lucide-react";
import * as Radix from "radix-ui/dropdown-menu";
import { useId, useRef, useState } from "react";
import type { ReactElement, ReactNode } from "react";
import { classes } from "./classes.ts";
import { landmarkOf } from "./landmark.ts";

const item =
  "flex min-h-8 items-center gap-2 rounded-control px-2.5 py-1 text-base outline-hidden select-none data-highlighted:bg-hover data-highlighted:outline-2 data-highlighted:-outline-offset-2 data-highlighted:outline-focus " +
  "data-disabled:cursor-not-allowed data-disabled:opacity-55 pointer-coarse:min-h-10";

/** A menu of actions under its button. `children` are the Menu… parts below. */
export function Menu({
  trigger,
  align = "end",
  children,
}: {
  trigger: ReactElement;
  align?: "start" | "end" | undefined;
  children: ReactNode;
}) {
  const opener = useRef<HTMLButtonElement>(null);
  const [container, setContainer] = useState<HTMLElement | null>(null);
  return (
    <Radix.Root modal={false} onOpenChange={(open) => open && setContainer(landmarkOf(opener.current))}>
      <Radix.Trigger ref={opener} asChild>
        {trigger}
      </Radix.Trigger>
      <Radix.Portal container={container}>
        <Radix.Content
          align={align}
          sideOffset={6}
          collisionPadding={8}
          className="z-50 max-h-(--radix-dropdown-menu-content-available-height) min-w-52 max-w-[min(24rem,calc(100vw-1rem))] overflow-y-auto rounded-panel border border-line bg-raised p-1 text-ink shadow-pop animate-rise"
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

type MenuItemProps = {
  icon?: ReactNode;
  disabled?: boolean | undefined;
  tone?: "normal" | "danger" | undefined;
  children: ReactNode;
};

/** Something to do. */
export function MenuItem({
  icon,
  disabled,
  tone = "normal",
  onSelect,
  children,
}: MenuItemProps & { onSelect: () => void }) {
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

/** A file to be fetched: a link, so that the browser saves it as it arrives; its name is the server's. */
export function MenuDownload({ icon, href, children }: { icon?: ReactNode; href: string; children: ReactNode }) {
  return (
    <Radix.Item asChild className={item}>
      <a href={href} download>
        {icon}
        <span className="min-w-0 flex-1">{children}</span>
      </a>
    </Radix.Item>
  );
}

/** One choice out of several, the present one ticked. */
export function MenuChoice<Value extends string>(props: {
  label: string;
  value: Value;
  options: readonly { value: Value; label: ReactNode; lang?: string }[];
  onValueChange: (value: Value) => void;
}) {
  return (
    <Radix.RadioGroup
      aria-label={props.label}
      value={props.value}
      onValueChange={(value) => {
        const chosen = props.options.find((option) => option.value === value);
        if (chosen) props.onValueChange(chosen.value);
      }}
    >
      {props.options.map((option) => (
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

/** Items under what is said of them all; a screen reader says it as it comes to the first. */
export function MenuGroup({ label, children }: { label: ReactNode; children: ReactNode }) {
  const id = useId();
  return (
    <Radix.Group aria-labelledby={id}>
      <Radix.Label id={id} className="px-2.5 pt-1.5 pb-1 text-xs text-muted">
        {label}
      </Radix.Label>
      <MenuSeparator />
      {children}
    </Radix.Group>
  );
}

/** A heading inside a menu. */
export function MenuLabel({ children }: { children: ReactNode }) {
  return <Radix.Label className="px-2.5 pt-1.5 pb-1 text-xs font-medium text-muted">{children}</Radix.Label>;
}

/** A line between groups. */
export function MenuSeparator() {
  return <Radix.Separator className="-mx-1 my-1 h-px bg-line" />;
}
