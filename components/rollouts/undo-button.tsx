"use client";
import { useTranslations } from "next-intl";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { paths } from "#lib/paths.ts";
import { isUndoable } from "#lib/rollouts/plan.ts";
import type { RolloutDetail } from "#lib/rollouts/rollout.ts";
import type { Access } from "./access.ts";
import { denialOf, roleFor } from "./access.ts";
import { UndoDialog } from "./undo-dialog.tsx";

/** Undoes what a rollout has changed, or a part of it, where there is something to undo and the person may. */
export function UndoButton({ rollout, access }: { rollout: RolloutDetail; access: Access }) {
  const t = useTranslations("rollouts.report");
  const router = useRouter();
  const [isUndoing, setUndoing] = useState(false);
  if (denialOf(access, roleFor(rollout), "change") !== null || !rollout.targets.some(isUndoable)) return null;
  return (
    <>
      <Button onClick={() => setUndoing(true)}>{t("undo")}</Button>
      <UndoDialog
        rolloutId={rollout.id}
        targets={rollout.targets}
        waves={rollout.waves}
        open={isUndoing}
        onOpenChange={setUndoing}
        onDraft={(id) => router.push(paths.rollout(id))}
      />
    </>
  );
}
