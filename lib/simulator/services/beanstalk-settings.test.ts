import {
  DescribeConfigurationOptionsCommand,
  DescribeConfigurationSettingsCommand,
  ElasticBeanstalkClient,
  ValidateConfigurationSettingsCommand,
  type DescribeConfigurationOptionsCommandInput,
  type DescribeConfigurationSettingsCommandInput,
} from "@aws-sdk/client-elastic-beanstalk";
import { afterAll, beforeAll, expect, test } from "vitest";

import { clientConfig, startSimulator, type Simulator } from "../server.ts";
import type { Environment, Lane } from "../world.ts";

const LAUNCH = "aws:autoscaling:launchconfiguration";
const OPTION = { Namespace: LAUNCH, OptionName: "DisableIMDSv1" };

let simulator: Simulator;
let beanstalk: ElasticBeanstalkClient;
let lane: Lane;

beforeAll(async () => {
  simulator = await startSimulator({
    environments: 160,
    accounts: 1,
    regions: ["us-east-1"],
    throttle: "off",
  });
  beanstalk = new ElasticBeanstalkClient({
    ...clientConfig(simulator, { region: "us-east-1" }),
    maxAttempts: 1,
  });
  const [first] = simulator.world.lanes;
  if (first === undefined) throw new Error("no lane");
  lane = first;
});

afterAll(() => simulator.close());

const some = (accept: (environment: Environment) => boolean): Environment => {
  const found = lane.environments.find(accept);
  if (found === undefined) throw new Error("no such environment in the fleet");
  return found;
};
const ofFamily = (wanted: string): Environment => some(({ platform }) => platform.family === wanted);

const settings = async (input: DescribeConfigurationSettingsCommandInput) =>
  (await beanstalk.send(new DescribeConfigurationSettingsCommand(input))).ConfigurationSettings ?? [];
const options = (input: DescribeConfigurationOptionsCommandInput) =>
  beanstalk.send(new DescribeConfigurationOptionsCommand(input));

test("the deployed set comes with whole seconds, absent values and the application's secrets", async () => {
  const one = some(
    ({ platform, status, draft }) => platform.family === "al2" && status === "Ready" && draft === undefined,
  );
  one.updatedAt = new Date("2026-03-04T05:06:07.891Z");
  const [deployed, ...others] = await settings({
    ApplicationName: one.applicationName,
    EnvironmentName: one.name,
  });
  expect(others).toEqual([]);
  expect(deployed).toMatchObject({
    EnvironmentName: one.name,
    DeploymentStatus: "deployed",
    DateUpdated: new Date("2026-03-04T05:06:07.000Z"),
  });
  const setting = (name: string) => deployed?.OptionSettings?.find(({ OptionName }) => OptionName === name);
  expect(setting("DisableIMDSv1")).toEqual({
    ...OPTION,
    Value: one.deployed[`${LAUNCH}/DisableIMDSv1`] ?? "false",
  });
  expect(setting("EC2KeyName")).not.toHaveProperty("Value");
  expect(setting("API_SECRET")?.Value).toBe(one.variables["API_SECRET"]);
  expect(setting("EnvironmentVariables")?.Value).toContain(one.variables["API_SECRET"]);
});

test.each(["pending", "failed"] as const)("a %s draft is a second set", async (status) => {
  const one = some(({ platform }) => platform.family === "al2023");
  one.deployed = { [`${LAUNCH}/DisableIMDSv1`]: "false" };
  one.draft = { status, values: { [`${LAUNCH}/DisableIMDSv1`]: "true" } };
  const sets = await settings({ ApplicationName: one.applicationName, EnvironmentName: one.name });
  expect(
    sets.map(({ DeploymentStatus, OptionSettings }) => [
      DeploymentStatus,
      OptionSettings?.find(({ OptionName }) => OptionName === "DisableIMDSv1")?.Value,
    ]),
  ).toEqual([
    ["deployed", "false"],
    [status, "true"],
  ]);
});

