import type { OptionKey, Platform } from "./world.ts";

/** The namespace of everything that ends up in the launch template or launch configuration. */
export const LAUNCH = "aws:autoscaling:launchconfiguration";
/** How a change of the launch namespace replaces the instances. */
export const ROLLING = "aws:autoscaling:updatepolicy:rollingupdate";
export const GROUP = "aws:autoscaling:asg";
export const ENVIRONMENT = "aws:elasticbeanstalk:environment";
export const VARIABLES = "aws:elasticbeanstalk:application:environment";
export const TEMPLATE_PARAMETER = "aws:cloudformation:template:parameter";

/** The CloudFormation resource a setting is shown with. */
type Resource = "launch" | "group" | "none";

/** One option as the catalogue has it; what an option's value may be is said by the members it has. */
export type CatalogOption = {
  namespace: string;
  name: string;
  resource: Resource;
  defaultValue?: string;
  severity: "NoInterruption" | "RestartEnvironment" | "RestartApplicationServer" | "Unknown";
  valueType: "Scalar" | "List" | "Boolean" | "CommaSeparatedList" | "KeyValueList";
  valueOptions?: readonly string[];
  min?: number;
  max?: number;
  maxLength?: number;
  pattern?: string;
};

const launch = (name: string, rest: Partial<CatalogOption> = {}): CatalogOption => ({
  namespace: LAUNCH,
  name,
  resource: "launch",
  // [REAL] every captured option of this namespace restarts the environment.
  severity: "RestartEnvironment",
  valueType: "Scalar",
  ...rest,
});

const rolling = (name: string, rest: Partial<CatalogOption> = {}): CatalogOption => ({
  namespace: ROLLING,
  name,
  resource: "group",
  severity: "NoInterruption",
  valueType: "Scalar",
  ...rest,
});

const environment = (name: string, rest: Partial<CatalogOption> = {}): CatalogOption => ({
  namespace: ENVIRONMENT,
  name,
  resource: "none",
  severity: "NoInterruption",
  valueType: "Scalar",
  ...rest,
});

const flag = (defaultValue: string): Partial<CatalogOption> => ({
  valueType: "Boolean",
  valueOptions: ["true", "false"],
  defaultValue,
});

/** ISO 8601 durations below a day, as AWS's own regular expression has them. */
const DURATION = "^PT([0-9]+H)?([0-9]+M)?([0-9]+(\\.[0-9]+)?S)?$";

