"use client";
import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import type { ReactNode } from "react";
import { FailureAlert } from "#components/rollouts/failure-alert.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { TextArea, TextField } from "#components/ui/text-field.tsx";
import { LONGEST_DAYS, OWNER_LENGTH, REASON_LENGTH } from "#lib/imds/exception.ts";
import type { Terms } from "#lib/queries/exceptions.ts";
import { dayAfter, endOfDay } from "./expiry-date.ts";

/** What is offered first: a quarter is time to change an application, and short enough to look again. */
const OFFERED_DAYS = 90;

const fits = (text: string, { min, max }: { min: number; max: number }) =>
  text.trim().length >= min && text.trim().length <= max;

type TermsDialogProps = {
  title: string;
  description: string;
  submitLabel: string;
  owner?: string | undefined;
  busy: boolean;
  error: Error | null;
  /** What stands in the way besides the terms; the children say it. */
  disabled?: boolean | undefined;
  onSubmit: (terms: Terms) => void;
  onClose: () => void;
  /** What the terms are for. */
  children: ReactNode;
};

/** Owner, reason and expiry of an accepted risk: all three are asked for, and what is wrong is said at its field. */
export function TermsDialog(props: TermsDialogProps) {
  const { title, description, submitLabel, busy, error, disabled = false, onSubmit, onClose, children } = props;
  const t = useTranslations("exceptions.form");
  const form = useId();
  const [now] = useState(() => new Date());
  const [owner, setOwner] = useState(props.owner ?? "");
  const [reason, setReason] = useState("");
  const [day, setDay] = useState(() => dayAfter(now, OFFERED_DAYS));
  const [isTried, setTried] = useState(false);
  const until = endOfDay(day, now);
  const isOwnerWrong = !fits(owner, OWNER_LENGTH);
  const isReasonWrong = !fits(reason, REASON_LENGTH);
  const zone = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  const submit = () => {
    setTried(true);
    if (busy || disabled || isOwnerWrong || isReasonWrong || until === null) return;
    onSubmit({ owner: owner.trim(), reason: reason.trim(), until });
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open && !busy) onClose();
      }}
      title={title}
      description={description}
      closeLabel={t("close")}
      footer={
        <>
          <Button variant="link" onClick={onClose}>
            {t("cancel")}
          </Button>
          <Button variant="primary" type="submit" form={form} busy={busy} disabled={disabled}>
            {submitLabel}
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
          submit();
        }}
      >
        {children}
        <TextField
          label={t("owner")}
          hint={t("ownerHint")}
          value={owner}
          maxLength={OWNER_LENGTH.max}
          required
          error={isTried && isOwnerWrong ? t("ownerError", OWNER_LENGTH) : null}
          onChange={(event) => setOwner(event.target.value)}
        />
        <TextArea
          label={t("reason")}
          hint={t("reasonHint")}
          rows={3}
          value={reason}
          maxLength={REASON_LENGTH.max}
          required
          error={isTried && isReasonWrong ? t("reasonError", REASON_LENGTH) : null}
          onChange={(event) => setReason(event.target.value)}
        />
        <TextField
          type="date"
          label={t("until")}
          hint={t("untilHint", { zone, days: LONGEST_DAYS })}
          className="max-w-md"
          value={day}
          min={dayAfter(now, 0)}
          max={dayAfter(now, LONGEST_DAYS)}
          required
          error={isTried && until === null ? t("untilError", { days: LONGEST_DAYS }) : null}
          onChange={(event) => setDay(event.target.value)}
        />
        <FailureAlert error={error} />
      </form>
    </Dialog>
  );
}
