"use client";
import { useTranslations } from "next-intl";
import { Button } from "#components/ui/button.tsx";
import { useSteerRollout } from "#lib/queries/rollouts.ts";
import type { RolloutProgress } from "#lib/rollouts/progress.ts";
import type { Access } from "./access.ts";
import { denialOf, roleFor } from "./access.ts";
import { FailureAlert } from "./failure-alert.tsx";
import { StopButton } from "./stop-button.tsx";

/** The ways to steer a rollout that is under way, each where it can do something and the person may do it. */
export function SteerButtons({ rollout, access }: { rollout: RolloutProgress; access: Access }) {
  const t = useTranslations("waves.steer");
  const steer = useSteerRollout();
  const role = roleFor(rollout);
  const { status, stopRequested, abortRequested, pause } = rollout;
  const mayLook = denialOf(access, role, "look") === null;
  const mayChange = denialOf(access, role, "change") === null;
  const bakes = rollout.waves.some(({ state }) => state === "baking");
  const button = (verb: "pause" | "resume" | "end-bake", label: string, isMain = false) => (
    <Button
      variant={isMain ? "primary" : "normal"}
      busy={steer.isPending && steer.variables.verb === verb}
      disabled={steer.isPending && steer.variables.verb !== verb}
      onClick={() => steer.mutate({ rolloutId: rollout.id, verb })}
    >
      {label}
    </Button>
  );
  return (
    <>
      <FailureAlert error={steer.error} />
      {mayChange && bakes && !stopRequested ? button("end-bake", t("end-bake")) : null}
      {mayLook && status === "running" && !stopRequested ? button("pause", t("pause")) : null}
      {mayChange && status === "paused" && !stopRequested
        ? button("resume", t(pause?.kind === "tolerance" ? "resumeAfterFailures" : "resume"), true)
        : null}
      {mayLook && !(stopRequested && (abortRequested || !mayChange)) ? (
        <StopButton rollout={rollout} mayAbort={mayChange} />
      ) : null}
    </>
  );
}
