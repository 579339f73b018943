"use client";
import { Lock } from "lucide-react";
import { useTranslations } from "next-intl";
import type { Role } from "#lib/auth/role.ts";
import type { Denial } from "./access.ts";

/** Says why an action is not offered. */
export function DenialNote({ denial, role }: { denial: Exclude<Denial, null>; role: Role }) {
  const t = useTranslations("rollouts.denied");
  const common = useTranslations("common");
  return (
    <p className="flex items-start gap-1.5 text-sm text-muted">
      <Lock aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
      <span>
        {denial.kind === "readOnly"
          ? t("readOnly")
          : t("role", { role: common(`roles.${role}`), needed: common(`roles.${denial.needed}`) })}
      </span>
    </p>
  );
}
