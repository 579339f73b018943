"use client";
import { useTranslations } from "next-intl";
import dynamic from "next/dynamic";
import { useEffect, useRef } from "react";
import { useAnnounce } from "#components/ui/live-region.tsx";
import type { Role } from "#lib/auth/role.ts";
import { useSelection } from "./selection-store.ts";

// Fetched with the first selection: most visits only look.
const BulkActions = dynamic(async () => (await import("./bulk-actions.tsx")).BulkActions, { ssr: false });

/** Says how many environments are selected, and has what can be done with them where there are any. */
export function BulkBar({ role, readOnly }: { role: Role; readOnly: boolean }) {
  const t = useTranslations("environments");
  const count = useSelection().keys.size;
  const announce = useAnnounce();
  const said = useRef(count);
  useEffect(() => {
    if (said.current === count) return;
    said.current = count;
    announce(t("announce.selected", { count }), "selection");
  }, [announce, count, t]);
  return count === 0 ? null : <BulkActions role={role} readOnly={readOnly} />;
}
