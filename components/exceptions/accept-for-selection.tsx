"use client";
import { useTranslations } from "next-intl";
import dynamic from "next/dynamic";
import { useState } from "react";
import { denialOf } from "#components/rollouts/access.ts";
import type { Access } from "#components/rollouts/access.ts";
import { Button } from "#components/ui/button.tsx";
import type { SelectionScope } from "./selection-dialog.tsx";

// Fetched when it is first opened: most page views never need it.
const SelectionDialog = dynamic(async () => (await import("./selection-dialog.tsx")).SelectionDialog, { ssr: false });

/** Stands among the bulk bar's buttons: accepts the risk of what is selected in the list, or of all that its filter lets through. */
export function AcceptForSelection({ keys, filter, access }: SelectionScope & { access: Access }) {
  const t = useTranslations("exceptions");
  const [isOpen, setOpen] = useState(false);
  if (denialOf(access, "approver", "change") !== null) return null;
  return (
    <>
      <Button className="max-sm:basis-full" onClick={() => setOpen(true)}>
        {t("accept")}
      </Button>
      {isOpen ? <SelectionDialog keys={keys} filter={filter} onClose={() => setOpen(false)} /> : null}
    </>
  );
}
