"use client";
import { ArrowRight } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { ReactNode } from "react";
import { ManagedWindowText } from "#components/readiness/reason-text.tsx";
import { ExceptionWarning } from "#components/exceptions/exception-note.tsx";
import { VerdictMark } from "#components/readiness/verdict-mark.tsx";
import { FailureAlert } from "#components/rollouts/failure-alert.tsx";
import { useRolloutWords } from "#components/rollouts/use-rollout-words.ts";
import { methodsAfter } from "#components/rollouts/words.ts";
import { Alert } from "#components/ui/alert.tsx";
import { AlertDialog } from "#components/ui/alert-dialog.tsx";
import { Checkbox } from "#components/ui/checkbox.tsx";
import { TextField } from "#components/ui/text-field.tsx";
import type { Access } from "#components/rollouts/access.ts";
import { isOverrideReady, NO_OVERRIDE, overrideReason } from "#components/windows/override.ts";
import { OverrideFields } from "#components/windows/override-fields.tsx";
import { ClosedNote } from "#components/windows/closed-note.tsx";
import { useRolloutWindows } from "#components/windows/use-rollout-windows.ts";
import { isInUse, LEAST_REASON } from "#lib/rollouts/acknowledge.ts";
import { hasDowntime, movesToLaunchTemplate } from "#lib/rollouts/plan.ts";
import type { ExceptionDetail } from "#lib/imds/exception.ts";
import type { TargetView } from "#lib/rollouts/rollout.ts";
import type { ChangeInHand } from "./use-change.ts";

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <h3 className="text-sm font-semibold text-muted">{title}</h3>
      {children}
    </section>
  );
}

/** What the change will do, in the order people ask: the setting, the instances, what can't be undone, what if it fails. */
function Consequences({ target, exception }: { target: TargetView; exception: ExceptionDetail | null }) {
  const t = useTranslations("instances.confirm");
  const readiness = useTranslations("readiness");
  const words = useRolloutWords();
  const { before, change } = target;
  const managedWindow = target.readiness?.managedWindow ?? null;
  const isDown = hasDowntime(before.replacement);
  const replaced = (
    <p>
      <strong className="font-semibold">{t("replaced", { count: before.instanceCount })}</strong>{" "}
      {words.replacementLong(before.replacement, before.instanceCount)}
    </p>
  );
  return (
    <div className="space-y-4">
      <Part title={t("setting")}>
        <p className="flex flex-wrap items-center gap-2 text-lg">
          <span>{words.before(before)}</span>
          <ArrowRight aria-hidden="true" className="size-4 text-muted" />
          <strong className="font-semibold">{words.after(change, before)}</strong>
        </p>
      </Part>
      {methodsAfter(change, before) === "v2-only" ? <ExceptionWarning exception={exception} /> : null}
      {methodsAfter(change, before) === "v2-only" && target.readiness !== null ? (
        <Part title={readiness("title")}>
          <VerdictMark {...target.readiness} />
          <p className="text-sm text-muted">{readiness("advice")}</p>
        </Part>
      ) : null}
      {managedWindow === null ? null : (
        <Alert kind="warning" header={t("managedWindow")}>
          <ManagedWindowText window={managedWindow} />
        </Alert>
      )}
      {isDown ? (
        <Alert kind="error" header={t("downtime")}>
          {replaced}
        </Alert>
      ) : (
        <Part title={t("instances")}>{replaced}</Part>
      )}
      {movesToLaunchTemplate(change, before) ? (
        <Alert kind="warning" header={t("launchTemplate")}>
          {t("launchTemplateText")}
        </Alert>
      ) : null}
      <ul className="list-disc space-y-1 pl-5 text-sm">
        {methodsAfter(change, before) === "v2-only" ? <li>{t("v1Calls")}</li> : null}
        {change.kind === "set" ? <li>{t("masks")}</li> : null}
        <li>{t("failure")}</li>
      </ul>
    </div>
  );
}

/** The accepted risk that covers the environment, if any: disabling is possible, and warned of. */
type Exceptional = { exception: ExceptionDetail | null };

/** The confirmation before anything is sent to AWS. Downtime takes a tick of its own. */
export function ConfirmChange({ change, access, exception }: { change: ChangeInHand; access: Access } & Exceptional) {
  const { confirming } = change;
  return confirming === null ? null : (
    <ConfirmDialog
      key={confirming.draft.id}
      change={change}
      target={confirming.target}
      access={access}
      exception={exception}
    />
  );
}

function ConfirmDialog({
  change,
  target,
  access,
  exception,
}: { change: ChangeInHand; target: TargetView; access: Access } & Exceptional) {
  const t = useTranslations("instances.confirm");
  const windows = useRolloutWindows(target.rolloutId);
  const [override, setOverride] = useState(NO_OVERRIDE);
  const [isDowntimeAccepted, setDowntimeAccepted] = useState(false);
  const accept = useTranslations("waves.accept");
  const [reason, setReason] = useState("");
  const inUse = isInUse(target);
  const isDown = hasDowntime(target.before.replacement);
  const verb = target.change.kind === "set" ? target.change.methods : "remove";
  return (
    <AlertDialog
      open
      onOpenChange={(open) => {
        if (!open) change.cancel();
      }}
      title={t(`title.${verb}`, { name: target.name })}
      description={<Consequences target={target} exception={exception} />}
      cancelLabel={t("cancel")}
      confirmLabel={t(change.isStarting ? "starting" : "confirm")}
      tone={isDown ? "danger" : "primary"}
      busy={change.isStarting}
      confirmDisabled={
        (isDown && !isDowntimeAccepted) || (inUse && reason.trim().length < LEAST_REASON) || !isOverrideReady(override)
      }
      onConfirm={() =>
        change.confirm({
          downtimeAccepted: isDowntimeAccepted,
          inUseReason: inUse ? reason : null,
          windowOverride: overrideReason(override),
        })
      }
    >
      {inUse ? (
        <TextField
          label={accept("inUseHere")}
          hint={accept("reasonHint")}
          maxLength={500}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      ) : null}
      {isDown ? (
        <Checkbox
          label={t("acceptDowntime")}
          checked={isDowntimeAccepted}
          onChange={(event) => setDowntimeAccepted(event.target.checked)}
        />
      ) : null}
      {windows !== undefined && windows.closed.length > 0 ? (
        <>
          <ClosedNote windows={windows} when="now" />
          <OverrideFields value={override} onChange={setOverride} access={access} />
        </>
      ) : null}
      <FailureAlert error={change.startError} />
    </AlertDialog>
  );
}
