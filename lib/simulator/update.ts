import { keyOf, LAUNCH, ROLLING } from "./option-catalog.ts";
import { replace, replaceAndFail, rollBack, timeline } from "./replacement.ts";
import { dequeue, emit, enqueue, LAUNCH_SECONDS } from "./transitions.ts";
import type { Launch, Tokens } from "./instances.ts";
import type { Call, Environment, Lane, OptionKey, OptionValues, UpdatePolicy } from "./world.ts";

export const DISABLE_IMDSV1 = keyOf(LAUNCH, "DisableIMDSv1");

export type SettingsChange = { set: OptionValues; remove: OptionKey[]; description?: string };

/** Takes an environment and gives the HttpTokens its new instances get with these values. */
export function tokensOf(environment: Environment, values: OptionValues): Tokens {
  return (values[DISABLE_IMDSV1] ?? environment.platform.disableImdsV1Default ?? "false") === "true"
    ? "required"
    : "optional";
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

/** Takes an environment and gives how it launches instances with these values. */
export function launchOf(environment: Environment, values: OptionValues): Launch {
  return { tokens: tokensOf(environment, values), instanceType: values[keyOf(LAUNCH, "InstanceType")] };
}

/** Whether a change of the option replaces the instances. */
export const isLaunchOption = (key: OptionKey): boolean =>
  key.startsWith(`${LAUNCH}/`) || key.startsWith("aws:ec2:instances/");

/** Takes a change and gives the options whose explicit value it really changes. */
export function changedOptions({ deployed }: Environment, { set, remove }: SettingsChange): OptionKey[] {
  const given = Object.keys(set).filter((key): key is OptionKey => key.includes("/"));
  return [
    ...given.filter((key) => set[key] !== deployed[key] && !remove.includes(key)),
    ...new Set(remove.filter((key) => deployed[key] !== undefined)),
  ];
}

/** The settings that move an environment to a launch template, for good [DOC environments-cfg-autoscaling-launch-templates]. */
const needsTemplate = (set: OptionValues): boolean =>
  set[DISABLE_IMDSV1] === "true" ||
  set[keyOf(LAUNCH, "RootVolumeType")] === "gp3" ||
  set[keyOf(LAUNCH, "BlockDeviceMappings")]?.includes("gp3") === true ||
  set[keyOf("aws:ec2:instances", "EnableSpot")] === "true";

/** Starts an update of option settings: the environment is Updating at once, the rest unfolds with time. */
export function beginUpdate(call: Call, lane: Lane, environment: Environment, change: SettingsChange): void {
  const { world, caller, now, requestId } = call;
  const values: OptionValues = { ...environment.deployed, ...change.set };
  for (const key of change.remove) delete values[key];
  if (change.description !== undefined) environment.description = change.description;

  const replaces = changedOptions(environment, change).some(isLaunchOption);
  const migrates = replaces && environment.launches === "launch-configuration" && needsTemplate(change.set);
  const before = launchOf(environment, environment.deployed);
  const after = launchOf(environment, values);

  environment.status = "Updating";
  environment.abortable = true;
  environment.updatedAt = now;
  environment.operation = {
    requestId,
    kind: "update",
    startedAt: now,
    found: environment.instances.map(({ id }) => id),
  };
  environment.draft = { status: "pending", values };
  emit(lane, environment, now, requestId, "INFO", "Environment update is starting.");

  const write = timeline();
  write.say(5, `Updating environment ${environment.name}'s configuration settings.`);
  if (!replaces) {
    // Whether an unchanged value replaces instances is not known; here it does not [invented].
    write.say(20, "Successfully deployed new configuration to environment.");
    write.later(0, { kind: "deploy", values, removed: change.remove });
    write.say(2, "Environment update completed successfully.");
    write.later(1, { kind: "finish" });
    enqueue(world, lane, environment, requestId, now, write.steps);
    return;
  }

  write.later(5, { kind: "health", health: environment.health, healthStatus: "Info" });
  const usesTemplate = migrates || environment.launches === "launch-template";
  if (usesTemplate && !caller.account.mayManageLaunchTemplates) {
    const action = migrates ? "ec2:CreateLaunchTemplate" : "ec2:CreateLaunchTemplateVersion";
    // Accepted, then refused downstream: such refusals were captured as events [3P]; the wording of the rest is IAM's.
    write.say(
      15,
      `Service:AmazonCloudFormation, Message:User: ${caller.principalArn} is not authorized to perform: ${action} on resource: arn:aws:ec2:${lane.region}:${lane.accountId}:launch-template/* because no identity-based policy allows the ${action} action`,
      "ERROR",
    );
    rollBack(write, environment, []);
    enqueue(world, lane, environment, requestId, now, write.steps);
    return;
  }
  if (migrates) {
    write.say(10, `Created EC2 launch template for environment ${environment.name}.`); // [invented]: no captured line names one.
  } else if (environment.launches === "launch-configuration") {
    write.say(
      10,
      `Created Auto Scaling launch configuration named: awseb-${environment.id}-stack-AWSEBAutoScalingLaunchConfiguration`,
    );
  }

  const refused = (launch: Launch): boolean => lane.httpTokensEnforced && launch.tokens === "optional";
  if (refused(after) || environment.fate !== "succeeds") {
    const launches = !refused(after);
    // Where the account enforces tokens, the old instances cannot be launched again either.
    const rollsBack = environment.fate !== "fails-degraded" || !launches;
    replaceAndFail(write, environment, policyOf(environment), {
      before,
      after,
      launches,
      rollsBack: rollsBack && !(launches && refused(before)),
    });
  } else {
    replace(write, environment, policyOf(environment), after);
    write.later(5, { kind: "not-abortable" });
    if (migrates) write.later(0, { kind: "migrate" });
    write.later(5, { kind: "deploy", values, removed: change.remove });
    write.say(0, "Successfully deployed new configuration to environment.");
    write.later(5, { kind: "health", health: "Green", healthStatus: "Ok" });
    write.say(2, "Environment update completed successfully.");
    write.later(1, { kind: "finish" });
  }
  enqueue(world, lane, environment, requestId, now, write.steps);
}

/** Aborts the update in progress: what was launched for it goes, the old settings stay. The event lines are [invented]. */
export function beginAbort(call: Call, lane: Lane, environment: Environment): void {
  const { world, now, requestId } = call;
  const found = environment.operation?.found ?? environment.instances.map(({ id }) => id);
  dequeue(world, environment);
  environment.status = "Aborting";
  environment.abortable = false;
  environment.updatedAt = now;
  environment.operation = { requestId, kind: "abort", startedAt: now, found };
  emit(lane, environment, now, requestId, "INFO", "Aborting the environment update.");
  const kept = environment.instances.filter(({ id }) => found.includes(id)).length;
  const missing = Math.max(0, environment.desiredCapacity - kept);
  const write = timeline();
  write.later(20, { kind: "terminate", count: environment.instances.length - kept, launchedBefore: false });
  write.later(35, { kind: "launch", count: missing, ...launchOf(environment, environment.deployed) });
  write.later(LAUNCH_SECONDS + 5, { kind: "leave-draft" });
  write.later(0, { kind: "health", health: "Green", healthStatus: "Ok" });
  write.say(
    2,
    "The environment update was aborted. The environment was reverted to the previous configuration setting.",
  );
  write.later(1, { kind: "finish" });
  enqueue(world, lane, environment, requestId, now, write.steps);
}
