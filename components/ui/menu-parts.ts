"use client";
import { createContext } from "react";
import type { ComponentType, ReactNode } from "react";

export type MenuItemProps = {
  icon?: ReactNode;
  disabled?: boolean | undefined;
  tone?: "normal" | "danger" | undefined;
  onSelect: () => void;
  children: ReactNode;
};

export type MenuDownloadProps = { icon?: ReactNode; href: string; children: ReactNode };

export type MenuChoiceProps<Value extends string> = {
  label: string;
  value: Value;
  options: readonly { value: Value; label: ReactNode; lang?: string }[];
  onValueChange: (value: Value) => void;
};

export type MenuGroupProps = { label: ReactNode; children: ReactNode };

/** What a menu is made of; fetched with the menu, while who puts one together is part of the page. */
export type MenuParts = {
  Item: ComponentType<MenuItemProps>;
  Download: ComponentType<MenuDownloadProps>;
  Choice: ComponentType<MenuChoiceProps<string>>;
  Group: ComponentType<MenuGroupProps>;
  Label: ComponentType<{ children: ReactNode }>;
  Separator: ComponentType;
};

export const MenuPartsContext = createContext<MenuParts | null>(null);
