"use client";
import { Lock } from "lucide-react";
import { useTranslations } from "next-intl";
import { TextLink } from "#components/ui/text-link.tsx";
import { paths } from "#lib/paths.ts";
import type { EditDenial } from "./panel-state.ts";

/** Says why there is no Edit button. */
export function EditDenialNote({ denial }: { denial: Exclude<EditDenial, null> }) {
  const t = useTranslations("instances.panel");
  return (
    <p className="flex items-start gap-1.5 text-sm text-muted">
      <Lock aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
      <span>
        {denial.kind === "busy" ? t("why.busy", { status: denial.status }) : t(`why.${denial.kind}`)}{" "}
        {denial.kind === "rollout" ? (
          <TextLink href={paths.rollout(denial.rolloutId)}>{t("openRollout")}</TextLink>
        ) : null}
      </span>
    </p>
  );
}
