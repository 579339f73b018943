import { dequeue, emit, enqueue } from "./transitions.ts";
import type { Step, Tokens } from "./transitions.ts";
import type { Call, Environment, Lane, OptionKey, OptionValues, UpdatePolicy } from "./world.ts";

export const DISABLE_IMDSV1: OptionKey = "aws:autoscaling:launchconfiguration/DisableIMDSv1";
const ROLLING = "aws:autoscaling:updatepolicy:rollingupdate";

export type SettingsChange = { set: OptionValues; remove: OptionKey[]; description?: string };

type Timeline = { after: number; step: Step }[];

const SECOND = 1_000;

/** Takes an environment and gives the HttpTokens its new instances get with these values. */
export function tokensOf(environment: Environment, values: OptionValues): Tokens {
  return (values[DISABLE_IMDSV1] ?? environment.platform.disableImdsV1Default ?? "false") === "true" ? "required" : "optional";
}

/** Takes an environment and gives how a launch-configuration change replaces its instances [DOC using-features.rollingupdates]. */
export function policyOf(environment: Environment): UpdatePolicy {
  const { deployed, singleInstance, desiredCapacity } = environment;
  if (deployed[`${ROLLING}/RollingUpdateEnabled`] !== "true") return { kind: "all-at-once" };
  const type = deployed[`${ROLLING}/RollingUpdateType`] ?? "Time";
  if (type === "Immutable") return { kind: "immutable" };
  // Single-instance environments know only Disabled and Immutable.
  if (singleInstance) return { kind: "all-at-once" };
  // A third of the group, rounded up, unless it says otherwise.
  const batchSize = Number(deployed[`${ROLLING}/MaxBatchSize`] ?? Math.ceil(desiredCapacity / 3));
  return { kind: "rolling", by: type === "Health" ? "Health" : "Time", batchSize: Math.max(1, batchSize) };
}

/** Writes a timeline down: each call adds a step so many simulated seconds after the one before. */
function timeline(): { steps: Timeline; next: (seconds: number, ...steps: Step[]) => void; say: (seconds: number, message: string, severity?: "INFO" | "WARN" | "ERROR") => void } {
  const steps: Timeline = [];
  let at = 0;
  const next = (seconds: number, ...more: Step[]) => {
    at += seconds * SECOND;
    steps.push(...more.map((step) => ({ after: at, step })));
  };
  return { steps, next, say: (seconds, message, severity = "INFO") => next(seconds, { kind: "event", severity, message }) };
}

type Writer = ReturnType<typeof timeline>;

/** Replaces `share` of the instances as the policy says. Line texts are real where a capture exists; see the notes. */
function replace(write: Writer, environment: Environment, tokens: Tokens, share: number): void {
  const policy = policyOf(environment);
  const count = Math.ceil(environment.desiredCapacity * share);
  switch (policy.kind) {
    case "all-at-once":
      write.next(20, { kind: "terminate", count, launchedBefore: true });
      write.say(0, "Waiting for EC2 instances to terminate. This may take a few minutes.");
      write.next(90, { kind: "launch", count, tokens });
      break;
    case "rolling": {
      const batches = Math.ceil(count / policy.batchSize);
      for (let batch = 1; batch <= batches; batch++) {
        const size = Math.min(policy.batchSize, count - (batch - 1) * policy.batchSize);
        // [invented]: rolling lines of a configuration update were not found.
        write.say(10, `Rolling configuration update: replacing batch ${batch} of ${batches} (${size} instance(s), by ${policy.by.toLowerCase()}).`);
        // A batch is terminated before its replacement is launched [DOC].
        write.next(15, { kind: "terminate", count: size, launchedBefore: true });
        write.next(60, { kind: "launch", count: size, tokens });
      }
      break;
    }
    case "immutable": {
      // [REAL on deployments; "update policy" in the first line is INFER].
      write.say(5, "Immutable update policy enabled. Launching one instance with the new settings to verify health.");
      write.say(10, `Created temporary auto scaling group awseb-${environment.id}-immutable-stack-AWSEBAutoScalingGroup.`);
      write.next(50, { kind: "launch", count: Math.min(1, count), tokens });
      if (count > 1) {
        write.say(40, "Test instance passed health checks. Launching remaining new instances.");
        write.next(40, { kind: "launch", count: count - 1, tokens });
      }
      write.say(10, "Successfully launched all instances.");
      write.say(5, "Detached new instance(s) from temporary auto scaling group.");
      write.say(5, "Attached new instance(s) to the permanent auto scaling group.");
      write.next(5, { kind: "not-abortable" });
      write.say(0, "Deployment succeeded. Terminating old instances and temporary Auto Scaling group.");
      write.next(20, { kind: "terminate", count, launchedBefore: true });
      break;
    }
  }
}

