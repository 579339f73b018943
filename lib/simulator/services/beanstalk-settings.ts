import type {
  ConfigurationOptionDescription,
  ConfigurationOptionSetting,
  ConfigurationSettingsDescription,
  DescribeConfigurationOptionsCommandInput,
  DescribeConfigurationOptionsCommandOutput,
  DescribeConfigurationSettingsCommandInput,
  DescribeConfigurationSettingsCommandOutput,
  ValidateConfigurationSettingsCommandInput,
  ValidateConfigurationSettingsCommandOutput,
} from "@aws-sdk/client-elastic-beanstalk";

import { LAUNCH, keyOf, optionsOf, VARIABLES, type CatalogOption } from "../option-catalog.ts";
import { deployedSettings, settingsUnder, validateOption } from "../options.ts";
import { platformArn, PLATFORMS } from "../platforms.ts";
import { laneOf, type Handler } from "../service.ts";
import type { Environment, Lane, Platform } from "../world.ts";
import { environmentOf } from "./beanstalk-input.ts";
import {
  eitherOr,
  missingRequiredParameter,
  namespaceNotForCluster,
  noApplicationNamed,
  noPlatform,
  noSolutionStackNamed,
  noTemplateNamed,
} from "./elastic-beanstalk-errors.ts";

/** Throws unless the lane has the application. */
export const checkApplication = (lane: Lane, name: string): void => {
  if (!lane.applications.some((application) => application.name === name)) throw noApplicationNamed(name);
};

/** Throws when an environment of the Cluster tier is given options of the instances it does not have. */
export const refuseLaunchOptions = (
  platform: Platform,
  options: readonly { Namespace?: string | undefined }[],
): void => {
  if (platform.family === "eks" && options.some(({ Namespace }) => Namespace === LAUNCH))
    throw namespaceNotForCluster(LAUNCH);
};

/** DescribeConfigurationSettings gives whole seconds where DescribeEnvironments gives milliseconds [REAL]. */
const wholeSeconds = (date: Date): Date => new Date(Math.floor(date.getTime() / 1000) * 1000);

const settingsSet = (
  lane: Lane,
  environment: Environment,
  status: "deployed" | "pending" | "failed",
  settings: ConfigurationOptionSetting[],
): ConfigurationSettingsDescription => ({
  SolutionStackName: environment.platform.solutionStackName,
  PlatformArn: platformArn(environment.platform, lane.region),
  ApplicationName: environment.applicationName,
  EnvironmentName: environment.name,
  DeploymentStatus: status,
  DateCreated: wholeSeconds(environment.createdAt),
  DateUpdated: wholeSeconds(environment.updatedAt),
  OptionSettings: settings,
});

/** https://docs.aws.amazon.com/elasticbeanstalk/latest/api/API_DescribeConfigurationSettings.html; the draft is the second set. */
export const describeConfigurationSettings: Handler<
  DescribeConfigurationSettingsCommandInput,
  DescribeConfigurationSettingsCommandOutput
> = (call, input) => {
  const { ApplicationName = "", EnvironmentName, TemplateName } = input;
  if (EnvironmentName !== undefined && TemplateName !== undefined) throw eitherOr("EnvironmentName", "TemplateName");
  if (EnvironmentName === undefined && TemplateName === undefined)
    throw missingRequiredParameter("EnvironmentName, TemplateName");
  const lane = laneOf(call);
  checkApplication(lane, ApplicationName);
  if (TemplateName !== undefined) throw noTemplateNamed(ApplicationName, TemplateName);
  const environment = environmentOf(lane, { ApplicationName, EnvironmentName });
  const { draft } = environment;
  return {
    ConfigurationSettings: [
      settingsSet(lane, environment, "deployed", deployedSettings(environment)),
      ...(draft === undefined
        ? []
        : [settingsSet(lane, environment, draft.status, settingsUnder(environment, draft.values))]),
    ],
  };
};

const describeOption = (option: CatalogOption): ConfigurationOptionDescription => ({
  Namespace: option.namespace,
  Name: option.name,
  ...(option.defaultValue !== undefined && { DefaultValue: option.defaultValue }),
  ChangeSeverity: option.severity,
  UserDefined: false,
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- AWS answers more types than its own model lists [REAL]
  ValueType: option.valueType as NonNullable<ConfigurationOptionDescription["ValueType"]>,
  ...(option.valueOptions !== undefined && { ValueOptions: [...option.valueOptions] }),
  ...(option.min !== undefined && { MinValue: option.min }),
  ...(option.max !== undefined && { MaxValue: option.max }),
  ...(option.maxLength !== undefined && { MaxLength: option.maxLength }),
  ...(option.pattern !== undefined && { Regex: { Pattern: option.pattern, Label: option.name } }),
});

