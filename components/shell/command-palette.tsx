"use client";
import { Search } from "lucide-react";
import { useTranslations } from "next-intl";
import dynamic from "next/dynamic";
import { useEffect, useState } from "react";
import { Kbd } from "#components/ui/kbd.tsx";

// Fetched when it is first opened: most page views never need it.
const PaletteDialog = dynamic(async () => (await import("./palette-dialog.tsx")).PaletteDialog, { ssr: false });

/** The search in the top bar: a button, and Ctrl+K or ⌘K from anywhere. */
export function CommandPalette() {
  const t = useTranslations("shell.palette");
  const [open, setOpen] = useState(false);
  const [wanted, setWanted] = useState(false);
  if (open && !wanted) setWanted(true);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey)
        return;
      event.preventDefault();
      setOpen((was) => !was);
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);
  return (
    <>
      <button
        type="button"
        aria-haspopup="dialog"
        aria-keyshortcuts="Control+K Meta+K"
        onClick={() => setOpen(true)}
        className="flex size-8 items-center justify-center gap-2 rounded-control border border-transparent text-muted hover:text-ink md:w-full md:max-w-md md:justify-start md:border-bar-line md:bg-surface md:px-2.5 md:hover:border-line-strong pointer-coarse:min-h-10"
      >
        <Search aria-hidden="true" className="size-4 shrink-0" />
        <span className="sr-only md:hidden">{t("open")}</span>
        <span className="hidden flex-1 truncate text-left md:block">{t("hint")}</span>
        <span aria-hidden="true" className="hidden gap-0.5 md:flex">
          <Kbd>Ctrl</Kbd>
          <Kbd>K</Kbd>
        </span>
      </button>
      {wanted ? <PaletteDialog open={open} onOpenChange={setOpen} /> : null}
    </>
  );
}
