"use client";
import { Download } from "lucide-react";
import { useTranslations } from "next-intl";
import { useRouter } from "next/navigation";
import { Button } from "#components/ui/button.tsx";
import { Menu, MenuItem } from "#components/ui/menu.tsx";
import { paths } from "#lib/paths.ts";
import { useRetryRollout } from "#lib/queries/rollouts.ts";
import type { RolloutDetail } from "#lib/rollouts/rollout.ts";
import type { Access } from "./access.ts";
import { denialOf, roleFor } from "./access.ts";
import { DenialNote } from "./denial-note.tsx";
import { rolloutCsv } from "./export.ts";
import { FailureAlert } from "./failure-alert.tsx";
import { isRetryable } from "#lib/rollouts/plan.ts";
import { UndoButton } from "./undo-button.tsx";

function download(name: string, type: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = Object.assign(document.createElement("a"), { href: address, download: name });
  link.click();
  URL.revokeObjectURL(address);
}

/** What can be done with an ended rollout: try the failed ones again, undo the others, take the report away. */
export function ReportActions({ rollout, access }: { rollout: RolloutDetail; access: Access }) {
  const t = useTranslations("rollouts.report");
  const router = useRouter();
  const retry = useRetryRollout();
  const retryable = rollout.targets.filter(isRetryable).length;
  const denial = denialOf(access, roleFor(rollout), "change");
  const go = (rolloutId: string) => router.push(paths.rollout(rolloutId));
  return (
    <>
      <FailureAlert error={retry.error} />
      {denial === null ? null : <DenialNote denial={denial} role={access.role} />}
      {denial === null && retryable > 0 ? (
        <Button
          variant="primary"
          busy={retry.isPending}
          onClick={() => retry.mutate(rollout.id, { onSuccess: (draft) => go(draft.rolloutId) })}
        >
          {t("retry", { count: retryable })}
        </Button>
      ) : null}
      <UndoButton rollout={rollout} access={access} />
      <Menu
        trigger={
          <Button variant="icon" aria-label={t("export")} icon={<Download aria-hidden="true" className="size-4" />} />
        }
      >
        <MenuItem
          onSelect={() => download(`rollout-${rollout.id}.json`, "application/json", JSON.stringify(rollout, null, 2))}
        >
          {t("exportJson")}
        </MenuItem>
        <MenuItem onSelect={() => download(`rollout-${rollout.id}.csv`, "text/csv", rolloutCsv(rollout))}>
          {t("exportCsv")}
        </MenuItem>
      </Menu>
    </>
  );
}
