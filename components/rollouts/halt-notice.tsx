"use client";
import { OctagonX } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "#components/ui/button.tsx";
import { Time } from "#components/ui/time.tsx";
import { atLeast } from "#lib/auth/role.ts";
import type { Role } from "#lib/auth/role.ts";
import { useLiftHalt } from "#lib/queries/halt.ts";
import type { Halt } from "#lib/rollouts/rollout.ts";

/** That all rollouts are halted, by whom and why; who may lift that does it here. */
export function HaltNotice({ halt, role }: { halt: Halt; role: Role }) {
  const t = useTranslations("waves.halt");
  const lift = useLiftHalt();
  return (
    <aside
      aria-label={t("on")}
      className="flex flex-wrap items-center gap-x-2 gap-y-1 border-b border-error/40 bg-error-soft px-4 py-1.5 text-sm sm:px-6"
    >
      <OctagonX aria-hidden="true" className="size-4 shrink-0 text-error" />
      <strong role="status" className="font-semibold">
        {t("on")}
      </strong>
      <span>
        {t("by", { name: halt.by, reason: halt.reason })} · <Time value={halt.at} />
      </span>
      <span>{t("rest")}</span>
      {atLeast(role, "approver") ? (
        <Button busy={lift.isPending} onClick={() => lift.mutate()}>
          {t("lift")}
        </Button>
      ) : null}
    </aside>
  );
}
