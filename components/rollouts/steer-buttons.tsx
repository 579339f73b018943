"use client";
import { useTranslations } from "next-intl";
import { Button } from "#components/ui/button.tsx";
import { useSteerRollout } from "#lib/queries/rollouts.ts";
import type { Steering } from "#lib/queries/rollouts.ts";
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
  const { id: rolloutId } = rollout;
  const baking = rollout.waves.find(({ state }) => state === "baking");
  const button = (steering: Steering, label: string, isMain = false) => (
    <Button
      variant={isMain ? "primary" : "normal"}
      busy={steer.isPending && steer.variables.verb === steering.verb}
      disabled={steer.isPending && steer.variables.verb !== steering.verb}
      onClick={() => steer.mutate(steering)}
    >
      {label}
    </Button>
  );
  return (
    <>
      <FailureAlert error={steer.error} />
      {mayChange && baking !== undefined && !stopRequested
        ? button({ rolloutId, verb: "end-bake", wave: baking.number }, t("end-bake"))
        : null}
      {mayLook && status === "running" && !stopRequested ? button({ rolloutId, verb: "pause" }, t("pause")) : null}
      {mayChange && status === "paused" && !stopRequested
        ? button(
            {
              rolloutId,
              verb: "resume",
              pausedAt: pause?.at ?? null,
              failures: rollout.counts.failed + rollout.gatesFailed,
            },
            t(pause?.kind === "tolerance" ? "resumeAfterFailures" : "resume"),
            true,
          )
        : null}
      {mayLook && !(stopRequested && (abortRequested || !mayChange)) ? (
        <StopButton rollout={rollout} mayAbort={mayChange} />
      ) : null}
    </>
  );
}
