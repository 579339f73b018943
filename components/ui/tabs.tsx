"use client";
import * as Radix from "radix-ui/tabs";
import type { ReactNode } from "react";
import { tabClasses, tabListClasses } from "./tab-classes.ts";

export type Tab = { value: string; label: ReactNode; content: ReactNode };

/** Tabs inside a page, kept in memory. For tabs that are pages use LinkTabs. */
export function Tabs({
  label,
  tabs,
  value,
  onValueChange,
}: {
  label: string;
  tabs: readonly Tab[];
  value: string;
  onValueChange: (value: string) => void;
}) {
  return (
    <Radix.Root value={value} onValueChange={onValueChange}>
      <Radix.List aria-label={label} className={tabListClasses}>
        {tabs.map((tab) => (
          <Radix.Trigger key={tab.value} value={tab.value} className={tabClasses(tab.value === value)}>
            {tab.label}
          </Radix.Trigger>
        ))}
      </Radix.List>
      {tabs.map((tab) => (
        <Radix.Content key={tab.value} value={tab.value} className="pt-4">
          {tab.content}
        </Radix.Content>
      ))}
    </Radix.Root>
  );
}
