"use client";
import { Menu as MenuIcon, X } from "lucide-react";
import { useTranslations } from "next-intl";
import * as Dialog from "radix-ui/dialog";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { overlayClasses } from "#components/ui/dialog.tsx";
import { SideNavigation } from "./side-navigation.tsx";

/** The navigation of narrow windows: a button that slides it in. */
export function NavigationDrawer() {
  const t = useTranslations("shell.navigation");
  const [open, setOpen] = useState(false);
  return (
    <Dialog.Root open={open} onOpenChange={setOpen}>
      <Dialog.Trigger asChild>
        <Button
          variant="icon"
          aria-label={t("open")}
          icon={<MenuIcon aria-hidden="true" className="size-5" />}
          className="lg:hidden"
        />
      </Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Overlay className={overlayClasses} />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed inset-y-0 left-0 z-50 w-72 max-w-[85vw] overflow-y-auto border-r border-line bg-raised p-3 text-ink shadow-dialog outline-hidden animate-slide"
        >
          <div className="mb-2 flex items-center justify-between pl-2.5">
            <Dialog.Title className="font-semibold">{t("label")}</Dialog.Title>
            <Dialog.Close asChild>
              <Button
                variant="icon"
                aria-label={t("close")}
                icon={<X aria-hidden="true" className="size-4" />}
              />
            </Dialog.Close>
          </div>
          <SideNavigation onGo={() => setOpen(false)} />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
