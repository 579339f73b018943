"use client";
import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import { AlertDialog } from "#components/ui/alert-dialog.tsx";
import { Select } from "#components/ui/select.tsx";
import { useUndoRollout } from "#lib/queries/rollouts.ts";
import type { UndoHow } from "#lib/queries/rollouts.ts";
import { isInScope, movesToLaunchTemplate } from "#lib/rollouts/plan.ts";
import type { Scope } from "#lib/rollouts/plan.ts";
import type { TargetView, WaveView } from "#lib/rollouts/rollout.ts";
import { FailureAlert } from "./failure-alert.tsx";
import { useWaveName } from "./use-wave-name.ts";

type UndoDialogProps = {
  rolloutId: string;
  targets: readonly Pick<TargetView, "state" | "before" | "change" | "wave" | "gate">[];
  /** Its waves, where one of them may be undone alone. */
  waves?: readonly WaveView[];
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** The draft that restores what was before is there, to be reviewed. */
  onDraft: (rolloutId: string) => void;
};

const WAYS = [
  { how: "write-earlier-value", label: "write", hint: "writeHint" },
  { how: "remove-override", label: "remove", hint: "removeHint" },
] as const satisfies readonly { how: UndoHow; label: string; hint: string }[];

/** Prepares the way back; asks how where AWS does not tell whether the earlier value had been set. */
export function UndoDialog({ rolloutId, targets, waves, open, onOpenChange, onDraft }: UndoDialogProps) {
  const t = useTranslations("rollouts.undo");
  const steer = useTranslations("waves.steer");
  const name = useId();
  const undo = useUndoRollout();
  const [how, setHow] = useState<UndoHow>("write-earlier-value");
  const nameOf = useWaveName();
  const [scope, setScope] = useState<Scope>({ kind: "all" });
  const undone = targets.filter((target) => isInScope(target, scope));
  const scopes = [
    { scope: { kind: "all" } as const, label: steer("scopes.all") },
    { scope: { kind: "failed" } as const, label: steer("scopes.failed") },
    ...(waves !== undefined && waves.length > 1
      ? waves.map((wave) => ({ scope: { kind: "wave", wave: wave.number } as const, label: nameOf(wave) }))
      : []),
  ].filter((one) => one.scope.kind === "all" || targets.some((target) => isInScope(target, one.scope)));
  const isOriginUnknown = undone.some(({ before }) => before.equalsDefault && before.optionValue !== null);
  return (
    <AlertDialog
      open={open}
      onOpenChange={onOpenChange}
      title={t("title")}
      description={t("text")}
      cancelLabel={t("cancel")}
      confirmLabel={t("prepare")}
      busy={undo.isPending}
      onConfirm={() => undo.mutate({ rolloutId, how, scope }, { onSuccess: (draft) => onDraft(draft.rolloutId) })}
    >
      {scopes.length > 1 && targets.length > 1 ? (
        <Select
          label={steer("undoScope")}
          options={scopes.map(({ scope: one, label }) => ({ value: JSON.stringify(one), label }))}
          value={JSON.stringify(scope)}
          onValueChange={(value) =>
            setScope(scopes.find((one) => JSON.stringify(one.scope) === value)?.scope ?? { kind: "all" })
          }
        />
      ) : null}
      {undone.some(({ change, before }) => movesToLaunchTemplate(change, before)) ? <p>{t("keepsTemplate")}</p> : null}
      {isOriginUnknown ? (
        <fieldset className="space-y-2">
          <legend className="mb-2">{t("unknownOrigin")}</legend>
          {WAYS.map((way) => (
            <div key={way.how} className="flex gap-2">
              <input
                type="radio"
                id={`${name}-${way.how}`}
                name={name}
                checked={how === way.how}
                onChange={() => setHow(way.how)}
                aria-describedby={`${name}-${way.how}-hint`}
                className="mt-1 size-4 accent-accent"
              />
              <div>
                <label htmlFor={`${name}-${way.how}`} className="font-medium">
                  {t(way.label)}
                </label>
                <p id={`${name}-${way.how}-hint`} className="text-sm text-muted">
                  {t(way.hint)}
                </p>
              </div>
            </div>
          ))}
        </fieldset>
      ) : null}
      <FailureAlert error={undo.error} />
    </AlertDialog>
  );
}
