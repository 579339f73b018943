"use client";
import { ChevronDown, CircleUser, LogOut, MonitorX } from "lucide-react";
import { useTranslations } from "next-intl";
import dynamic from "next/dynamic";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Menu, MenuItem, MenuLabel, MenuSeparator } from "#components/ui/menu.tsx";
import type { Role } from "#lib/auth/role.ts";
import { signOut } from "./session-requests.ts";

// Fetched when it is first asked for.
const AlertDialog = dynamic(async () => (await import("#components/ui/alert-dialog.tsx")).AlertDialog, { ssr: false });

/** Who is signed in and with which role; the ways out. */
export function UserMenu({ name, role, endSessions }: { name: string; role: Role; endSessions: () => Promise<void> }) {
  const t = useTranslations("shell.user");
  const common = useTranslations("common");
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const signOutEverywhere = async () => {
    setBusy(true);
    try {
      await endSessions();
      await signOut();
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <Menu
        trigger={
          <Button variant="icon" aria-label={t("menu", { name })} className="w-auto! max-w-48 gap-1.5 px-2">
            <CircleUser aria-hidden="true" className="size-4.5 shrink-0" />
            <span className="hidden truncate md:inline">{name}</span>
            <ChevronDown aria-hidden="true" className="hidden size-3.5 shrink-0 md:inline" />
          </Button>
        }
      >
        <MenuLabel>
          <span className="block text-base text-ink">{name}</span>
          {t("role", { role: common(`roles.${role}`) })}
        </MenuLabel>
        <MenuSeparator />
        <MenuItem icon={<LogOut aria-hidden="true" className="size-4 text-muted" />} onSelect={() => void signOut()}>
          {t("signOut")}
        </MenuItem>
        <MenuItem icon={<MonitorX aria-hidden="true" className="size-4 text-muted" />} onSelect={() => setAsking(true)}>
          {t("signOutEverywhere")}
        </MenuItem>
      </Menu>
      {asking ? (
        <AlertDialog
          open={asking}
          onOpenChange={setAsking}
          title={t("signOutEverywhereTitle")}
          description={t("signOutEverywhereBody")}
          cancelLabel={common("actions.cancel")}
          confirmLabel={t("signOutEverywhere")}
          onConfirm={() => void signOutEverywhere()}
          busy={busy}
          width="small"
        />
      ) : null}
    </>
  );
}
