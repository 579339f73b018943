"use client";
import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { useAnnounce } from "#components/ui/live-region.tsx";
import { TextField } from "#components/ui/text-field.tsx";
import { useNamePolicy } from "#lib/queries/policies.ts";
import { asSaved, isOwnName, LIMITS } from "#lib/rollouts/policy.ts";
import type { Policy } from "#lib/rollouts/policy.ts";
import { FailureAlert } from "./failure-alert.tsx";

const MOST = LIMITS.savedName;

/** Asks for the name of a policy: of one that is to be saved, or another one of one that is. */
export function PolicyNameDialog({
  policy,
  taken,
  onNamed,
  onClose,
}: {
  policy: Policy;
  /** The names of the other policies, as the list shows them. */
  taken: readonly string[];
  onNamed: (policy: Policy) => void;
  onClose: () => void;
}) {
  const t = useTranslations("waves.policy.saving");
  const form = useId();
  const announce = useAnnounce();
  const keep = useNamePolicy((saved) => {
    announce(t(policy.saved === undefined ? "saved" : "renamed", { name: saved.name }), "policy");
    onNamed(asSaved(saved));
    onClose();
  });
  const [name, setName] = useState(policy.saved?.name ?? "");
  const [isTried, setTried] = useState(false);
  const written = name.trim();
  const isTaken = taken.some((other) => other.toLowerCase() === written.toLowerCase());
  const isWrong = written === "" || written.length > MOST || isTaken || !isOwnName(written);
  const submit = () => {
    setTried(true);
    if (!isWrong && !keep.isPending) keep.mutate({ policy, name: written });
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open && !keep.isPending) onClose();
      }}
      title={policy.saved === undefined ? t("saveTitle") : t("renameTitle", { name: policy.saved.name })}
      description={t(policy.saved === undefined ? "saveText" : "renameText")}
      closeLabel={t("close")}
      width="small"
      footer={
        <>
          <Button variant="link" onClick={onClose}>
            {t("cancel")}
          </Button>
          <Button variant="primary" type="submit" form={form} busy={keep.isPending}>
            {t(policy.saved === undefined ? "save" : "confirmRename")}
          </Button>
        </>
      }
    >
      <form
        id={form}
        noValidate
        className="space-y-4"
        onSubmit={(event) => {
          event.preventDefault();
          // React would have it reach the form of the step, too, which leads on.
          event.stopPropagation();
          submit();
        }}
      >
        <TextField
          label={t("name")}
          hint={t("nameHint", { most: MOST })}
          value={name}
          maxLength={MOST}
          required
          error={isTried && isWrong ? t("nameError", { most: MOST }) : null}
          onChange={(event) => setName(event.target.value)}
        />
        <FailureAlert error={keep.error} />
      </form>
    </Dialog>
  );
}
