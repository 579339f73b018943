"use client";
import { useTranslations } from "next-intl";
import { Alert } from "#components/ui/alert.tsx";
import type { Readiness } from "#lib/imds/readiness.ts";
import { NextSteps } from "./next-steps.tsx";
import { ReasonText } from "./reason-text.tsx";

/** What keeps it from being allowed is no count of calls. */
const NO_WINDOWS = { MetadataNoToken: null, MetadataNoTokenRejected: null };

/** That IMDSv1 cannot be allowed again as things are, why, and what helps; nothing where it can, or is allowed. */
export function WayBack({ wayBack }: { wayBack: Readiness | null }) {
  const t = useTranslations("readiness");
  if (wayBack?.verdict !== "blocked") return null;
  return (
    <Alert kind="info" header={t("wayBack")}>
      <div className="space-y-2">
        <ul className="list-disc space-y-1 pl-5">
          {wayBack.reasons.map((reason) => (
            <li key={reason.kind}>
              <ReasonText reason={reason} windows={NO_WINDOWS} />
            </li>
          ))}
        </ul>
        <NextSteps steps={wayBack.next} />
      </div>
    </Alert>
  );
}
