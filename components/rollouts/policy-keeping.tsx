"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { AlertDialog } from "#components/ui/alert-dialog.tsx";
import { Button } from "#components/ui/button.tsx";
import { useAnnounce } from "#components/ui/live-region.tsx";
import { useDeletePolicy } from "#lib/queries/policies.ts";
import { customFrom } from "#lib/rollouts/policy.ts";
import type { Policy } from "#lib/rollouts/policy.ts";
import { FailureAlert } from "./failure-alert.tsx";
import { PolicyNameDialog } from "./policy-name-dialog.tsx";

type Saved = { id: string; name: string };

/** Asks whether a saved policy is to be deleted, and does so. */
function DeleteDialog({ saved, onDeleted, onClose }: { saved: Saved; onDeleted: () => void; onClose: () => void }) {
  const t = useTranslations("waves.policy.saving");
  const announce = useAnnounce();
  const { name } = saved;
  const remove = useDeletePolicy(() => {
    announce(t("deleted", { name }), "policy");
    onDeleted();
    onClose();
  });
  return (
    <AlertDialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={t("deleteTitle", { name })}
      description={t("deleteText")}
      cancelLabel={t("cancel")}
      confirmLabel={t("confirmDelete")}
      tone="danger"
      busy={remove.isPending}
      onConfirm={() => remove.mutate(saved)}
      width="small"
    >
      <FailureAlert error={remove.error} />
    </AlertDialog>
  );
}

/** Keeps a custom policy without problems under a name; renames or deletes a saved one. */
export function PolicyKeeping({
  policy,
  taken,
  onChange,
}: {
  policy: Policy;
  taken: readonly string[];
  onChange: (policy: Policy) => void;
}) {
  const t = useTranslations("waves.policy.saving");
  const [asked, setAsked] = useState<"name" | "delete" | null>(null);
  const { saved } = policy;
  const close = () => setAsked(null);
  return (
    <div className="flex flex-wrap gap-2">
      <Button onClick={() => setAsked("name")}>{t(saved === undefined ? "saveAs" : "rename")}</Button>
      {saved === undefined ? null : <Button onClick={() => setAsked("delete")}>{t("delete")}</Button>}
      {asked === "name" ? <PolicyNameDialog policy={policy} taken={taken} onNamed={onChange} onClose={close} /> : null}
      {asked === "delete" && saved !== undefined ? (
        <DeleteDialog saved={saved} onDeleted={() => onChange(customFrom(policy))} onClose={close} />
      ) : null}
    </div>
  );
}
