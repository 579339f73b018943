import type { ConfigurationOptionSetting } from "@aws-sdk/client-elastic-beanstalk";
import { describe, expect, test } from "vitest";
import { keepNeeded, replacementOf } from "./configuration-settings.ts";

const LAUNCH = "aws:autoscaling:launchconfiguration";
const ROLLING = "aws:autoscaling:updatepolicy:rollingupdate";

const option = (
  Namespace: string,
  OptionName: string,
  Value?: string,
  ResourceName?: string,
): ConfigurationOptionSetting => ({
  Namespace,
  OptionName,
  Value,
  ResourceName,
});
const imds = (value?: string) => option(LAUNCH, "DisableIMDSv1", value);
const type = (value: string) => option("aws:elasticbeanstalk:environment", "EnvironmentType", value);

describe("keepNeeded", () => {
  test("takes the deployed set wherever it stands, and tells of the draft", () => {
    const kept = keepNeeded([
      { DeploymentStatus: "failed", OptionSettings: [imds("true")] },
      {
        DeploymentStatus: "deployed",
        EnvironmentName: "shop",
        OptionSettings: [imds("false")],
        DateUpdated: new Date(0),
      },
    ]);
    expect(kept).toMatchObject({
      environmentName: "shop",
      optionValue: "false",
      draftStatus: "failed",
      draftOptionValue: "true",
      dateUpdated: "1970-01-01T00:00:00.000Z",
    });
  });

  test("a value that is not set is not false, and no draft is not an unset one", () => {
    expect(keepNeeded([{ DeploymentStatus: "deployed", OptionSettings: [imds()] }])).toMatchObject({
      optionValue: undefined,
      draftStatus: null,
      draftOptionValue: null,
    });
    const pending = keepNeeded([
      { DeploymentStatus: "deployed" },
      { DeploymentStatus: "pending", OptionSettings: [imds()] },
    ]);
    expect(pending).toMatchObject({ draftStatus: "pending", draftOptionValue: undefined });
  });

  test("managed updates only where they are enabled, and what is set of them", () => {
    const managed = (name: string, value: string) => option("aws:elasticbeanstalk:managedactions", name, value);
    const platform = (name: string, value: string) =>
      option("aws:elasticbeanstalk:managedactions:platformupdate", name, value);
    const kept = (...options: ConfigurationOptionSetting[]) =>
      keepNeeded([{ DeploymentStatus: "deployed", OptionSettings: options }])?.managedUpdates;
    const start = managed("PreferredStartTime", "Tue:10:00");
    expect(kept()).toBeNull();
    expect(kept(start, managed("ManagedActionsEnabled", "false"))).toBeNull();
    expect(kept(managed("ManagedActionsEnabled", "true"))).toBeNull();
    expect(kept(start, managed("ManagedActionsEnabled", "true"))).toEqual({
      start: "Tue:10:00",
      level: null,
      instanceRefresh: false,
    });
    expect(
      kept(
        start,
        managed("ManagedActionsEnabled", "true"),
        platform("UpdateLevel", "patch"),
        platform("InstanceRefreshEnabled", "true"),
      ),
    ).toEqual({ start: "Tue:10:00", level: "patch", instanceRefresh: true });
  });

  test("knows nothing of an environment of which nothing is deployed", () => {
    expect(keepNeeded([])).toBeUndefined();
    expect(keepNeeded([{ DeploymentStatus: "pending", OptionSettings: [imds("true")] }])).toBeUndefined();
    expect(keepNeeded([{ OptionSettings: [imds("true")] }])).toBeUndefined();
  });

  test.each([
    ["AWSEBEC2LaunchTemplate", "launch-template"],
    ["AWSEBAutoScalingLaunchConfiguration", "launch-configuration"],
    ["AWSEBSecurityGroup", null],
  ])("%s means %s", (resource, kind) => {
    const OptionSettings = [
      imds("true"),
      option(ROLLING, "Timeout", "PT30M", "AWSEBEC2LaunchTemplate2"),
      option(LAUNCH, "EC2KeyName", undefined, resource),
    ];
    expect(keepNeeded([{ DeploymentStatus: "deployed", OptionSettings }])?.launchKind).toBe(kind);
  });

  test("keeps no environment variable, in neither of the places AWS puts them", () => {
    const canary = "postgres://shop:canary-7f3a@db/shop";
    const OptionSettings = [
      imds("true"),
      option("aws:elasticbeanstalk:application:environment", "DATABASE_URL", canary),
      option("aws:cloudformation:template:parameter", "EnvironmentVariables", `DATABASE_URL=${canary}`),
    ];
    expect(
      JSON.stringify(
        keepNeeded([
          { DeploymentStatus: "deployed", OptionSettings },
          { DeploymentStatus: "failed", OptionSettings },
        ]),
      ),
    ).not.toContain("canary");
  });
});

describe("replacementOf", () => {
  const enabled = (value: string) => option(ROLLING, "RollingUpdateEnabled", value);
  const by = (value: string) => option(ROLLING, "RollingUpdateType", value);

  test.each([
    ["nothing said", [], { kind: "unknown" }],
    ["off", [enabled("false"), by("Time"), type("LoadBalanced")], { kind: "all-at-once", singleInstance: false }],
    ["off, single instance", [enabled("false"), type("SingleInstance")], { kind: "all-at-once", singleInstance: true }],
    [
      "rolling on a single instance",
      [enabled("true"), by("Health"), type("SingleInstance")],
      { kind: "all-at-once", singleInstance: true },
    ],
    ["immutable", [enabled("true"), by("Immutable"), type("LoadBalanced")], { kind: "immutable" }],
    ["immutable on a single instance", [by("Immutable"), type("SingleInstance")], { kind: "immutable" }],
    [
      "immutable but off",
      [enabled("false"), by("Immutable"), type("LoadBalanced")],
      { kind: "all-at-once", singleInstance: false },
    ],
    [
      "by health",
      [
        enabled("true"),
        by("Health"),
        option(ROLLING, "MaxBatchSize", "2"),
        option(ROLLING, "MinInstancesInService", "4"),
      ],
      { kind: "rolling", by: "Health", maxBatchSize: 2, minInService: 4 },
    ],
    [
      "by time, sizes not set",
      [enabled("true"), option(ROLLING, "MaxBatchSize")],
      { kind: "rolling", by: "Time", maxBatchSize: null, minInService: null },
    ],
  ])("%s", (_, options, replacement) => {
    expect(replacementOf(options)).toEqual(replacement);
  });
});
