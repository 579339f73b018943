"use client";
import { Menu as MenuIcon } from "lucide-react";
import { useTranslations } from "next-intl";
import dynamic from "next/dynamic";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";

// Fetched when it is first opened: wide windows never need it.
const DrawerDialog = dynamic(async () => (await import("./drawer-dialog.tsx")).DrawerDialog, { ssr: false });

/** The navigation of narrow windows: a button that slides it in. */
export function NavigationDrawer() {
  const t = useTranslations("shell.navigation");
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button
        variant="icon"
        aria-label={t("open")}
        aria-haspopup="dialog"
        aria-expanded={open}
        onClick={() => setOpen(true)}
        icon={<MenuIcon aria-hidden="true" className="size-5" />}
        className="lg:hidden"
      />
      {open ? <DrawerDialog open onOpenChange={setOpen} /> : null}
    </>
  );
}