/** An environment's own variables are options, too, and the only ones a user defined. */
const describeVariable = (name: string): ConfigurationOptionDescription => ({
  Namespace: VARIABLES,
  Name: name,
  ChangeSeverity: "RestartApplicationServer",
  UserDefined: true,
  ValueType: "Scalar",
});

const platformAsked = (
  lane: Lane,
  input: DescribeConfigurationOptionsCommandInput,
): { platform: Platform; variables: readonly string[] } => {
  const { ApplicationName, EnvironmentName, PlatformArn, SolutionStackName, TemplateName } = input;
  if (ApplicationName !== undefined) checkApplication(lane, ApplicationName);
  if (TemplateName !== undefined) throw noTemplateNamed(ApplicationName ?? "", TemplateName);
  if (EnvironmentName !== undefined) {
    const { platform, variables } = environmentOf(lane, { ApplicationName, EnvironmentName });
    return { platform, variables: Object.keys(variables) };
  }
  if (PlatformArn !== undefined && SolutionStackName !== undefined) throw eitherOr("PlatformArn", "SolutionStackName");
  // A platform an environment of the lane still runs is known even if it is no longer offered.
  const known = [...PLATFORMS, ...lane.environments.map(({ platform }) => platform)];
  if (PlatformArn !== undefined) {
    const platform = known.find((one) => platformArn(one, lane.region) === PlatformArn);
    if (platform === undefined) throw noPlatform(PlatformArn);
    return { platform, variables: [] };
  }
  if (SolutionStackName !== undefined) {
    const platform = known.find((one) => one.solutionStackName === SolutionStackName);
    if (platform === undefined) throw noSolutionStackNamed(SolutionStackName);
    return { platform, variables: [] };
  }
  throw missingRequiredParameter("EnvironmentName, PlatformArn, SolutionStackName, TemplateName");
};

/**
 * https://docs.aws.amazon.com/elasticbeanstalk/latest/api/API_DescribeConfigurationOptions.html; an option asked for that
 * the platform does not know is simply not in the answer [INFER].
 */
export const describeConfigurationOptions: Handler<
  DescribeConfigurationOptionsCommandInput,
  DescribeConfigurationOptionsCommandOutput
> = (call, input) => {
  const lane = laneOf(call);
  const { platform, variables } = platformAsked(lane, input);
  const asked = input.Options ?? [];
  return {
    SolutionStackName: platform.solutionStackName,
    PlatformArn: platformArn(platform, lane.region),
    Options: [...optionsOf(platform).map(describeOption), ...variables.map(describeVariable)].filter(
      (option) =>
        asked.length === 0 ||
        asked.some(
          ({ Namespace, OptionName }) =>
            (Namespace === undefined || Namespace === option.Namespace) &&
            (OptionName === undefined || OptionName === option.Name),
        ),
    ),
  };
};

/** https://docs.aws.amazon.com/elasticbeanstalk/latest/api/API_ValidateConfigurationSettings.html */
export const validateConfigurationSettings: Handler<
  ValidateConfigurationSettingsCommandInput,
  ValidateConfigurationSettingsCommandOutput
> = (call, input) => {
  const { ApplicationName = "", EnvironmentName, TemplateName, OptionSettings = [] } = input;
  if (EnvironmentName !== undefined && TemplateName !== undefined) throw eitherOr("EnvironmentName", "TemplateName");
  const lane = laneOf(call);
  checkApplication(lane, ApplicationName);
  if (TemplateName !== undefined) throw noTemplateNamed(ApplicationName, TemplateName);
  if (EnvironmentName === undefined) throw missingRequiredParameter("EnvironmentName, TemplateName");
  const { platform } = environmentOf(lane, { ApplicationName, EnvironmentName });
  refuseLaunchOptions(platform, OptionSettings);
  return {
    Messages: OptionSettings.flatMap(({ Namespace = "", OptionName = "", Value = "" }) => {
      const Message = validateOption(platform, keyOf(Namespace, OptionName), Value);
      return Message === undefined ? [] : [{ Message, Severity: "error" as const, Namespace, OptionName }];
    }),
  };
};
