import {
  AbortEnvironmentUpdateCommand,
  DescribeConfigurationSettingsCommand,
  ElasticBeanstalkClient,
  UpdateEnvironmentCommand,
  type UpdateEnvironmentCommandInput,
} from "@aws-sdk/client-elastic-beanstalk";
import { afterAll, beforeAll, expect, test } from "vitest";

import { clientConfig, startSimulator, type Simulator } from "../server.ts";
import type { Environment, Lane } from "../world.ts";

const LAUNCH = "aws:autoscaling:launchconfiguration";
const ROLLING = "aws:autoscaling:updatepolicy:rollingupdate";
const TURN_OFF = [{ Namespace: LAUNCH, OptionName: "DisableIMDSv1", Value: "true" }];

let simulator: Simulator;
let beanstalk: ElasticBeanstalkClient;
let lane: Lane;

beforeAll(async () => {
  simulator = await startSimulator({
    environments: 160,
    accounts: 1,
    regions: ["us-east-1"],
    throttle: "off",
    speed: 1,
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

/** One that no other test has touched: an update leaves it Updating. */
const ready = (family: string): Environment => {
  const found = lane.environments.find(
    ({ platform, status, draft }) => platform.family === family && status === "Ready" && draft === undefined,
  );
  if (found === undefined) throw new Error("no such environment in the fleet");
  return found;
};
const update = (input: UpdateEnvironmentCommandInput) => beanstalk.send(new UpdateEnvironmentCommand(input));

test("an update is taken by name or id, shows Updating at once and a pending draft", async () => {
  for (const by of ["EnvironmentName", "EnvironmentId"] as const) {
    const one = ready("al2");
    const answer = await update({
      [by]: by === "EnvironmentId" ? one.id : one.name,
      OptionSettings: TURN_OFF,
    });
    expect(answer).toMatchObject({
      EnvironmentId: one.id,
      EnvironmentName: one.name,
      Status: "Updating",
      AbortableOperationInProgress: true,
    });
    expect(lane.events.at(-1)).toMatchObject({
      environmentId: one.id,
      requestId: answer.$metadata.requestId,
    });
    const { ConfigurationSettings = [] } = await beanstalk.send(
      new DescribeConfigurationSettingsCommand({
        ApplicationName: one.applicationName,
        EnvironmentName: one.name,
      }),
    );
    expect(ConfigurationSettings.map(({ DeploymentStatus }) => DeploymentStatus)).toEqual(["deployed", "pending"]);
  }
});

test("an environment that is not Ready refuses by its name, also when asked by id", async () => {
  const one = ready("al2");
  await update({ EnvironmentId: one.id, OptionSettings: TURN_OFF });
  await expect(update({ EnvironmentId: one.id, OptionSettings: TURN_OFF })).rejects.toMatchObject({
    name: "InvalidParameterValue",
    message: `Environment named ${one.name} is in an invalid state for this operation. Must be Ready.`,
    $metadata: { httpStatusCode: 400 },
  });
  expect(simulator.world.journal.at(-1)).toMatchObject({
    operation: "UpdateEnvironment",
    outcome: { kind: "refused", code: "InvalidParameterValue" },
  });
});

test("bad values and unknown options change nothing", async () => {
  const one = ready("al2");
  await expect(
    update({
      EnvironmentName: one.name,
      OptionSettings: [{ Namespace: ROLLING, OptionName: "MaxBatchSize", Value: "0" }],
    }),
  ).rejects.toMatchObject({
    name: "ConfigurationValidationException",
    message: `Configuration validation exception: Invalid option value: '0' (Namespace: '${ROLLING}', OptionName: 'MaxBatchSize'): Value is less than minimum allowed value: 1`,
  });
  const old = ready("al1");
  await expect(update({ EnvironmentName: old.name, OptionSettings: TURN_OFF })).rejects.toMatchObject({
    name: "ConfigurationValidationException",
    message: expect.stringContaining("Unknown configuration setting."),
  });
  const cluster = ready("eks");
  await expect(update({ EnvironmentName: cluster.name, OptionSettings: TURN_OFF })).rejects.toMatchObject({
    name: "InvalidParameterValueException",
  });
  expect([one.status, old.status, cluster.status]).toEqual(["Ready", "Ready", "Ready"]);
});

test("inputs AWS does not take", async () => {
  const one = ready("al2");
  const { name: EnvironmentName } = one;
  await expect(update({ OptionSettings: TURN_OFF })).rejects.toMatchObject({
    name: "MissingRequiredParameter",
  });
  await expect(update({ EnvironmentName: "nobody" })).rejects.toMatchObject({
    message: "No Environment found for EnvironmentName = 'nobody'.",
  });
  await expect(update({ EnvironmentId: "e-nobody" })).rejects.toMatchObject({
    message: "No Environment found for EnvironmentId = 'e-nobody'.",
  });
  await expect(update({ EnvironmentName, ApplicationName: "nothing" })).rejects.toMatchObject({
    message: "No Application named 'nothing' found.",
  });
  await expect(update({ EnvironmentName, VersionLabel: "v2", OptionSettings: TURN_OFF })).rejects.toMatchObject({
    name: "InvalidParameterCombination",
  });
  await expect(update({ EnvironmentName, Description: "d".repeat(201) })).rejects.toMatchObject({
    name: "ValidationError",
  });
});

test("options that contradict each other change nothing; what is only said twice is taken", async () => {
  const one = ready("al2");
  const [option] = TURN_OFF;
  const { name: EnvironmentName } = one;
  const named = `(Namespace: '${LAUNCH}', OptionName: 'DisableIMDSv1')`;
  await expect(
    update({ EnvironmentName, OptionSettings: [...TURN_OFF, { ...option, Value: "false" }] }),
  ).rejects.toMatchObject({
    name: "ConfigurationValidationException",
    message: `Configuration validation exception: Invalid option specification ${named}: Option is set more than once.`,
  });
  await expect(update({ EnvironmentName, OptionSettings: TURN_OFF, OptionsToRemove: TURN_OFF })).rejects.toMatchObject({
    message: `Configuration validation exception: Invalid option specification ${named}: Option is both set and removed.`,
  });
  await expect(
    update({ EnvironmentName, OptionsToRemove: [{ Namespace: LAUNCH, OptionName: "DisableIMDSv3" }] }),
  ).rejects.toMatchObject({ message: expect.stringContaining("Unknown configuration setting.") });
  expect(one.status).toBe("Ready");
  await update({ EnvironmentName, OptionSettings: [...TURN_OFF, ...TURN_OFF], OptionsToRemove: [] });
  expect(one.status).toBe("Updating");
});

test("an id and a name of different environments name none", async () => {
  const [one, other] = lane.environments.filter(({ status }) => status === "Ready");
  await expect(
    update({ EnvironmentId: one?.id, EnvironmentName: other?.name, OptionSettings: TURN_OFF }),
  ).rejects.toMatchObject({ message: `No Environment found for EnvironmentName = '${other?.name}'.` });
});

test("removing an option leaves it out of the draft", async () => {
  const one = ready("al2");
  one.deployed = { ...one.deployed, [`${LAUNCH}/DisableIMDSv1`]: "true" };
  await update({
    EnvironmentName: one.name,
    OptionsToRemove: [{ Namespace: LAUNCH, OptionName: "DisableIMDSv1" }],
  });
  expect(one.draft?.values).not.toHaveProperty([`${LAUNCH}/DisableIMDSv1`]);
});

test("a batch size turns rolling updates on", async () => {
  const one = ready("al2");
  one.deployed = {};
  await update({
    EnvironmentName: one.name,
    OptionSettings: [{ Namespace: ROLLING, OptionName: "MaxBatchSize", Value: "2" }],
  });
  expect(one.draft?.values).toEqual({
    [`${ROLLING}/MaxBatchSize`]: "2",
    [`${ROLLING}/RollingUpdateEnabled`]: "true",
  });
});

test("only an update under way can be aborted", async () => {
  const one = ready("al2");
  const abort = () => beanstalk.send(new AbortEnvironmentUpdateCommand({ EnvironmentName: one.name }));
  await expect(abort()).rejects.toMatchObject({ name: "InvalidParameterValue" });
  await update({ EnvironmentName: one.name, OptionSettings: TURN_OFF });
  await abort();
  expect(one.status).toBe("Aborting");
  await expect(abort()).rejects.toMatchObject({ name: "InvalidParameterValue" });
});

test("an immutable update comes alone", async () => {
  const one = ready("al2");
  one.deployed = {
    [`${ROLLING}/RollingUpdateEnabled`]: "true",
    [`${ROLLING}/RollingUpdateType`]: "Immutable",
  };
  const larger = { Namespace: "aws:autoscaling:asg", OptionName: "MaxSize", Value: "9" };
  await expect(update({ EnvironmentName: one.name, OptionSettings: [...TURN_OFF, larger] })).rejects.toMatchObject({
    name: "InvalidParameterCombination",
  });
  expect(one.status).toBe("Ready");
  await update({ EnvironmentName: one.name, OptionSettings: TURN_OFF });
  expect(one.status).toBe("Updating");
});
