"use client";
import dynamic from "next/dynamic";
import { use } from "react";
import type { ComponentProps, ReactElement, ReactNode } from "react";
import { MenuPartsContext } from "./menu-parts.ts";
import type { MenuChoiceProps, MenuDownloadProps, MenuGroupProps, MenuItemProps, MenuParts } from "./menu-parts.ts";
import { useOpener } from "./use-opener.ts";

const load = async () => (await import("./menu-box.tsx")).MenuBox;
const MenuBox = dynamic(load, { ssr: false });

type MenuProps = {
  trigger: ReactElement<ComponentProps<"button">>;
  align?: "start" | "end" | undefined;
  children: ReactNode;
};

/** A menu of actions under its button, fetched when the button is first pointed at or has the focus. `children` are the Menu… parts below. */
export function Menu({ trigger, align = "end", children }: MenuProps) {
  const { button, box } = useOpener({ trigger, kind: "menu", load });
  return (
    <>
      {button}
      {box === null ? null : (
        <MenuBox {...box} align={align}>
          {children}
        </MenuBox>
      )}
    </>
  );
}

/** Parts are rendered in an open menu only, so what they are made of has been fetched. */
function useParts(): MenuParts {
  const parts = use(MenuPartsContext);
  if (parts === null) throw new Error("A part of a menu stands outside of one");
  return parts;
}

/** Something to do. */
export function MenuItem(props: MenuItemProps) {
  const { Item } = useParts();
  return <Item {...props} />;
}

/** A file to be fetched: a link, so that the browser saves it as it arrives; its name is the server's. */
export function MenuDownload(props: MenuDownloadProps) {
  const { Download } = useParts();
  return <Download {...props} />;
}

/** One choice out of several, the present one ticked. */
export function MenuChoice<Value extends string>({ value, options, label, onValueChange }: MenuChoiceProps<Value>) {
  const { Choice } = useParts();
  return (
    <Choice
      label={label}
      value={value}
      options={options}
      onValueChange={(next) => {
        const chosen = options.find((option) => option.value === next);
        if (chosen) onValueChange(chosen.value);
      }}
    />
  );
}

/** Items under what is said of them all; a screen reader says it as it comes to the first. */
export function MenuGroup(props: MenuGroupProps) {
  const { Group } = useParts();
  return <Group {...props} />;
}

/** A heading inside a menu. */
export function MenuLabel({ children }: { children: ReactNode }) {
  const { Label } = useParts();
  return <Label>{children}</Label>;
}

/** A line between groups. */
export function MenuSeparator() {
  const { Separator } = useParts();
  return <Separator />;
}
