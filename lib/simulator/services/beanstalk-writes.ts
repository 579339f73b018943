import type {
  AbortEnvironmentUpdateCommandInput,
  AbortEnvironmentUpdateCommandOutput,
  UpdateEnvironmentCommandInput,
  UpdateEnvironmentCommandOutput,
} from "@aws-sdk/client-elastic-beanstalk";

import { keyOf, ROLLING } from "../option-catalog.ts";
import { badOption, validateOption, validateRemoval } from "../options.ts";
import { laneOf, type Handler } from "../service.ts";
import { beginAbort, beginUpdate, changedOptions, isLaunchOption, policyOf, type SettingsChange } from "../update.ts";
import type { Environment, OptionKey, OptionValues, Platform } from "../world.ts";
import { environmentOf } from "./beanstalk-input.ts";
import { describeEnvironment } from "./beanstalk-reads.ts";
import { checkApplication, refuseLaunchOptions } from "./beanstalk-settings.ts";
import {
  badOptions,
  immutableInCompany,
  notAbortable,
  notReady,
  notSimulated,
  releaseWithConfiguration,
} from "./elastic-beanstalk-errors.ts";

const ROLLING_ENABLED: OptionKey = `${ROLLING}/RollingUpdateEnabled`;
/** Setting one of these turns rolling updates on [DOC command-options-general]. */
const IMPLY_ROLLING: readonly OptionKey[] = [
  `${ROLLING}/MaxBatchSize`,
  `${ROLLING}/MinInstancesInService`,
  `${ROLLING}/PauseTime`,
];

/** Options that an update sets twice to different values, or sets and removes; that both are refused, and how, is [invented]. */
const contradictions = (
  settings: readonly { key: OptionKey; value: string }[],
  remove: readonly OptionKey[],
): string[] => [
  ...new Set(
    settings.flatMap(({ key, value }) => {
      if (remove.includes(key)) return [badOption(key, "Option is both set and removed.")];
      return settings.some((other) => other.key === key && other.value !== value)
        ? [badOption(key, "Option is set more than once.")]
        : [];
    }),
  ),
];

/** The option changes an update asks for; throws where the platform cannot take one of them. */
const optionChanges = (
  platform: Platform,
  { OptionSettings = [], OptionsToRemove = [] }: UpdateEnvironmentCommandInput,
): { set: OptionValues; remove: OptionKey[] } => {
  refuseLaunchOptions(platform, [...OptionSettings, ...OptionsToRemove]);
  const settings = OptionSettings.map(({ Namespace = "", OptionName = "", Value = "" }) => ({
    key: keyOf(Namespace, OptionName),
    value: Value,
  }));
  const remove = OptionsToRemove.map(({ Namespace = "", OptionName = "" }) => keyOf(Namespace, OptionName));
  const problems = [
    ...contradictions(settings, remove),
    ...settings.map(({ key, value }) => validateOption(platform, key, value)),
    ...remove.map((key) => validateRemoval(platform, key)),
  ].filter((problem) => problem !== undefined);
  if (problems.length > 0) throw badOptions(problems.join("; "));
  const set: OptionValues = Object.fromEntries(settings.map(({ key, value }) => [key, value]));
  if (IMPLY_ROLLING.some((key) => set[key] !== undefined)) set[ROLLING_ENABLED] ??= "true";
  return { set, remove };
};

/** Throws where an immutable update would come together with a change of anything else. */
const refuseCompany = (environment: Environment, change: SettingsChange): void => {
  const changed = changedOptions(environment, change);
  const launch = changed.filter((key) => isLaunchOption(key));
  if (policyOf(environment).kind === "immutable" && launch.length > 0 && launch.length < changed.length)
    throw immutableInCompany();
};

/** Throws for the parts of an update that are not about option settings. */
const refuseOtherChanges = (input: UpdateEnvironmentCommandInput): void => {
  const { OptionSettings = [], OptionsToRemove = [], VersionLabel } = input;
  if (VersionLabel !== undefined && OptionSettings.length + OptionsToRemove.length > 0)
    throw releaseWithConfiguration();
  const others = ["VersionLabel", "TemplateName", "SolutionStackName", "PlatformArn", "Tier", "GroupName"] as const;
  const other = others.find((name) => input[name] !== undefined);
  if (other !== undefined) throw notSimulated(other);
};

/** https://docs.aws.amazon.com/elasticbeanstalk/latest/api/API_UpdateEnvironment.html */
export const updateEnvironment: Handler<UpdateEnvironmentCommandInput, UpdateEnvironmentCommandOutput> = (
  call,
  input,
) => {
  const lane = laneOf(call);
  if (input.ApplicationName !== undefined) checkApplication(lane, input.ApplicationName);
  const environment = environmentOf(lane, input);
  refuseOtherChanges(input);
  if (environment.status !== "Ready") throw notReady(environment.name);
  const change = optionChanges(environment.platform, input);
  refuseCompany(environment, change);
  beginUpdate(call, lane, environment, {
    ...change,
    ...(input.Description !== undefined && { description: input.Description }),
  });
  return describeEnvironment(lane, environment);
};

/** https://docs.aws.amazon.com/elasticbeanstalk/latest/api/API_AbortEnvironmentUpdate.html */
export const abortEnvironmentUpdate: Handler<
  AbortEnvironmentUpdateCommandInput,
  AbortEnvironmentUpdateCommandOutput
> = (call, input) => {
  const lane = laneOf(call);
  const environment = environmentOf(lane, input);
  if (!environment.abortable) throw notAbortable(environment.name);
  beginAbort(call, lane, environment);
  return {};
};
