import type { ConfigurationOptionSetting, ConfigurationSettingsDescription } from "@aws-sdk/client-elastic-beanstalk";
import type { Replacement } from "#lib/imds/environment.ts";
import type { ManagedUpdates } from "#lib/imds/managed-window.ts";
import { IMDS_OPTION } from "#lib/imds/posture.ts";
import type { LaunchKind } from "#lib/imds/posture.ts";

/** What DescribeConfigurationSettings says of one environment, as far as we want to know it. */
export type EnvironmentSettings = {
  /** The name the settings were found under: names are reused, so the caller checks the id again before a write. */
  environmentName: string | null;
  /** The deployed value as AWS wrote it; `undefined`: not set, which is not "false". */
  optionValue: string | undefined;
  /** A draft that is being applied, or one that failed and remains. */
  draftStatus: "pending" | "failed" | null;
  /** The draft's value; `undefined`: not set there; `null`: there is no draft. */
  draftOptionValue: string | undefined | null;
  replacement: Replacement;
  launchKind: LaunchKind | null;
  /** `null`: Elastic Beanstalk does not update the platform by itself. */
  managedUpdates: ManagedUpdates | null;
  /** Of the deployed set, ISO 8601; in whole seconds, unlike the environment's own. */
  dateUpdated: string | null;
};

const ROLLING = "aws:autoscaling:updatepolicy:rollingupdate";
const ENVIRONMENT = "aws:elasticbeanstalk:environment";
const MANAGED_ACTIONS = "aws:elasticbeanstalk:managedactions";
const PLATFORM_UPDATE = "aws:elasticbeanstalk:managedactions:platformupdate";

/** The stack's resources that launch options belong to; AWS: customize-containers-format-resources-eb. */
const LAUNCH_KINDS: Readonly<Record<string, LaunchKind>> = {
  AWSEBEC2LaunchTemplate: "launch-template",
  AWSEBAutoScalingLaunchConfiguration: "launch-configuration",
};

function valueOf(options: readonly ConfigurationOptionSetting[], namespace: string, name: string): string | undefined {
  return options.find((option) => option.Namespace === namespace && option.OptionName === name)?.Value;
}

function countOf(value: string | undefined): number | null {
  return value === undefined || !/^\d+$/.test(value) ? null : Number(value);
}

/**
 * Takes a set's options and gives how a launch change replaces instances. A policy that is switched off counts as all
 * at once, whatever its type says: better to announce downtime that does not come.
 * https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/environments-updating.html
 */
export function replacementOf(options: readonly ConfigurationOptionSetting[]): Replacement {
  const enabled = valueOf(options, ROLLING, "RollingUpdateEnabled")?.toLowerCase();
  const type = valueOf(options, ROLLING, "RollingUpdateType");
  const environmentType = valueOf(options, ENVIRONMENT, "EnvironmentType");
  if (enabled === undefined && type === undefined && environmentType === undefined) return { kind: "unknown" };
  const singleInstance = environmentType === "SingleInstance";
  if (type === "Immutable" && enabled !== "false") return { kind: "immutable" };
  // A single instance knows no batches.
  if (enabled !== "true" || singleInstance) return { kind: "all-at-once", singleInstance };
  return {
    kind: "rolling",
    by: type === "Health" ? "Health" : "Time",
    maxBatchSize: countOf(valueOf(options, ROLLING, "MaxBatchSize")),
    minInService: countOf(valueOf(options, ROLLING, "MinInstancesInService")),
  };
}

/** https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/environment-platform-update-managed.html */
function managedUpdatesOf(options: readonly ConfigurationOptionSetting[]): ManagedUpdates | null {
  const start = valueOf(options, MANAGED_ACTIONS, "PreferredStartTime");
  if (start === undefined || valueOf(options, MANAGED_ACTIONS, "ManagedActionsEnabled")?.toLowerCase() !== "true")
    return null;
  const level = valueOf(options, PLATFORM_UPDATE, "UpdateLevel");
  return {
    start,
    level: level === "minor" || level === "patch" ? level : null,
    instanceRefresh: valueOf(options, PLATFORM_UPDATE, "InstanceRefreshEnabled")?.toLowerCase() === "true",
  };
}

function launchKindOf(options: readonly ConfigurationOptionSetting[]): LaunchKind | null {
  for (const { Namespace, ResourceName } of options) {
    const kind =
      Namespace === IMDS_OPTION.namespace && ResourceName !== undefined ? LAUNCH_KINDS[ResourceName] : undefined;
    if (kind !== undefined) return kind;
  }
  return null;
}

const imdsValueOf = (set: ConfigurationSettingsDescription): string | undefined =>
  valueOf(set.OptionSettings ?? [], IMDS_OPTION.namespace, IMDS_OPTION.optionName);

/**
 * Takes the sets AWS returned and gives what we keep of them, or `undefined` where none is deployed (an environment that
 * is still being launched). The sets hold the application's environment variables in clear text: this is as far as they
 * get.
 * https://docs.aws.amazon.com/elasticbeanstalk/latest/api/API_DescribeConfigurationSettings.html
 */
export function keepNeeded(sets: readonly ConfigurationSettingsDescription[]): EnvironmentSettings | undefined {
  const deployed = sets.find((set) => set.DeploymentStatus === "deployed");
  if (deployed === undefined) return undefined;
  const draft =
    sets.find((set) => set.DeploymentStatus === "pending") ?? sets.find((set) => set.DeploymentStatus === "failed");
  const options = deployed.OptionSettings ?? [];
  return {
    environmentName: deployed.EnvironmentName ?? null,
    optionValue: imdsValueOf(deployed),
    draftStatus: draft === undefined ? null : draft.DeploymentStatus === "pending" ? "pending" : "failed",
    draftOptionValue: draft === undefined ? null : imdsValueOf(draft),
    replacement: replacementOf(options),
    launchKind: launchKindOf(options),
    managedUpdates: managedUpdatesOf(options),
    dateUpdated: deployed.DateUpdated?.toISOString() ?? null,
  };
}
