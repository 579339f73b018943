import type { Constraints } from "../protocols/constraints.ts";

const NAME = { length: [1, 100] } as const;
const ENVIRONMENT_NAME = { length: [4, 40] } as const;
const RESOURCE_NAME = { length: [1, 256] } as const;

/**
 * [MODEL] The same member means the same in every operation. Ids, ARNs, solution stacks, namespaces, options' names and
 * values and page tokens have no limit.
 */
export const beanstalkConstraints: Constraints = {
  ApplicationName: NAME,
  "ApplicationNames[]": NAME,
  VersionLabel: NAME,
  TemplateName: NAME,
  EnvironmentName: ENVIRONMENT_NAME,
  "EnvironmentNames[]": ENVIRONMENT_NAME,
  GroupName: { length: [1, 19] },
  Description: { length: [0, 200] },
  MaxRecords: { range: [1, 1000] },
  Severity: { values: ["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"] },
  "Options[].ResourceName": RESOURCE_NAME,
  "OptionSettings[].ResourceName": RESOURCE_NAME,
  "OptionsToRemove[].ResourceName": RESOURCE_NAME,
};
