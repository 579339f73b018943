"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { denialOf } from "#components/rollouts/access.ts";
import type { Access } from "#components/rollouts/access.ts";
import { Button } from "#components/ui/button.tsx";
import type { EnvironmentDetail } from "#lib/imds/environment.ts";
import { AcceptDialog } from "./accept-dialog.tsx";

/** Accepts the risk of one environment; offered where IMDSv1 is allowed, none is accepted yet, and one may. */
export function AcceptForEnvironment({ environment, access }: { environment: EnvironmentDetail; access: Access }) {
  const t = useTranslations("exceptions");
  const [isOpen, setOpen] = useState(false);
  const { accountId, region, environmentId, name, configured, exception } = environment;
  if (exception !== null || configured !== "v1-and-v2" || denialOf(access, "approver", "change") !== null) return null;
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t("accept")}</Button>
      {isOpen ? (
        <AcceptDialog
          scope={{ kind: "environments", keys: [{ accountId, region, environmentId }] }}
          onClose={() => setOpen(false)}
        >
          <p>
            <span className="text-muted">{t("form.scope")}:</span> {t("form.environment", { name })}
          </p>
        </AcceptDialog>
      ) : null}
    </>
  );
}