/** [REAL] names and severities where captured; ranges [DOC command-options-general]. */
const COMMON: readonly CatalogOption[] = [
  launch("InstanceType"),
  launch("EC2KeyName"),
  launch("IamInstanceProfile"),
  launch("SecurityGroups", { valueType: "CommaSeparatedList" }),
  launch("ImageId"),
  launch("RootVolumeType", { valueOptions: ["standard", "gp2", "gp3", "io1"] }),
  launch("RootVolumeSize", { min: 8, max: 16_384 }),
  launch("MonitoringInterval", {
    valueOptions: ["1 minute", "5 minute"],
    defaultValue: "5 minute",
  }),
  launch("SSHSourceRestriction", { defaultValue: "tcp,22,22,0.0.0.0/0", resource: "none" }),
  launch("BlockDeviceMappings", { valueType: "CommaSeparatedList" }),
  launch("LaunchTemplateTagPropagationEnabled", { ...flag("false"), resource: "none" }),
  rolling("RollingUpdateEnabled", flag("false")),
  rolling("RollingUpdateType", {
    valueOptions: ["Time", "Health", "Immutable"],
    defaultValue: "Time",
  }),
  rolling("MaxBatchSize", { min: 1, max: 10_000 }),
  rolling("MinInstancesInService", { min: 0, max: 9999 }),
  rolling("PauseTime", { pattern: DURATION }),
  rolling("Timeout", { pattern: DURATION, defaultValue: "PT30M" }),
  { ...rolling("MinSize"), namespace: GROUP, defaultValue: "1", min: 1, max: 10_000 },
  { ...rolling("MaxSize"), namespace: GROUP, defaultValue: "4", min: 1, max: 10_000 },
  { ...rolling("Cooldown"), namespace: GROUP, defaultValue: "360", min: 0, max: 10_000 },
  environment("EnvironmentType", {
    valueOptions: ["LoadBalanced", "SingleInstance"],
    defaultValue: "LoadBalanced",
    severity: "RestartEnvironment",
  }),
  environment("LoadBalancerType", {
    valueOptions: ["classic", "application", "network"],
    defaultValue: "classic",
    severity: "Unknown",
  }),
  environment("ServiceRole"),
  {
    ...environment("SystemType"),
    namespace: "aws:elasticbeanstalk:healthreporting:system",
    valueOptions: ["basic", "enhanced"],
    defaultValue: "basic",
  },
  {
    ...environment("ManagedActionsEnabled", flag("false")),
    namespace: "aws:elasticbeanstalk:managedactions",
  },
  {
    ...environment("PreferredStartTime"),
    namespace: "aws:elasticbeanstalk:managedactions",
    pattern: "^(Sun|Mon|Tue|Wed|Thu|Fri|Sat):([01][0-9]|2[0-3]):[0-5][0-9]$",
  },
  {
    ...environment("UpdateLevel"),
    namespace: "aws:elasticbeanstalk:managedactions:platformupdate",
    valueOptions: ["patch", "minor"],
  },
  {
    ...environment("InstanceRefreshEnabled", flag("false")),
    namespace: "aws:elasticbeanstalk:managedactions:platformupdate",
  },
  {
    ...environment("DeploymentPolicy"),
    namespace: "aws:elasticbeanstalk:command",
    valueOptions: ["AllAtOnce", "Rolling", "RollingWithAdditionalBatch", "Immutable", "TrafficSplitting"],
    defaultValue: "AllAtOnce",
  },
  {
    ...environment("Timeout"),
    namespace: "aws:elasticbeanstalk:command",
    min: 1,
    max: 3600,
    defaultValue: "600",
  },
  { ...environment("VPCId"), namespace: "aws:ec2:vpc", severity: "Unknown" },
  { ...environment("Subnets"), namespace: "aws:ec2:vpc", severity: "Unknown" },
  {
    ...environment("EnvironmentVariables"),
    namespace: TEMPLATE_PARAMETER,
    severity: "RestartApplicationServer",
    valueType: "KeyValueList",
  },
];

/** [DOC command-options-general-eks] A Cluster environment has options of its own kind only; these two names are [invented]. */
const CLUSTER: readonly CatalogOption[] = [
  {
    ...environment("ManagedNodes", flag("true")),
    namespace: "aws:elasticbeanstalk:eks",
  },
  {
    ...environment("Replicas"),
    namespace: "aws:elasticbeanstalk:eks",
    min: 1,
    max: 1000,
    defaultValue: "2",
  },
];

/**
 * Every option a platform knows, as in
 * https://docs.aws.amazon.com/elasticbeanstalk/latest/api/API_DescribeConfigurationOptions.html.
 * DisableIMDSv1 is left out where the platform does not know it; its type and severity are [INFER], no capture exists.
 */
export const optionsOf = (platform: Platform): readonly CatalogOption[] => {
  if (platform.family === "eks") return CLUSTER;
  const { disableImdsV1Default } = platform;
  return disableImdsV1Default === undefined
    ? COMMON
    : [launch("DisableIMDSv1", { ...flag(disableImdsV1Default), resource: "none" }), ...COMMON];
};

/** The catalogue's key of an option. */
export const keyOf = (namespace: string, name: string): OptionKey => `${namespace}/${name}`;

/** Namespace and name of a key: an option's name may hold a slash, a namespace does not. */
export const splitKey = (key: OptionKey): { namespace: string; name: string } => {
  const slash = key.indexOf("/");
  return { namespace: key.slice(0, slash), name: key.slice(slash + 1) };
};
