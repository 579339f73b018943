import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";

import { platformArn } from "../platforms.ts";
import type { Environment } from "../world.ts";
import { beanstalkStage, isDate, isQuiet, OF_SETTINGS, REGION, type BeanstalkStage } from "./test-beanstalk.ts";
import { playedBy } from "./test-cli.ts";

/** A load balancer's name, or an only instance's address; of a worker, its CNAME. */
const ENDPOINT = /^(awseb-.*\.elb\.amazonaws\.com|(\d+\.){3}\d+|.*\.elasticbeanstalk\.com)$/;

let stage: BeanstalkStage;

beforeAll(async () => {
  stage = await beanstalkStage();
});

afterAll(() => stage.close());

test("describe-environments shows everything of an environment, and nothing that is not there", async () => {
  const { listed, some } = stage;
  const described = some((one) => isQuiet(one) && one.description !== undefined);
  const plain = some((one) => isQuiet(one) && one.description === undefined);
  const [first, second] = await Promise.all(
    [described, plain].map((one) => listed("describe-environments", "Environments", "--environment-ids", one.id)),
  );
  expect(first).toEqual([
    {
      EnvironmentName: described.name,
      EnvironmentId: described.id,
      EnvironmentArn: described.arn,
      ApplicationName: described.applicationName,
      VersionLabel: described.versionLabel,
      SolutionStackName: described.platform.solutionStackName,
      PlatformArn: platformArn(described.platform, REGION),
      Description: described.description,
      EndpointURL: expect.stringMatching(ENDPOINT),
      CNAME: described.cname,
      DateCreated: isDate(described.createdAt),
      DateUpdated: isDate(described.updatedAt),
      Status: "Ready",
      AbortableOperationInProgress: false,
      Health: described.health,
      HealthStatus: described.healthStatus,
      Tier: { Name: described.tier.name, Type: described.tier.type, Version: described.tier.version },
      EnvironmentLinks: [],
    },
  ]);
  expect(second?.[0]).not.toHaveProperty("Description");
});

test("describe-environments filters by names, ids, application and version, and shows the terminated on demand", async () => {
  const { lane, listed, some } = stage;
  const one = some(isQuiet);
  const ids = async (...args: string[]) =>
    (await listed("describe-environments", "Environments", ...args)).map(({ EnvironmentId }) => EnvironmentId);
  const gone = some((other) => isQuiet(other) && other.applicationName !== one.applicationName);
  gone.status = "Terminated";
  gone.terminatedAt = new Date(Date.now() - 2 * 3_600_000);
  const backTo = new Date(Date.now() - 3 * 3_600_000).toISOString();
  const [named, ofApplication, ofVersion, none, hidden, shown] = await Promise.all([
    ids("--environment-names", one.name, "nobody"),
    ids("--application-name", one.applicationName),
    ids("--version-label", one.versionLabel),
    ids("--application-name", "nothing"),
    ids("--environment-ids", gone.id, "--include-deleted"),
    ids("--environment-ids", gone.id, "--include-deleted", "--included-deleted-back-to", backTo),
  ]);
  const expected = (accept: (environment: Environment) => boolean) =>
    lane.environments
      .filter((environment) => environment !== gone && accept(environment))
      .map(({ id }) => id)
      .toSorted();
  expect(named).toEqual([one.id]);
  expect(ofApplication).toEqual(expected(({ applicationName }) => applicationName === one.applicationName));
  expect(ofVersion).toEqual(expected(({ versionLabel }) => versionLabel === one.versionLabel));
  expect([none, hidden, shown]).toEqual([[], [], [gone.id]]);
});

test("the CLI pages through environments by itself, stops where told and goes on from there", async () => {
  const { eb } = stage;
  const Page = z.object({
    Environments: z.array(z.object({ EnvironmentId: z.string() })),
    NextToken: z.string().optional(),
  });
  const page = async (...args: string[]) => Page.parse((await eb("describe-environments", ...args)).json);
  const [whole, first] = await Promise.all([page("--page-size", "7"), page("--page-size", "4", "--max-items", "10")]);
  expect(whole).toMatchObject(Page.parse((await eb("describe-environments")).json));
  expect(whole.NextToken).toBeUndefined();
  expect(first.Environments).toEqual(whole.Environments.slice(0, 10));
  const second = await page("--page-size", "4", "--starting-token", first.NextToken ?? "");
  expect([...first.Environments, ...second.Environments]).toEqual(whole.Environments);
});

test("describe-applications shows versions, an empty list of templates, and what is asked for", async () => {
  const { lane, listed } = stage;
  const [one, other] = lane.applications;
  const [all, chosen] = await Promise.all([
    listed("describe-applications", "Applications"),
    listed("describe-applications", "Applications", "--application-names", one?.name ?? "", "nothing"),
  ]);
  expect(all).toHaveLength(lane.applications.length);
  expect(all.map(({ ApplicationName }) => ApplicationName)).toContain(other?.name);
  expect(chosen).toEqual([
    {
      ApplicationArn: `arn:aws:elasticbeanstalk:${REGION}:${lane.accountId}:application/${one?.name}`,
      ApplicationName: one?.name,
      Description: one?.description,
      DateCreated: isDate(one?.createdAt ?? new Date(0)),
      DateUpdated: isDate(one?.updatedAt ?? new Date(0)),
      Versions: expect.arrayContaining([expect.any(String)]),
      ConfigurationTemplates: [],
    },
  ]);
});

