"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { AlertDialog } from "#components/ui/alert-dialog.tsx";
import { Button } from "#components/ui/button.tsx";
import { TextField } from "#components/ui/text-field.tsx";
import { atLeast } from "#lib/auth/role.ts";
import type { Role } from "#lib/auth/role.ts";
import { LEAST_REASON } from "#lib/rollouts/acknowledge.ts";
import { haltQuery, useHalt } from "#lib/queries/halt.ts";
import { FailureAlert } from "./failure-alert.tsx";

/** Halts every rollout, after a question and for a reason. Not there where all are halted, or the role does not reach. */
export function HaltButton({ role }: { role: Role }) {
  const t = useTranslations("waves.halt");
  const { data } = useQuery(haltQuery());
  const halt = useHalt();
  const [isAsking, setAsking] = useState(false);
  const [reason, setReason] = useState("");
  if (!atLeast(role, "author") || data === undefined || data.halt !== null) return null;
  return (
    <>
      <Button variant="danger" onClick={() => setAsking(true)}>
        {t("button")}
      </Button>
      <AlertDialog
        open={isAsking}
        onOpenChange={setAsking}
        title={t("title")}
        description={t("text")}
        cancelLabel={t("cancel")}
        confirmLabel={t("confirm")}
        tone="danger"
        busy={halt.isPending}
        confirmDisabled={reason.trim().length < LEAST_REASON}
        onConfirm={() => halt.mutate(reason, { onSuccess: () => setAsking(false) })}
        width="small"
      >
        <TextField
          label={t("reason")}
          maxLength={500}
          value={reason}
          onChange={({ target }) => setReason(target.value)}
        />
        <FailureAlert error={halt.error} />
      </AlertDialog>
    </>
  );
}
