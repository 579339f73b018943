"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { paths } from "#lib/paths.ts";
import { undoScopesQuery } from "#lib/queries/rollout-progress.ts";
import type { Scope } from "#lib/rollouts/plan.ts";
import type { RolloutProgress } from "#lib/rollouts/progress.ts";
import type { Access } from "./access.ts";
import { denialOf, roleFor } from "./access.ts";
import { UndoDialog } from "./undo-dialog.tsx";

type UndoButtonProps = {
  rollout: RolloutProgress;
  access: Access;
  /** What is chosen first; unless it says so, all that was changed. */
  scope?: Scope;
  label?: string;
  /** What the label is about, for screen readers, where it stands beside others of its kind. */
  of?: string;
};

const ALL: Scope = { kind: "all" };

/** Undoes what a rollout has changed, or a part of it, where there is something to undo and the person may. */
export function UndoButton({ rollout, access, scope = ALL, label, of }: UndoButtonProps) {
  const t = useTranslations("rollouts.report");
  const router = useRouter();
  const [isUndoing, setUndoing] = useState(false);
  const { data, error } = useQuery({ ...undoScopesQuery(rollout.id), enabled: isUndoing });
  if (denialOf(access, roleFor(rollout), "change") !== null || rollout.undoable.all === 0) return null;
  return (
    <>
      <Button size={of === undefined ? "normal" : "small"} onClick={() => setUndoing(true)}>
        {label ?? t("undo")}
        {of === undefined ? null : <span className="sr-only"> {of}</span>}
      </Button>
      {isUndoing ? (
        <UndoDialog
          rolloutId={rollout.id}
          scopes={data}
          error={error}
          first={scope}
          waves={rollout.waves}
          runsOn={rollout.status === "running"}
          open={isUndoing}
          onOpenChange={setUndoing}
          onDraft={(id) => router.push(paths.rollout(id))}
        />
      ) : null}
    </>
  );
}
