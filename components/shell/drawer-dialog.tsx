"use client";
import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import * as Dialog from "radix-ui/dialog";
import { Button } from "#components/ui/button.tsx";
import { overlayClasses } from "#components/ui/dialog.tsx";
import { useFocusReturn } from "#components/ui/focus-return.ts";
import { SideNavigation } from "./side-navigation.tsx";

/** The navigation, slid in from the side. */
export function DrawerDialog({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const t = useTranslations("shell.navigation");
  const focusReturn = useFocusReturn();
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Overlay className={overlayClasses} />
        <Dialog.Content
          {...focusReturn}
          aria-describedby={undefined}
          className="fixed inset-y-0 left-0 z-50 w-72 max-w-[85vw] overflow-y-auto border-r border-line bg-raised p-3 text-ink shadow-dialog outline-hidden animate-slide"
        >
          <div className="mb-2 flex items-center justify-between pl-2.5">
            <Dialog.Title className="font-semibold">{t("label")}</Dialog.Title>
            <Dialog.Close asChild>
              <Button variant="icon" aria-label={t("close")} icon={<X aria-hidden="true" className="size-4" />} />
            </Dialog.Close>
          </div>
          <SideNavigation onGo={() => onOpenChange(false)} />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
