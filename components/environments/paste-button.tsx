"use client";
import { ClipboardPaste } from "lucide-react";
import { useTranslations } from "next-intl";
import dynamic from "next/dynamic";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";

// Fetched when it is first opened: most page views never need it.
const PasteDialog = dynamic(async () => (await import("./paste-dialog.tsx")).PasteDialog, { ssr: false });

/** Opens the dialog that selects environments by a pasted list. */
export function PasteButton() {
  const t = useTranslations("environments");
  const [open, setOpen] = useState(false);
  const [wanted, setWanted] = useState(false);
  if (open && !wanted) setWanted(true);
  return (
    <>
      <Button icon={<ClipboardPaste aria-hidden="true" className="size-4 text-muted" />} onClick={() => setOpen(true)}>
        {t("selection.paste")}
      </Button>
      {wanted ? <PasteDialog open={open} onOpenChange={setOpen} /> : null}
    </>
  );
}