test("settings are refused for unknown names and for both or neither kind of name", async () => {
  const one = some(() => true);
  const { applicationName: ApplicationName, name: EnvironmentName } = one;
  await expect(settings({ ApplicationName: "nothing", EnvironmentName })).rejects.toMatchObject({
    name: "InvalidParameterValue",
    message: "No Application named 'nothing' found.",
  });
  await expect(settings({ ApplicationName, EnvironmentName: "nobody" })).rejects.toMatchObject({
    message: "No Environment found for EnvironmentName = 'nobody'.",
  });
  await expect(settings({ ApplicationName })).rejects.toMatchObject({
    name: "MissingRequiredParameter",
  });
  await expect(settings({ ApplicationName, EnvironmentName, TemplateName: "t" })).rejects.toMatchObject({
    name: "InvalidParameterCombination",
  });
  await expect(settings({ ApplicationName, EnvironmentName: "abc" })).rejects.toMatchObject({
    name: "ValidationError",
    message: expect.stringContaining("'environmentName'"),
  });
});

test.each([
  ["al2", "false"],
  ["al2023", "true"],
  ["windows-2019", "false"],
])("%s platforms say their default to every way of asking", async (family, DefaultValue) => {
  const one = ofFamily(family);
  const { solutionStackName: SolutionStackName, name, version } = one.platform;
  const PlatformArn = `arn:aws:elasticbeanstalk:us-east-1::platform/${name}/${version}`;
  const entry = {
    Namespace: LAUNCH,
    Name: "DisableIMDSv1",
    DefaultValue,
    ChangeSeverity: "RestartEnvironment",
    UserDefined: false,
    ValueType: "Boolean",
    ValueOptions: ["true", "false"],
  };
  for (const input of [
    { ApplicationName: one.applicationName, EnvironmentName: one.name },
    { PlatformArn },
    { SolutionStackName },
  ]) {
    const answer = await options({ ...input, Options: [OPTION] });
    expect(answer).toMatchObject({ SolutionStackName, PlatformArn });
    expect(answer.Options).toEqual([entry]);
  }
});

test.each(["al1", "eks"])("%s platforms have no such option", async (family) => {
  const one = ofFamily(family);
  const input = { ApplicationName: one.applicationName, EnvironmentName: one.name };
  expect((await options({ ...input, Options: [OPTION] })).Options).toEqual([]);
});

test("without a filter every option is there, the environment's own variables as user-defined", async () => {
  const one = ofFamily("al2");
  const { Options = [] } = await options({
    ApplicationName: one.applicationName,
    EnvironmentName: one.name,
  });
  expect(Options.length).toBeGreaterThan(25);
  expect(Options.filter(({ UserDefined }) => UserDefined).map(({ Name }) => Name)).toEqual(Object.keys(one.variables));
});

test("options need something that names a platform", async () => {
  await expect(options({})).rejects.toMatchObject({ name: "MissingRequiredParameter" });
  await expect(options({ SolutionStackName: "none" })).rejects.toMatchObject({
    name: "InvalidParameterValue",
  });
});

test("validation lists what is wrong, and clusters take no launch options", async () => {
  const validate = async (one: Environment, OptionName: string, Value: string) =>
    (
      await beanstalk.send(
        new ValidateConfigurationSettingsCommand({
          ApplicationName: one.applicationName,
          EnvironmentName: one.name,
          OptionSettings: [{ Namespace: LAUNCH, OptionName, Value }],
        }),
      )
    ).Messages;
  expect(await validate(ofFamily("al2"), "DisableIMDSv1", "true")).toEqual([]);
  expect(await validate(ofFamily("al1"), "DisableIMDSv1", "true")).toEqual([
    {
      ...OPTION,
      Severity: "error",
      Message: `Invalid option specification (Namespace: '${LAUNCH}', OptionName: 'DisableIMDSv1'): Unknown configuration setting.`,
    },
  ]);
  await expect(validate(ofFamily("eks"), "DisableIMDSv1", "true")).rejects.toMatchObject({
    name: "InvalidParameterValueException",
  });
});
