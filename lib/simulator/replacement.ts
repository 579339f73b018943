import type { Launch } from "./instances.ts";
import { LAUNCH_SECONDS } from "./transitions.ts";
import type { Step } from "./transitions.ts";
import type { Environment, UpdatePolicy } from "./world.ts";

/** How an update replaces instances, written down beforehand. Event lines are real where a capture exists. */

/** Steps, each so many milliseconds of simulated duration after the operation began. */
type Timeline = { after: number; step: Step }[];

type Writer = {
  steps: Timeline;
  later: (seconds: number, ...steps: Step[]) => void;
  say: (seconds: number, message: string, severity?: "INFO" | "WARN" | "ERROR") => void;
};

const SECOND = 1_000;
/** From a launch until the new instance has signalled that it runs and is well. */
const SETTLES_SECONDS = LAUNCH_SECONDS + 5;

/** Gives a writer: each call adds steps so many simulated seconds after the ones before. */
export function timeline(): Writer {
  const steps: Timeline = [];
  let at = 0;
  const later: Writer["later"] = (seconds, ...more) => {
    at += seconds * SECOND;
    steps.push(...more.map((step) => ({ after: at, step })));
  };
  return {
    steps,
    later,
    say: (seconds, message, severity = "INFO") => later(seconds, { kind: "event", severity, message }),
  };
}

const old = (count: number): Step => ({ kind: "terminate", count, launchedBefore: true });
const started = (count: number, launch: Launch): Step => ({ kind: "launch", count, ...launch });

// [REAL on deployments; "update policy" is INFER].
const IMMUTABLE = "Immutable update policy enabled. Launching one instance with the new settings to verify health.";
const temporaryGroup = ({ id }: Environment): string =>
  `Created temporary auto scaling group awseb-${id}-immutable-stack-AWSEBAutoScalingGroup.`;

/** Takes a policy and writes how it replaces every instance. */
export function replace(write: Writer, environment: Environment, policy: UpdatePolicy, launch: Launch): void {
  const count = environment.desiredCapacity;
  switch (policy.kind) {
    case "all-at-once":
      write.later(20, old(count));
      write.say(0, "Waiting for EC2 instances to terminate. This may take a few minutes.");
      write.later(60, started(count, launch));
      write.later(SETTLES_SECONDS);
      break;
    case "rolling": {
      const batches = Math.ceil(count / policy.batchSize);
      for (let batch = 1; batch <= batches; batch++) {
        const size = Math.min(policy.batchSize, count - (batch - 1) * policy.batchSize);
        // [invented]: rolling lines of a configuration update were not found.
        write.say(
          10,
          `Rolling configuration update: replacing batch ${batch} of ${batches} (${size} instance(s), by ${policy.by.toLowerCase()}).`,
        );
        // A batch is terminated before its replacement is launched [DOC].
        write.later(15, old(size));
        write.later(30, started(size, launch));
        write.later(SETTLES_SECONDS);
      }
      break;
    }
    case "immutable":
      write.say(5, IMMUTABLE);
      write.say(10, temporaryGroup(environment));
      write.later(20, started(Math.min(1, count), launch));
      write.later(SETTLES_SECONDS);
      if (count > 1) {
        write.say(40, "Test instance passed health checks. Launching remaining new instances.");
        write.later(10, started(count - 1, launch));
        write.later(SETTLES_SECONDS);
      }
      write.say(10, "Successfully launched all instances.");
      write.say(5, "Detached new instance(s) from temporary auto scaling group.");
      write.say(5, "Attached new instance(s) to the permanent auto scaling group.");
      write.later(5, { kind: "not-abortable" });
      write.say(0, "Deployment succeeded. Terminating old instances and temporary Auto Scaling group.");
      write.later(20, old(count));
      break;
  }
}

/**
 * Writes how an update's first batch fails. The stack then rolls back; where that fails too, the environment keeps a
 * mixture of instances [DOC using-features.rollingupdates]. `launches` is false where EC2 refuses the new instances.
 */
export function replaceAndFail(
  write: Writer,
  environment: Environment,
  policy: UpdatePolicy,
  { before, after, launches, rollsBack }: { before: Launch; after: Launch; launches: boolean; rollsBack: boolean },
): void {
  const count = environment.desiredCapacity;
  const immutable = policy.kind === "immutable";
  const size = policy.kind === "rolling" ? Math.min(policy.batchSize, count) : immutable ? Math.min(1, count) : count;
  if (immutable) {
    write.say(5, IMMUTABLE);
    write.say(10, temporaryGroup(environment));
  } else {
    write.later(20, old(size));
  }
  if (launches) {
    write.later(30, started(size, after));
    write.later(SETTLES_SECONDS);
  } else {
    // [invented]: launches with optional tokens fail where the account enforces tokens [DOC]; the line was not found.
    write.say(
      40,
      "Failed to launch EC2 instance: You can't launch instances with HttpTokens set to optional because HttpTokensEnforced is enabled for this account in this Region.",
      "ERROR",
    );
  }
  write.later(20, { kind: "health", health: "Red", healthStatus: "Degraded" });
  write.say(
    10,
    `Auto Scaling group update progress: Failed to receive ${size} resource signal(s) for the current batch. Each resource signal timeout is counted as a FAILURE.`,
    "WARN",
  );
  write.say(
    5,
    `Updating Auto Scaling group named: awseb-${environment.id}-stack-AWSEBAutoScalingGroup failed Reason: Received 0 SUCCESS signal(s) out of ${size}. Unable to satisfy 100% MinSuccessfulInstancesPercent requirement`,
    "ERROR",
  );

  const back = (some: number): Step[][] => [
    [{ kind: "terminate", count: launches ? some : 0, launchedBefore: false }],
    [started(immutable ? 0 : some, before)],
  ];
  if (rollsBack) rollBack(write, environment, back(size));
  // [invented] how far a rollback comes before it fails: half of them where all were replaced, else none.
  else giveUp(write, environment, immutable ? [[old(size)]] : size === count ? back(Math.floor(size / 2)) : []);
}

const aborted = ({ id }: Environment): string =>
  `Service:AmazonCloudFormation, Message:Stack named 'awseb-${id}-stack' aborted operation. Current state: 'UPDATE_ROLLBACK_IN_PROGRESS' Reason: null`;

function failed(write: Writer, environment: Environment, undoing: readonly Step[][]): void {
  write.say(3, aborted(environment), "ERROR");
  for (const steps of undoing) write.later(30, ...steps);
  if (undoing.length > 0) write.later(SETTLES_SECONDS);
  write.later(5, { kind: "leave-draft" });
  write.say(0, "Failed to deploy configuration.", "ERROR");
}

/** Writes a rollback that puts the old settings back by these steps: the environment is as well as it was before. */
export function rollBack(write: Writer, environment: Environment, undoing: readonly Step[][]): void {
  failed(write, environment, undoing);
  write.say(2, "The environment was reverted to the previous configuration setting.");
  write.later(0, { kind: "health", health: environment.health, healthStatus: environment.healthStatus });
  write.later(3, { kind: "finish" });
}

/** Writes a rollback that fails, too: the environment stays as it then is, and is not well. */
function giveUp(write: Writer, environment: Environment, undoing: readonly Step[][]): void {
  failed(write, environment, undoing);
  write.say(
    2,
    "Update environment operation is complete, but with errors. For more information, see troubleshooting documentation.",
    "ERROR",
  );
  write.later(0, { kind: "health", health: "Red", healthStatus: "Severe" });
  write.later(3, { kind: "finish" });
}
