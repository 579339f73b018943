"use client";
import { Circle, CircleCheck, CircleX } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { requestIdOf, stepsOf } from "#components/rollouts/steps.ts";
import type { Step, StepState } from "#components/rollouts/steps.ts";
import { classes } from "#components/ui/classes.ts";
import { InlineCode } from "#components/ui/code-block.tsx";
import { Spinner } from "#components/ui/spinner.tsx";
import { StatusIndicator } from "#components/ui/status-indicator.tsx";
import { Time } from "#components/ui/time.tsx";
import type { TargetView } from "#lib/rollouts/rollout.ts";
import type { EnvironmentDetail } from "#lib/imds/environment.ts";
import { methodsAfter } from "#components/rollouts/words.ts";
import { EventBox } from "./event-box.tsx";

function StepMark({ state }: { state: StepState }) {
  switch (state) {
    case "done":
      return <CircleCheck aria-hidden="true" className="size-5 text-success" />;
    case "failed":
      return <CircleX aria-hidden="true" className="size-5 text-error" />;
    case "current":
      return <Spinner className="size-5 text-info" />;
    case "waiting":
      return <Circle aria-hidden="true" className="size-5 text-faint" />;
  }
}

function StepLine({ step, isLast, children }: { step: Step; isLast: boolean; children: ReactNode }) {
  const t = useTranslations("rollouts.steps");
  return (
    <li
      {...(step.state === "current" ? { "aria-current": "step" as const } : {})}
      className="relative flex gap-3 pb-3 last:pb-0"
    >
      {isLast ? null : <span aria-hidden="true" className="absolute top-6 bottom-1 left-2.5 w-px bg-line" />}
      <span className="mt-px shrink-0">
        <StepMark state={step.state} />
      </span>
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-baseline gap-x-2">
          <span className={classes(step.state === "waiting" ? "text-muted" : "font-medium")}>{t(step.name)}</span>
          <span className="text-sm text-muted">{step.at === null ? t(step.state) : <Time value={step.at} />}</span>
        </p>
        {children}
      </div>
    </li>
  );
}

/** The way of one change, step by step, from what the database has of it. */
export function LiveSteps({ target, environment }: { target: TargetView; environment: EnvironmentDetail | null }) {
  const t = useTranslations("rollouts.steps");
  const steps = stepsOf(target);
  const requestId = requestIdOf(target.timeline);
  const inside = (step: Step): ReactNode => {
    switch (step.name) {
      case "intent":
        return target.state.attempt > 1 ? (
          <p className="text-sm text-muted">{t("attempt", { attempt: target.state.attempt })}</p>
        ) : null;
      case "accepted":
        if (requestId === undefined) return null;
        return (
          <p className="text-sm text-muted">
            {requestId === null ? (
              t("requestIdUnknown")
            ) : (
              <>
                {t("requestId")} <InlineCode>{requestId}</InlineCode>
              </>
            )}
          </p>
        );
      case "updating":
        if (step.state === "waiting" && target.events.length === 0) return null;
        return <EventBox events={target.events} />;
      case "verifying":
        return step.state === "waiting" ? null : <Proofs target={target} environment={environment} />;
      case "proven":
        return null;
    }
  };
  return (
    <ol aria-label={t("title")}>
      {steps.map((step, index) => (
        <StepLine key={step.name} step={step} isLast={index === steps.length - 1}>
          {inside(step)}
        </StepLine>
      ))}
    </ol>
  );
}

/** The two things that prove a change: the setting reads back, the instances agree. */
function Proofs({ target, environment }: { target: TargetView; environment: EnvironmentDetail | null }) {
  const t = useTranslations("rollouts.steps");
  const { state } = target;
  const applied = target.timeline.findLast(
    ({ transition }) => transition.kind === "applied" || transition.kind === "succeeded",
  )?.transition;
  if (applied === undefined) return null;
  const optionValue =
    applied.kind === "applied" ? applied.optionValue : applied.kind === "succeeded" ? applied.proof.optionValue : null;
  const wanted = methodsAfter(target.change, target.before) === "v2-only" ? "required" : "optional";
  const instances = environment?.instances ?? [];
  const agree = instances.filter(({ httpTokens }) => httpTokens === wanted).length;
  return (
    <ul className="space-y-0.5">
      <li>
        <StatusIndicator kind="success">
          {optionValue === null ? t("settingRemoved") : t("settingReads", { value: optionValue })}
        </StatusIndicator>
      </li>
      <li>
        {state.status === "succeeded" ? (
          <StatusIndicator kind="success">{t("instancesAllAgree", { total: state.proof.instances })}</StatusIndicator>
        ) : (
          <StatusIndicator kind={state.status === "failed" ? "error" : "in-progress"}>
            {t("instancesAgree", { agree, total: instances.length })}
          </StatusIndicator>
        )}
      </li>
    </ul>
  );
}
