"use client";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useAnnounce } from "#components/ui/live-region.tsx";
import { useAcceptRisk } from "#lib/queries/exceptions.ts";
import type { WantedScope } from "#lib/queries/exceptions.ts";
import { TermsDialog } from "./terms-dialog.tsx";

type AcceptDialogProps = {
  /** `null`: nothing that could be covered is chosen yet. */
  scope: WantedScope | null;
  onClose: () => void;
  /** Says, or lets choose, what is covered. */
  children: ReactNode;
};

/** Accepts the risk of IMDSv1 for a scope. */
export function AcceptDialog({ scope, onClose, children }: AcceptDialogProps) {
  const t = useTranslations("exceptions.acceptDialog");
  const accept = useAcceptRisk();
  const announce = useAnnounce();
  return (
    <TermsDialog
      title={t("title")}
      description={t("body")}
      submitLabel={t(accept.isPending ? "submitting" : "submit")}
      busy={accept.isPending}
      error={accept.error}
      disabled={scope === null}
      onClose={onClose}
      onSubmit={(terms) => {
        if (scope === null) return;
        accept.mutate(
          { scope, terms },
          {
            onSuccess: ({ ids }) => {
              announce(t("done", { count: ids.length }), "exceptions");
              onClose();
            },
          },
        );
      }}
    >
      {children}
    </TermsDialog>
  );
}
