"use client";
import { ChartNoAxesCombined, History, Layers, Settings, ShieldOff, Waypoints } from "lucide-react";
import type { LucideIcon } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import { classes } from "#components/ui/classes.ts";
import { paths } from "#lib/paths.ts";

export type Destination = {
  key: "overview" | "environments" | "rollouts" | "exceptions" | "activity" | "settings";
  href: string;
  icon: LucideIcon;
};

/** Where one can go: the side navigation and the command palette show the same. */
export const DESTINATIONS: readonly Destination[] = [
  { key: "overview", href: paths.overview(), icon: ChartNoAxesCombined },
  { key: "environments", href: paths.environments(), icon: Layers },
  { key: "rollouts", href: paths.rollouts(), icon: Waypoints },
  { key: "exceptions", href: paths.exceptions(), icon: ShieldOff },
  { key: "activity", href: paths.activity(), icon: History },
  { key: "settings", href: paths.settings(), icon: Settings },
];

/** The list of pages; folded it shows icons with their names as tooltips. */
export function SideNavigation({ folded = false, onGo }: { folded?: boolean; onGo?: () => void }) {
  const t = useTranslations("shell.navigation");
  const path = usePathname();
  return (
    <nav aria-label={t("label")}>
      <ul className="space-y-0.5">
        {DESTINATIONS.map(({ key, href, icon: Icon }) => {
          const here = path === href || path.startsWith(`${href}/`);
          const link = (
            <Link
              href={href}
              {...(onGo ? { onClick: onGo } : {})}
              title={folded ? t(key) : undefined}
              {...(here ? { "aria-current": "page" as const } : {})}
              className={classes(
                "relative flex min-h-9 items-center gap-2.5 rounded-control font-medium focus-visible:-outline-offset-2 pointer-coarse:min-h-11",
                folded ? "justify-center" : "px-2.5",
                here ? "bg-selected text-link" : "text-muted hover:bg-hover hover:text-ink",
              )}
            >
              <Icon aria-hidden="true" className="size-4.5 shrink-0" />
              <span className={folded ? "sr-only" : undefined}>{t(key)}</span>
            </Link>
          );
          return <li key={key}>{link}</li>;
        })}
      </ul>
    </nav>
  );
}
