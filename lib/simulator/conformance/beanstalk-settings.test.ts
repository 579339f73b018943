import { afterAll, beforeAll, expect, test } from "vitest";

import { platformArn } from "../platforms.ts";
import { beanstalkStage, isDate, isQuiet, OF_SETTINGS, REGION, type BeanstalkStage } from "./test-beanstalk.ts";
import { flags, playedBy } from "./test-cli.ts";

const LAUNCH = "aws:autoscaling:launchconfiguration";

let stage: BeanstalkStage;

beforeAll(async () => {
  stage = await beanstalkStage();
});

afterAll(() => stage.close());

test("describe-configuration-options says types, ranges and patterns; by environment, ARN or solution stack", async () => {
  const { eb, some } = stage;
  const one = some((environment) => isQuiet(environment) && environment.platform.family === "al2023");
  const option = `Namespace=${LAUNCH},OptionName=DisableIMDSv1`;
  const size = "Namespace=aws:autoscaling:asg,OptionName=MinSize";
  const pause = "Namespace=aws:autoscaling:updatepolicy:rollingupdate,OptionName=PauseTime";
  const ways = [
    flags({ "application-name": one.applicationName, "environment-name": one.name }),
    ["--platform-arn", platformArn(one.platform, REGION)],
    ["--solution-stack-name", one.platform.solutionStackName],
  ];
  const answers = await Promise.all(
    ways.map((way) => eb("describe-configuration-options", ...way, "--options", option, size, pause)),
  );
  for (const { json } of answers) {
    expect(json).toEqual({
      SolutionStackName: one.platform.solutionStackName,
      PlatformArn: platformArn(one.platform, REGION),
      Options: expect.toSatisfy((options: unknown) => Array.isArray(options) && options.length === 3),
    });
    expect(json).toMatchObject({
      Options: expect.arrayContaining([
        {
          Namespace: LAUNCH,
          Name: "DisableIMDSv1",
          DefaultValue: "true",
          ChangeSeverity: "RestartEnvironment",
          UserDefined: false,
          ValueType: "Boolean",
          ValueOptions: ["true", "false"],
        },
        expect.objectContaining({ Name: "MinSize", MinValue: 1, MaxValue: 10_000 }),
        expect.objectContaining({ Name: "PauseTime", Regex: { Pattern: expect.any(String), Label: "PauseTime" } }),
      ]),
    });
  }
});

test("describe-configuration-settings leaves unset values out and shows the draft as a second set", async () => {
  const { listed, some } = stage;
  const one = some((environment) => isQuiet(environment) && environment.platform.family === "al2");
  const ask = () =>
    listed(
      "describe-configuration-settings",
      "ConfigurationSettings",
      ...flags({ "application-name": one.applicationName, "environment-name": one.name }),
    );
  const sets = await ask();
  expect(sets).toMatchObject([
    {
      EnvironmentName: one.name,
      DeploymentStatus: "deployed",
      DateUpdated: isDate(new Date(Math.floor(one.updatedAt.getTime() / 1000) * 1000)),
      OptionSettings: expect.arrayContaining([
        {
          Namespace: LAUNCH,
          OptionName: "DisableIMDSv1",
          Value: one.deployed[`${LAUNCH}/DisableIMDSv1`] ?? "false",
        },
        { ResourceName: expect.stringMatching(/^AWSEB/), Namespace: LAUNCH, OptionName: "EC2KeyName" },
      ]),
    },
  ]);
  one.draft = { status: "failed", values: { ...one.deployed, [`${LAUNCH}/EC2KeyName`]: "" } };
  expect(await ask()).toMatchObject([
    { DeploymentStatus: "deployed" },
    {
      DeploymentStatus: "failed",
      OptionSettings: expect.arrayContaining([expect.objectContaining({ OptionName: "EC2KeyName", Value: "" })]),
    },
  ]);
  one.draft = undefined;
});

test("update-environment and abort-environment-update, followed by describe-events", async () => {
  const { simulator, eb, listed, some } = stage;
  const one = some((other) => isQuiet(other) && other.platform.family === "al2" && !other.singleInstance);
  const description = 'Größe <1> & "2" 🙂';
  const updated = await eb(
    "update-environment",
    ...flags({
      "environment-id": one.id,
      description,
      "option-settings": `Namespace=${LAUNCH},OptionName=DisableIMDSv1,Value=true`,
      "options-to-remove": `Namespace=${LAUNCH},OptionName=EC2KeyName`,
    }),
  );
  expect(updated.json).toMatchObject({
    EnvironmentId: one.id,
    Description: description,
    Status: "Updating",
    AbortableOperationInProgress: true,
  });
  expect(simulator.world.journal.at(-1)?.input).toEqual({
    EnvironmentId: one.id,
    Description: description,
    OptionSettings: [{ Namespace: LAUNCH, OptionName: "DisableIMDSv1", Value: "true" }],
    OptionsToRemove: [{ Namespace: LAUNCH, OptionName: "EC2KeyName" }],
  });
  const requestId = simulator.world.journal.at(-1)?.requestId ?? "";
  const aborted = await eb("abort-environment-update", "--environment-name", one.name);
  expect(aborted).toMatchObject({ code: 0, out: "" });
  const events = await listed("describe-events", "Events", "--request-id", requestId);
  expect(events).toContainEqual({
    EventDate: expect.any(String),
    Message: "Environment update is starting.",
    ApplicationName: one.applicationName,
    EnvironmentName: one.name,
    RequestId: requestId,
    Severity: "INFO",
  });
});

test("validate-configuration-settings lists what is wrong, or nothing", async () => {
  const { listed, some } = stage;
  const one = some((environment) => isQuiet(environment) && environment.platform.family === "al2");
  const messages = (...settings: string[]) =>
    listed(
      "validate-configuration-settings",
      "Messages",
      ...flags({ "application-name": one.applicationName, "environment-name": one.name, "option-settings": settings }),
    );
  const [fine, wrong] = await Promise.all([
    messages(`Namespace=${LAUNCH},OptionName=DisableIMDSv1,Value=false`),
    messages(
      `Namespace=${LAUNCH},OptionName=DisableIMDSv1,Value=maybe`,
      `Namespace=${LAUNCH},OptionName=DisableIMDSv3,Value=true`,
    ),
  ]);
  expect(fine).toEqual([]);
  expect(wrong).toEqual([
    {
      Namespace: LAUNCH,
      OptionName: "DisableIMDSv1",
      Severity: "error",
      Message: expect.stringContaining("Invalid option value: 'maybe'"),
    },
    {
      Namespace: LAUNCH,
      OptionName: "DisableIMDSv3",
      Severity: "error",
      Message: `Invalid option specification (Namespace: '${LAUNCH}', OptionName: 'DisableIMDSv3'): Unknown configuration setting.`,
    },
  ]);
});

test("every operation of settings that is played was asked for", () => {
  const ofSettings = (operation: string) => OF_SETTINGS.test(operation);
  expect([...stage.cli.asked].filter(ofSettings).toSorted()).toEqual(playedBy("elasticbeanstalk").filter(ofSettings));
});
