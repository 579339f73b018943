import type { ConfigurationOptionSetting } from "@aws-sdk/client-elastic-beanstalk";

import {
  ENVIRONMENT,
  GROUP,
  keyOf,
  LAUNCH,
  optionsOf,
  ROLLING,
  splitKey,
  TEMPLATE_PARAMETER,
  VARIABLES,
  type CatalogOption,
} from "./option-catalog.ts";
import type { Environment, OptionKey, OptionValues, Platform } from "./world.ts";

/** What AWS says of an option, whatever its value; [REAL] https://github.com/pulumi/pulumi-aws/issues/3461. */
export const badOption = (key: OptionKey, reason: string): string => {
  const { namespace, name } = splitKey(key);
  return `Invalid option specification (Namespace: '${namespace}', OptionName: '${name}'): ${reason}`;
};

const unknownOption = (key: OptionKey): string => badOption(key, "Unknown configuration setting.");

const badValue = (namespace: string, name: string, value: string, reason: string): string =>
  // [REAL] https://github.com/ThoughtWorksStudios/eb_deployer/issues/44
  `Invalid option value: '${value}' (Namespace: '${namespace}', OptionName: '${name}'): ${reason}`;

/**
 * [REAL] the reasons for a minimum and for a pattern, https://github.com/aws/aws-elastic-beanstalk-cli/issues/77; the others
 * are worded after them [invented].
 */
const reasonAgainst = (option: CatalogOption, value: string): string | undefined => {
  const { min, max, maxLength, pattern, valueOptions } = option;
  if (min !== undefined || max !== undefined) {
    if (!/^-?\d+$/.test(value)) return "Value is not a number";
    if (min !== undefined && Number(value) < min) return `Value is less than minimum allowed value: ${min}`;
    if (max !== undefined && Number(value) > max) return `Value is greater than maximum allowed value: ${max}`;
  }
  if (valueOptions !== undefined && !valueOptions.includes(value))
    return `Value is not one of the allowed values: [${valueOptions.join(", ")}]`;
  if (maxLength !== undefined && value.length > maxLength)
    return `Value is longer than maximum allowed length: ${maxLength}`;
  if (pattern !== undefined && !new RegExp(pattern).test(value))
    return `Value does not satisfy regex: '${pattern}' [${option.name}]`;
  return undefined;
};

/** What is wrong with setting an option of a platform to a value, in AWS's words; `undefined` when nothing is. */
export const validateOption = (platform: Platform, key: OptionKey, value: string): string | undefined => {
  const { namespace, name } = splitKey(key);
  if (namespace === VARIABLES && platform.family !== "eks") return undefined;
  const option = optionsOf(platform).find((known) => known.namespace === namespace && known.name === name);
  if (option === undefined) return unknownOption(key);
  const reason = reasonAgainst(option, value);
  return reason === undefined ? undefined : badValue(namespace, name, value, reason);
};

/** What is wrong with removing an option; `undefined` when nothing is. */
export const validateRemoval = (platform: Platform, key: OptionKey): string | undefined => {
  const { namespace } = splitKey(key);
  const known =
    (namespace === VARIABLES && platform.family !== "eks") ||
    optionsOf(platform).some((option) => keyOf(option.namespace, option.name) === key);
  return known ? undefined : unknownOption(key);
};

/** [REAL] the logical ids of the template's resources; the launch configuration's is known from events only [INFER]. */
const resourceNames = (
  { resource }: CatalogOption,
  launches: Environment["launches"],
): Pick<ConfigurationOptionSetting, "ResourceName"> => {
  switch (resource) {
    case "launch":
      return {
        ResourceName: launches === "launch-template" ? "AWSEBEC2LaunchTemplate" : "AWSEBAutoScalingLaunchConfiguration",
      };
    case "group":
      return { ResourceName: "AWSEBAutoScalingGroup" };
    case "none":
      return {};
  }
};

/** An environment's own variables, those set since through option settings included. */
const variablesUnder = (environment: Environment, values: OptionValues): Map<string, string> => {
  const variables = new Map(Object.entries(environment.variables));
  for (const [key, value] of Object.entries(values)) {
    if (key.startsWith(`${VARIABLES}/`)) variables.set(key.slice(VARIABLES.length + 1), value);
  }
  return variables;
};

/** What an environment has besides its explicit values and the platform's defaults. */
const impliedValues = (environment: Environment, variables: ReadonlyMap<string, string>): OptionValues => {
  const { singleInstance, desiredCapacity, instances, tier } = environment;
  if (tier.name === "Cluster") return {};
  const instanceType = instances[0]?.instanceType;
  const imageId = instances[0]?.imageId;
  const size = String(Math.max(1, desiredCapacity));
  return {
    [keyOf(ENVIRONMENT, "EnvironmentType")]: singleInstance ? "SingleInstance" : "LoadBalanced",
    [keyOf(ENVIRONMENT, "ServiceRole")]: "aws-elasticbeanstalk-service-role",
    ...(!singleInstance && { [keyOf(ENVIRONMENT, "LoadBalancerType")]: "application" }),
    [keyOf("aws:elasticbeanstalk:healthreporting:system", "SystemType")]: "enhanced",
    [keyOf(LAUNCH, "IamInstanceProfile")]: "aws-elasticbeanstalk-ec2-role",
    ...(instanceType !== undefined && { [keyOf(LAUNCH, "InstanceType")]: instanceType }),
    ...(imageId !== undefined && { [keyOf(LAUNCH, "ImageId")]: imageId }),
    [keyOf(GROUP, "MinSize")]: size,
    [keyOf(GROUP, "MaxSize")]: singleInstance ? "1" : String(Math.max(1, desiredCapacity) * 2),
    [keyOf(ROLLING, "MaxBatchSize")]: String(Math.ceil(Math.max(1, desiredCapacity) / 3)),
    [keyOf(ROLLING, "MinInstancesInService")]: String(Math.max(0, desiredCapacity - 1)),
    [keyOf(TEMPLATE_PARAMETER, "EnvironmentVariables")]: [...variables]
      .map(([name, value]) => `${name}=${value}`)
      .join(","),
  };
};

/**
 * An environment's settings under the given explicit values, merged with the platform's defaults as AWS shows them: nothing
 * tells explicit from default, and an option without a value has no `Value` member.
 * https://docs.aws.amazon.com/elasticbeanstalk/latest/api/API_DescribeConfigurationSettings.html
 */
export const settingsUnder = (environment: Environment, values: OptionValues): ConfigurationOptionSetting[] => {
  const { platform, launches } = environment;
  const variables = variablesUnder(environment, values);
  const implied = impliedValues(environment, variables);
  const settings = optionsOf(platform).map((option): ConfigurationOptionSetting => {
    const key = keyOf(option.namespace, option.name);
    const value = values[key] ?? implied[key] ?? option.defaultValue;
    return {
      ...resourceNames(option, launches),
      Namespace: option.namespace,
      OptionName: option.name,
      ...(value !== undefined && { Value: value }),
    };
  });
  return [
    ...settings,
    ...[...variables].map(([name, value]) => ({
      Namespace: VARIABLES,
      OptionName: name,
      Value: value,
    })),
  ];
};

/** The settings an environment runs with, as AWS shapes them. */
export const deployedSettings = (environment: Environment): ConfigurationOptionSetting[] =>
  settingsUnder(environment, environment.deployed);
