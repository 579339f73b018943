"use client";
import { useTranslations } from "next-intl";
import Link from "next/link";
import type { Role } from "#lib/auth/role.ts";
import { paths } from "#lib/paths.ts";
import { CommandPalette } from "./command-palette.tsx";
import { LanguageMenu } from "./language-menu.tsx";
import { Mark } from "./mark.tsx";
import { NavigationDrawer } from "./navigation-drawer.tsx";
import { ThemeMenu } from "./theme-menu.tsx";
import { UserMenu } from "./user-menu.tsx";

/** The bar at the top: dark in both themes, as consoles have it. */
export function TopBar({
  person,
  endSessions,
}: {
  person: { name: string; role: Role };
  endSessions: () => Promise<void>;
}) {
  const t = useTranslations("shell");
  const common = useTranslations("common");
  return (
    <header className="sticky top-0 z-30 flex h-(--bar-height) items-center gap-1 border-b border-bar-line bg-bar px-2 text-ink scheme-dark print:hidden sm:gap-2 sm:px-4">
      <NavigationDrawer />
      <Link
        href={paths.home()}
        aria-label={t("home")}
        className="flex min-h-8 shrink-0 items-center gap-2 rounded-control px-1 font-semibold"
      >
        <Mark className="size-6" />
        <span className="hidden sm:inline">{common("product")}</span>
      </Link>
      <div className="flex min-w-0 flex-1 justify-end md:justify-center">
        <CommandPalette />
      </div>
      <LanguageMenu />
      <ThemeMenu />
      <UserMenu name={person.name} role={person.role} endSessions={endSessions} />
    </header>
  );
}