/** Puts the old instances back after a failure; `false` leaves the mixture, as a failed rollback does. */
function rollBack(write: Writer, environment: Environment, oldTokens: Tokens, launched: number, succeeds: boolean): void {
  if (succeeds && launched > 0) {
    write.next(20, { kind: "terminate", count: launched, launchedBefore: false });
    write.next(60, { kind: "launch", count: launched, tokens: oldTokens });
  }
  write.next(5, { kind: "leave-draft" });
  write.say(0, "Failed to deploy configuration.", "ERROR");
  if (succeeds) {
    write.say(2, "The environment was reverted to the previous configuration setting.");
    write.next(0, { kind: "health", health: environment.health, healthStatus: environment.healthStatus });
  } else {
    write.say(2, "Update environment operation is complete, but with errors. For more information, see troubleshooting documentation.", "ERROR");
    write.next(0, { kind: "health", health: "Red", healthStatus: "Severe" });
  }
  write.next(3, { kind: "finish" });
}

const isLaunchOption = (key: string): boolean => key.startsWith("aws:autoscaling:launchconfiguration/") || key.startsWith("aws:ec2:instances/");

/** Starts an update of option settings: the environment is Updating at once, the rest unfolds with time. */
export function beginUpdate(call: Call, lane: Lane, environment: Environment, change: SettingsChange): void {
  const { world, caller, now, requestId } = call;
  const values: OptionValues = { ...environment.deployed, ...change.set };
  for (const key of change.remove) delete values[key];
  if (change.description !== undefined) environment.description = change.description;

  const named = new Map<string, string | undefined>([
    ...Object.entries(change.set),
    ...change.remove.map((key) => [key, undefined] as const),
  ]);
  const deployed = new Map(Object.entries(environment.deployed));
  const changed = [...named].filter(([key, value]) => value !== deployed.get(key)).map(([key]) => key);
  const oldTokens = tokensOf(environment, environment.deployed);
  const tokens = tokensOf(environment, values);
  const replaces = changed.some(isLaunchOption);
  const migrates = replaces && environment.launches === "launch-configuration" && change.set[DISABLE_IMDSV1] === "true";

  environment.status = "Updating";
  environment.abortable = true;
  environment.updatedAt = now;
  environment.operation = { requestId, kind: "update", startedAt: now };
  environment.draft = { status: "pending", values };
  emit(lane, environment, now, requestId, "INFO", "Environment update is starting.");

  const write = timeline();
  write.say(5, `Updating environment ${environment.name}'s configuration settings.`);
  if (!replaces) {
    // Whether an unchanged value replaces instances is not known; here it does not [invented].
    write.say(20, "Successfully deployed new configuration to environment.");
    write.next(0, { kind: "deploy", values });
    finishWell(write);
    enqueue(world, lane, environment, requestId, now, write.steps);
    return;
  }

  write.next(5, { kind: "health", health: environment.health, healthStatus: "Info" });
  const usesTemplate = migrates || environment.launches === "launch-template";
  if (usesTemplate && !caller.account.mayManageLaunchTemplates) {
    const action = migrates ? "ec2:CreateLaunchTemplate" : "ec2:CreateLaunchTemplateVersion";
    // Accepted, then refused downstream: such refusals were captured as events [3P]; the wording of the rest is IAM's.
    write.say(
      15,
      `Service:AmazonCloudFormation, Message:User: ${caller.principalArn} is not authorized to perform: ${action} on resource: arn:aws:ec2:${lane.region}:${lane.accountId}:launch-template/* because no identity-based policy allows the ${action} action`,
      "ERROR",
    );
    write.say(3, `Service:AmazonCloudFormation, Message:Stack named 'awseb-${environment.id}-stack' aborted operation. Current state: 'UPDATE_ROLLBACK_IN_PROGRESS' Reason: null`, "ERROR");
    rollBack(write, environment, oldTokens, 0, true);
    enqueue(world, lane, environment, requestId, now, write.steps);
    return;
  }
  if (migrates) {
    write.say(10, `Created EC2 launch template for environment ${environment.name}.`); // [invented]: no captured line names one.
  } else if (environment.launches === "launch-configuration") {
    write.say(10, `Created Auto Scaling launch configuration named: awseb-${environment.id}-stack-AWSEBAutoScalingLaunchConfiguration`);
  }

  const enforced = tokens === "optional" && lane.httpTokensEnforced;
  if (enforced || environment.fate !== "succeeds") {
    const share = enforced ? 0 : 0.5;
    const launched = Math.ceil(environment.desiredCapacity * share);
    if (share > 0) {
      write.next(20, { kind: "terminate", count: launched, launchedBefore: true });
      write.next(60, { kind: "launch", count: launched, tokens });
    } else {
      // [invented]: launches with optional tokens fail where the account enforces tokens [DOC]; the line was not found.
      write.say(40, "Failed to launch EC2 instance: You can't launch instances with HttpTokens set to optional because HttpTokensEnforced is enabled for this account in this Region.", "ERROR");
    }
    write.next(20, { kind: "health", health: "Red", healthStatus: "Degraded" });
    write.say(10, "Auto Scaling group update progress: Failed to receive 1 resource signal(s) for the current batch. Each resource signal timeout is counted as a FAILURE.", "WARN");
    write.say(
      5,
      `Updating Auto Scaling group named: awseb-${environment.id}-stack-AWSEBAutoScalingGroup failed Reason: Received 0 SUCCESS signal(s) out of 1. Unable to satisfy 100% MinSuccessfulInstancesPercent requirement`,
      "ERROR",
    );
    write.say(3, `Service:AmazonCloudFormation, Message:Stack named 'awseb-${environment.id}-stack' aborted operation. Current state: 'UPDATE_ROLLBACK_IN_PROGRESS' Reason: null`, "ERROR");
    rollBack(write, environment, oldTokens, launched, environment.fate !== "fails-degraded" || enforced);
    enqueue(world, lane, environment, requestId, now, write.steps);
    return;
  }

  replace(write, environment, tokens, 1);
  write.next(5, { kind: "not-abortable" });
  if (migrates) write.next(0, { kind: "migrate" });
  write.next(5, { kind: "deploy", values });
  write.say(0, "Successfully deployed new configuration to environment.");
  write.next(5, { kind: "health", health: "Green", healthStatus: "Ok" });
  finishWell(write);
  enqueue(world, lane, environment, requestId, now, write.steps);
}

