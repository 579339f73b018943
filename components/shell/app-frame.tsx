"use client";
import { PanelLeftClose, PanelLeftOpen } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { ReactNode } from "react";
import { HaltBanner } from "#components/rollouts/halt-banner.tsx";
import { Button } from "#components/ui/button.tsx";
import { classes } from "#components/ui/classes.ts";
import type { Role } from "#lib/auth/role.ts";
import { Banners } from "./banners.tsx";
import { rememberNavigation } from "./preferences.ts";
import { SideNavigation } from "./side-navigation.tsx";
import { TopBar } from "./top-bar.tsx";

export type AppFrameProps = {
  person: { name: string; role: Role };
  simulated: boolean;
  readOnly: boolean;
  navigationOpen: boolean;
  endSessions: () => Promise<void>;
  children: ReactNode;
};

/** The frame of every signed-in page: skip link, top bar, side navigation, banners, and the page itself. */
export function AppFrame({ person, simulated, readOnly, navigationOpen, endSessions, children }: AppFrameProps) {
  const t = useTranslations("shell");
  const [open, setOpen] = useState(navigationOpen);
  const fold = t(open ? "navigation.collapse" : "navigation.expand");
  const Fold = open ? PanelLeftClose : PanelLeftOpen;
  return (
    <>
      <a
        href="#content"
        className="fixed top-1.5 left-1.5 z-60 -translate-y-16 rounded-control bg-accent px-3 py-1.5 font-medium text-on-accent focus-visible:translate-y-0 print:hidden"
      >
        {t("skipToContent")}
      </a>
      <TopBar person={person} endSessions={endSessions} />
      <div className="flex">
        <div
          className={classes(
            "sticky top-(--bar-height) hidden h-[calc(100dvh-var(--bar-height))] shrink-0 flex-col justify-between border-r border-line bg-surface p-2.5 lg:flex print:hidden",
            open ? "w-56" : "w-14.5",
          )}
        >
          <SideNavigation folded={!open} />
          <Button
            variant="icon"
            aria-label={fold}
            title={fold}
            icon={<Fold aria-hidden="true" className="size-4.5" />}
            onClick={() => {
              setOpen(!open);
              rememberNavigation(!open);
            }}
            className={open ? "self-end" : "self-center"}
          />
        </div>
        <div className="flex min-h-[calc(100dvh-var(--bar-height))] min-w-0 flex-1 flex-col">
          <Banners simulated={simulated} readOnly={readOnly} />
          <HaltBanner role={person.role} />
          <main
            id="content"
            tabIndex={-1}
            className="flex min-w-0 flex-1 flex-col gap-5 px-4 py-5 outline-hidden sm:px-6"
          >
            {children}
          </main>
        </div>
      </div>
    </>
  );
}
