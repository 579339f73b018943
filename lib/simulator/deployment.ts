import { emit, enqueue } from "./transitions.ts";
import type { Environment, Lane, World } from "./world.ts";

const SECOND = 1_000;

/** Somebody deploys a version: the environment is busy for so many simulated minutes, and is then as before. */
export function beginDeployment(world: World, lane: Lane, environment: Environment, now: Date, minutes: number): void {
  const requestId = `deploy-${world.nextSequence}`;
  environment.status = "Updating";
  environment.abortable = false;
  environment.updatedAt = now;
  environment.operation = {
    requestId,
    kind: "update",
    startedAt: now,
    found: environment.instances.map(({ id }) => id),
  };
  emit(lane, environment, now, requestId, "INFO", "Environment update is starting.");
  const after = minutes * 60 * SECOND;
  enqueue(world, lane, environment, requestId, now, [
    { after: 5 * SECOND, step: { kind: "event", severity: "INFO", message: "Deploying new version to instance(s)." } },
    {
      after,
      step: {
        kind: "event",
        severity: "INFO",
        message: "New application version was deployed to running EC2 instances.",
      },
    },
    { after, step: { kind: "event", severity: "INFO", message: "Environment update completed successfully." } },
    { after, step: { kind: "finish" } },
  ]);
}