test("describe-environment-resources tells launch templates from launch configurations, workers and clusters", async () => {
  const { eb, some } = stage;
  const resources = async (one: Environment) =>
    (await eb("describe-environment-resources", "--environment-id", one.id)).json;
  const of = (launches: Environment["launches"], tier: string) =>
    some((one) => isQuiet(one) && one.launches === launches && one.tier.name === tier && !one.singleInstance);
  const template = of("launch-template", "WebServer");
  const configuration = of("launch-configuration", "WebServer");
  const cluster = some((one) => one.tier.name === "Cluster");
  const [first, second, third] = await Promise.all([template, configuration, cluster].map(resources));
  expect(first).toEqual({
    EnvironmentResources: {
      EnvironmentName: template.name,
      AutoScalingGroups: [{ Name: expect.stringContaining(template.id) }],
      Instances: template.instances.map(({ id }) => ({ Id: id })),
      LaunchConfigurations: [],
      LaunchTemplates: [{ Id: template.launchId }],
      LoadBalancers: [{ Name: expect.stringMatching(/^arn:aws:elasticloadbalancing:/) }],
      Triggers: [],
      Queues: [],
    },
  });
  expect(second).toMatchObject({
    EnvironmentResources: { LaunchConfigurations: [{ Name: configuration.launchId }], LaunchTemplates: [] },
  });
  expect(third).toMatchObject({ EnvironmentResources: { EnvironmentName: cluster.name, Instances: [] } });
});

test("list-tags-for-resource gives tags in any script", async () => {
  const { eb, some } = stage;
  const one = some(isQuiet);
  const received = { ...one.tags, 担当: "基盤 <チーム> & 'é' 🙂", Lines: "a\r\nb\tc", Bell: "a\u{FFFD}b" };
  // XML cannot carry a bell; it must not make the whole answer unreadable either.
  one.tags = { ...received, Bell: "a\u{7}b" };
  const { json } = await eb("list-tags-for-resource", "--resource-arn", one.arn);
  expect(json).toEqual({
    ResourceArn: one.arn,
    ResourceTags: Object.entries(received).map(([Key, Value]) => ({ Key, Value })),
  });
});

test("describe-events pages newest first, and filters by severity and time", async () => {
  const { lane, listed, some } = stage;
  const one = some(isQuiet);
  // Clients send whole seconds.
  const began = Math.floor(Date.now() / 1000) * 1000 - 2 * 3_600_000;
  const at = (minute: number) => new Date(began + minute * 60_000);
  const minutes = Array.from({ length: 25 }, (_, index) => at(index));
  for (const [index, date] of minutes.entries()) {
    lane.events.push({
      at: date,
      message: `Line ${index}`,
      severity: index === 3 ? "ERROR" : index % 2 === 0 ? "INFO" : "WARN",
      requestId: undefined,
      environmentId: "e-conformance",
      environmentName: "conformance",
      applicationName: one.applicationName,
    });
  }
  const lines = async (...args: string[]) =>
    (await listed("describe-events", "Events", "--environment-name", "conformance", ...args)).map(
      ({ Message }) => Message,
    );
  const [all, serious, between] = await Promise.all([
    lines("--page-size", "10"),
    lines("--severity", "WARN"),
    lines("--start-time", at(5).toISOString(), "--end-time", at(8).toISOString()),
  ]);
  expect(all).toEqual(minutes.map((_, index) => `Line ${index}`).toReversed());
  expect(serious).toEqual(all.filter((line) => Number(String(line).slice(5)) % 2 === 1));
  expect(between).toEqual(["Line 7", "Line 6", "Line 5"]);
  const [newest] = await listed("describe-events", "Events", "--environment-name", "conformance", "--max-items", "1");
  expect(newest).toEqual({
    EventDate: isDate(at(24)),
    Message: "Line 24",
    ApplicationName: one.applicationName,
    EnvironmentName: "conformance",
    Severity: "INFO",
  });
});

test("waiters that need not wait end at once", async () => {
  const { eb, some } = stage;
  const ready = some(isQuiet);
  const gone = some(({ status }) => status === "Terminated");
  gone.terminatedAt = new Date();
  const answers = await Promise.all([
    eb("wait environment-exists", "--environment-names", ready.name),
    eb("wait environment-updated", "--environment-ids", ready.id),
    eb("wait environment-terminated", "--environment-ids", gone.id, "--include-deleted"),
  ]);
  expect(answers.map(({ code }) => code)).toEqual([0, 0, 0]);
});

test("every operation that is played, but those of settings, was asked for", () => {
  expect([...stage.cli.asked].toSorted()).toEqual(
    playedBy("elasticbeanstalk").filter((operation) => !OF_SETTINGS.test(operation)),
  );
});
