"use client";
import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import { AlertDialog } from "#components/ui/alert-dialog.tsx";
import { Select } from "#components/ui/select.tsx";
import { useUndoRollout } from "#lib/queries/rollouts.ts";
import type { UndoHow } from "#lib/queries/rollouts.ts";
import type { Scope } from "#lib/rollouts/plan.ts";
import type { WaveView } from "#lib/rollouts/rollout.ts";
import type { UndoScope } from "#lib/rollouts/undo.ts";
import { FailureAlert } from "./failure-alert.tsx";
import { useWaveName } from "./use-wave-name.ts";

type UndoDialogProps = {
  rolloutId: string;
  /** What can be undone; `undefined` until that is known. */
  scopes: readonly UndoScope[] | undefined;
  /** Why that is not known. */
  error?: Error | null;
  /** What is chosen first, if it can be. */
  first?: Scope;
  /** Its waves, where one of them may be undone alone. */
  waves?: readonly WaveView[];
  /** It starts others meanwhile. */
  runsOn?: boolean;
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
export function UndoDialog(props: UndoDialogProps) {
  const { rolloutId, scopes, error = null, first, waves = [], runsOn = false, open, onOpenChange } = props;
  const t = useTranslations("rollouts.undo");
  const steer = useTranslations("waves.steer");
  const name = useId();
  const undo = useUndoRollout(props.onDraft);
  const [how, setHow] = useState<UndoHow>("write-earlier-value");
  const nameOf = useWaveName();
  const more = useTranslations("progress.undo");
  const [wanted, setWanted] = useState<string | undefined>(first === undefined ? undefined : JSON.stringify(first));
  const chosen = scopes?.find(({ scope }) => JSON.stringify(scope) === wanted) ?? scopes?.[0];
  const isMany = (scopes?.[0]?.count ?? 0) > 1;
  const labelOf = (scope: Scope): string => {
    switch (scope.kind) {
      case "all":
      case "failed":
        return steer(`scopes.${scope.kind}`);
      case "wave": {
        const wave = waves.find(({ number }) => number === scope.wave);
        return wave === undefined ? String(scope.wave + 1) : nameOf(wave);
      }
    }
  };
  return (
    <AlertDialog
      open={open}
      onOpenChange={onOpenChange}
      title={t("title")}
      description={t("text")}
      cancelLabel={t("cancel")}
      confirmLabel={t("prepare")}
      busy={undo.isPending}
      confirmDisabled={chosen === undefined}
      onConfirm={() => {
        if (chosen === undefined) return;
        undo.mutate({ rolloutId, how, scope: chosen.scope });
      }}
    >
      {scopes === undefined && error === null ? <p>{more("loading")}</p> : null}
      {scopes?.length === 0 ? <p>{more("nothing")}</p> : null}
      {runsOn ? <p>{more("runsOn")}</p> : null}
      {scopes !== undefined && chosen !== undefined && scopes.length > 1 && isMany ? (
        <Select
          label={steer("undoScope")}
          options={scopes.map(({ scope }) => ({ value: JSON.stringify(scope), label: labelOf(scope) }))}
          hint={more("count", { count: chosen.count })}
          value={JSON.stringify(chosen.scope)}
          onValueChange={setWanted}
        />
      ) : null}
      {chosen?.keepsTemplate === true ? <p>{t("keepsTemplate")}</p> : null}
      {chosen?.isOriginUnknown === true ? (
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
      <FailureAlert error={error ?? undo.error} />
    </AlertDialog>
  );
}