function finishWell(write: Writer): void {
  write.say(2, "Environment update completed successfully.");
  write.next(1, { kind: "finish" });
}

/** Aborts the update in progress: what was launched for it goes, the old settings stay. The event lines are [invented]. */
export function beginAbort(call: Call, lane: Lane, environment: Environment): void {
  const { world, now, requestId } = call;
  const startedAt = environment.operation?.startedAt ?? now;
  dequeue(world, environment);
  environment.status = "Aborting";
  environment.abortable = false;
  environment.updatedAt = now;
  environment.operation = { requestId, kind: "abort", startedAt };
  emit(lane, environment, now, requestId, "INFO", "Aborting the environment update.");
  const launched = environment.instances.filter(({ launchedAt }) => launchedAt.getTime() >= startedAt.getTime()).length;
  const kept = environment.instances.length - launched;
  const write = timeline();
  write.next(20, { kind: "terminate", count: launched, launchedBefore: false });
  write.next(60, { kind: "launch", count: Math.max(0, environment.desiredCapacity - kept), tokens: tokensOf(environment, environment.deployed) });
  write.next(5, { kind: "leave-draft" });
  write.next(0, { kind: "health", health: "Green", healthStatus: "Ok" });
  write.say(2, "The environment update was aborted. The environment was reverted to the previous configuration setting.");
  write.next(1, { kind: "finish" });
  enqueue(world, lane, environment, requestId, now, write.steps);
}
