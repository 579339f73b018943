"use client";
import { useTranslations } from "next-intl";
import type { Words } from "#components/environments/words.ts";
import { FailureAlert } from "#components/rollouts/failure-alert.tsx";
import { AlertDialog } from "#components/ui/alert-dialog.tsx";
import { useAnnounce } from "#components/ui/live-region.tsx";
import type { Exception } from "#lib/imds/exception.ts";
import { useEndException, useExtendException } from "#lib/queries/exceptions.ts";
import { ScopeText } from "./scope-text.tsx";
import { TermsDialog } from "./terms-dialog.tsx";

type ChangeDialogProps = { exception: Exception; words: Words; onClose: () => void };

/** Accepts a risk for longer, on new terms. */
export function ExtendDialog({ exception, words, onClose }: ChangeDialogProps) {
  const t = useTranslations("exceptions.extendDialog");
  const extend = useExtendException();
  const announce = useAnnounce();
  return (
    <TermsDialog
      title={t("title")}
      description={t("body")}
      submitLabel={t("submit")}
      owner={exception.owner}
      busy={extend.isPending}
      error={extend.error}
      onClose={onClose}
      onSubmit={(terms) =>
        extend.mutate(
          { exceptionId: exception.id, terms },
          {
            onSuccess: () => {
              announce(t("done"), "exceptions");
              onClose();
            },
          },
        )
      }
    >
      <div className="border-l-2 border-line pl-3">
        <ScopeText scope={exception.scope} words={words} />
      </div>
    </TermsDialog>
  );
}

/** Ends an exception before it expires. */
export function EndDialog({ exception, words, onClose }: ChangeDialogProps) {
  const t = useTranslations("exceptions.endDialog");
  const end = useEndException();
  const announce = useAnnounce();
  return (
    <AlertDialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={t("title")}
      description={t("body")}
      cancelLabel={t("cancel")}
      confirmLabel={t("confirm")}
      tone="danger"
      busy={end.isPending}
      onConfirm={() =>
        end.mutate(exception.id, {
          onSuccess: () => {
            announce(t("done"), "exceptions");
            onClose();
          },
        })
      }
    >
      <div className="border-l-2 border-line pl-3">
        <ScopeText scope={exception.scope} words={words} />
      </div>
      <FailureAlert error={end.error} />
    </AlertDialog>
  );
}
