"use client";
import Link from "next/link";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { tabClasses, tabListClasses } from "./tab-classes.ts";

export type LinkTab = { href: string; label: ReactNode };

/** Tabs that are pages: a navigation with the present page marked. The longest matching href wins. */
export function LinkTabs({ label, tabs }: { label: string; tabs: readonly LinkTab[] }) {
  const path = usePathname();
  const here = tabs
    .filter((tab) => path === tab.href || path.startsWith(`${tab.href}/`))
    .reduce<string | null>((best, tab) => (best === null || tab.href.length > best.length ? tab.href : best), null);
  return (
    <nav aria-label={label} className={tabListClasses}>
      {tabs.map((tab) => (
        <Link
          key={tab.href}
          href={tab.href}
          {...(tab.href === here ? { "aria-current": "page" as const } : {})}
          className={tabClasses(tab.href === here)}
        >
          {tab.label}
        </Link>
      ))}
    </nav>
  );
}
