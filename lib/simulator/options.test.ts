import { expect, test } from "vitest";

import { optionsOf } from "./option-catalog.ts";
import { deployedSettings, validateOption, validateRemoval } from "./options.ts";
import type { Environment, Platform } from "./world.ts";

const platform: Platform = {
  name: "Corretto 11 running on 64bit Amazon Linux 2",
  version: "3.8.6",
  solutionStackName: "64bit Amazon Linux 2 v3.8.6 running Corretto 11",
  family: "al2",
  disableImdsV1Default: "false",
};
const old: Platform = { ...platform, family: "al1", disableImdsV1Default: undefined };
const cluster: Platform = { ...platform, family: "eks", disableImdsV1Default: undefined };

const environment: Environment = {
  id: "e-abcdefghij",
  name: "shop-web",
  arn: "arn:aws:elasticbeanstalk:us-east-1:111122223333:environment/shop/shop-web",
  applicationName: "shop",
  description: undefined,
  tier: { name: "WebServer", type: "Standard", version: "1.0" },
  platform,
  versionLabel: "v1",
  cname: "shop-web.us-east-1.elasticbeanstalk.com",
  status: "Ready",
  health: "Green",
  healthStatus: "Ok",
  abortable: false,
  createdAt: new Date(0),
  updatedAt: new Date(0),
  terminatedAt: undefined,
  singleInstance: false,
  launches: "launch-template",
  launchId: "lt-0123456789abcdef0",
  desiredCapacity: 3,
  deployed: {},
  draft: undefined,
  variables: { DATABASE_URL: "postgres://shop:secret@db", NODE_ENV: "production" },
  tags: {},
  instances: [],
  fate: "succeeds",
  operation: undefined,
};

const LAUNCH = "aws:autoscaling:launchconfiguration";
const ROLLING = "aws:autoscaling:updatepolicy:rollingupdate";

const setting = (of: Environment, name: string) => deployedSettings(of).find(({ OptionName }) => OptionName === name);

test("DisableIMDSv1 has the platform's default and is no option of platforms that do not know it", () => {
  const entry = (of: Platform) => optionsOf(of).find(({ name }) => name === "DisableIMDSv1");
  expect(entry(platform)).toMatchObject({
    namespace: LAUNCH,
    valueType: "Boolean",
    severity: "RestartEnvironment",
    defaultValue: "false",
  });
  expect(entry({ ...platform, disableImdsV1Default: "true" })?.defaultValue).toBe("true");
  expect(entry(old)).toBeUndefined();
  expect(optionsOf(cluster).some(({ namespace }) => namespace === LAUNCH)).toBe(false);
});

test.each([
  [platform, `${LAUNCH}/DisableIMDSv1`, "true", /^nothing$/],
  [platform, `${LAUNCH}/DisableIMDSv1`, "yes", /^Invalid option value: 'yes' .*not one of/],
  [old, `${LAUNCH}/DisableIMDSv1`, "true", /^Invalid option specification .*Unknown configuration setting\.$/],
  [platform, `${ROLLING}/MaxBatchSize`, "0", /Value is less than minimum allowed value: 1$/],
  [platform, `${ROLLING}/MaxBatchSize`, "10001", /greater than maximum allowed value: 10000$/],
  [platform, `${ROLLING}/MaxBatchSize`, "two", /not a number$/],
  [platform, `${ROLLING}/PauseTime`, "PT5M", /^nothing$/],
  [platform, `${ROLLING}/PauseTime`, "5 minutes", /does not satisfy regex/],
  [platform, "aws:elasticbeanstalk:application:environment/A/B", "anything", /^nothing$/],
] as const)("%#: what validation says", (of, key, value, expected) => {
  expect(validateOption(of, key, value) ?? "nothing").toMatch(expected);
});

test("only options of the platform can be removed", () => {
  expect(validateRemoval(platform, `${LAUNCH}/DisableIMDSv1`)).toBeUndefined();
  expect(validateRemoval(old, `${LAUNCH}/DisableIMDSv1`)).toContain("Unknown configuration setting.");
});

test("settings merge defaults with explicit values in the shapes AWS gives them", () => {
  expect(setting(environment, "DisableIMDSv1")).toStrictEqual({
    Namespace: LAUNCH,
    OptionName: "DisableIMDSv1",
    Value: "false",
  });
  expect(setting(environment, "EC2KeyName")).toStrictEqual({
    ResourceName: "AWSEBEC2LaunchTemplate",
    Namespace: LAUNCH,
    OptionName: "EC2KeyName",
  });
  expect(setting(environment, "RollingUpdateEnabled")).toStrictEqual({
    ResourceName: "AWSEBAutoScalingGroup",
    Namespace: ROLLING,
    OptionName: "RollingUpdateEnabled",
    Value: "false",
  });
  const changed: Environment = {
    ...environment,
    launches: "launch-configuration",
    singleInstance: true,
    deployed: { [`${LAUNCH}/DisableIMDSv1`]: "true", [`${ROLLING}/RollingUpdateEnabled`]: "true" },
  };
  expect(setting(changed, "DisableIMDSv1")?.Value).toBe("true");
  expect(setting(changed, "RollingUpdateEnabled")?.Value).toBe("true");
  expect(setting(changed, "EC2KeyName")?.ResourceName).toBe("AWSEBAutoScalingLaunchConfiguration");
  expect(setting(changed, "EnvironmentType")?.Value).toBe("SingleInstance");
});

test("variables are in clear text, those set by an update included", () => {
  const changed: Environment = {
    ...environment,
    deployed: { "aws:elasticbeanstalk:application:environment/NODE_ENV": "staging" },
  };
  expect(setting(changed, "EnvironmentVariables")).toStrictEqual({
    Namespace: "aws:cloudformation:template:parameter",
    OptionName: "EnvironmentVariables",
    Value: "DATABASE_URL=postgres://shop:secret@db,NODE_ENV=staging",
  });
  expect(setting(changed, "DATABASE_URL")).toStrictEqual({
    Namespace: "aws:elasticbeanstalk:application:environment",
    OptionName: "DATABASE_URL",
    Value: "postgres://shop:secret@db",
  });
});
