import { GetMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import type { DescribeInstancesCommandInput } from "@aws-sdk/client-ec2";
import { DescribeInstancesCommand } from "@aws-sdk/client-ec2";
import type {
  DescribeConfigurationOptionsCommandInput,
  DescribeConfigurationSettingsCommandInput,
  DescribeEnvironmentResourcesCommandInput,
  DescribeEnvironmentsCommandInput,
  DescribeEventsCommandInput,
  EventSeverity,
} from "@aws-sdk/client-elastic-beanstalk";
import {
  DescribeConfigurationOptionsCommand,
  DescribeConfigurationSettingsCommand,
  DescribeEnvironmentResourcesCommand,
  DescribeEnvironmentsCommand,
  DescribeEventsCommand,
  ListTagsForResourceCommand,
  ValidateConfigurationSettingsCommand,
} from "@aws-sdk/client-elastic-beanstalk";
import { isThrottled, toAwsFailure } from "#lib/aws/failure.ts";
import type { LaneReading, Reading, Refusal } from "./reading.ts";
import { withRaw } from "./gate.ts";
import { familyOf, platformName } from "./platform-family.ts";
import { LAUNCH } from "./settings-reading.ts";
import type { Target } from "./target.ts";
import { treeOf } from "./target.ts";
import type { Tree } from "./tree.ts";
import { at, isList, text } from "./tree.ts";

type Probe = { id: string; question: string; operation: string; send: () => Promise<unknown> };

/** Names and ids nobody has. */
const NOWHERE = "imds-fleet-verify-nowhere";
const NO_ENVIRONMENT = "e-zzzzzzzzzz";
const NO_INSTANCE = "i-0123456789abcdef0";

/** Takes environments as described and gives the partition their ARNs are of; where there are none, by the region. */
function partitionOf(described: readonly Tree[], region: string): string {
  const arn = described.map((one) => text(one, "EnvironmentArn")).find((found) => found !== undefined && found !== "");
  const told = /^arn:([\w-]+):/.exec(arn ?? "")?.[1];
  if (told !== undefined) return told;
  if (region.startsWith("cn-")) return "aws-cn";
  return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}

/** A request that cannot succeed for each refusal the product or the simulator words. Sending them changes nothing. */
function probesFor({ beanstalk, ec2, cloudWatch, region }: Target, described: readonly Tree[]): Probe[] {
  const partition = partitionOf(described, region);
  const application = described.map((one) => text(one, "ApplicationName")).find((name) => name !== undefined);
  const stack = described.map((one) => text(one, "SolutionStackName")).find((name) => name !== undefined);
  const loud = "LOUD";
  const asked = (id: string, question: string, operation: string, send: () => Promise<unknown>): Probe => ({
    id,
    question,
    operation,
    send,
  });
  const environments = (id: string, question: string, input: DescribeEnvironmentsCommandInput) =>
    asked(id, question, "elasticbeanstalk:DescribeEnvironments", () =>
      beanstalk.send(new DescribeEnvironmentsCommand(input)),
    );
  const settings = (id: string, question: string, input: DescribeConfigurationSettingsCommandInput) =>
    asked(id, question, "elasticbeanstalk:DescribeConfigurationSettings", () =>
      beanstalk.send(new DescribeConfigurationSettingsCommand(input)),
    );
  const options = (id: string, question: string, input: DescribeConfigurationOptionsCommandInput) =>
    asked(id, question, "elasticbeanstalk:DescribeConfigurationOptions", () =>
      beanstalk.send(new DescribeConfigurationOptionsCommand(input)),
    );
  const events = (id: string, question: string, input: DescribeEventsCommandInput) =>
    asked(id, question, "elasticbeanstalk:DescribeEvents", () => beanstalk.send(new DescribeEventsCommand(input)));
  const resources = (id: string, question: string, input: DescribeEnvironmentResourcesCommandInput) =>
    asked(id, question, "elasticbeanstalk:DescribeEnvironmentResources", () =>
      beanstalk.send(new DescribeEnvironmentResourcesCommand(input)),
    );
  const tags = (id: string, question: string, ResourceArn: string) =>
    asked(id, question, "elasticbeanstalk:ListTagsForResource", () =>
      beanstalk.send(new ListTagsForResourceCommand({ ResourceArn })),
    );
  const instances = (id: string, question: string, input: DescribeInstancesCommandInput) =>
    asked(id, question, "ec2:DescribeInstances", () => ec2.send(new DescribeInstancesCommand(input)));
  return [
    environments("environments.no-records", "DescribeEnvironments with MaxRecords 0", { MaxRecords: 0 }),
    environments("environments.too-many", "DescribeEnvironments with MaxRecords 1001", { MaxRecords: 1001 }),
    environments("environments.bad-token", "DescribeEnvironments with a NextToken of nobody", {
      MaxRecords: 1,
      NextToken: NOWHERE,
    }),
    environments("environments.unknown-name", "DescribeEnvironments of a name nobody has", {
      EnvironmentNames: [NOWHERE],
    }),
    environments("environments.unknown-id", "DescribeEnvironments of an id nobody has", {
      EnvironmentIds: [NO_ENVIRONMENT],
    }),
    environments("environments.unknown-application", "DescribeEnvironments of an application nobody has", {
      ApplicationName: NOWHERE,
    }),
    ...(application === undefined
      ? []
      : [
          settings("settings.unknown-environment", "DescribeConfigurationSettings of a name nobody has", {
            ApplicationName: application,
            EnvironmentName: NOWHERE,
          }),
          settings("settings.neither", "DescribeConfigurationSettings with neither environment nor template", {
            ApplicationName: application,
          }),
        ]),
    settings("settings.unknown-application", "DescribeConfigurationSettings of an application nobody has", {
      ApplicationName: NOWHERE,
      EnvironmentName: NOWHERE,
    }),
    options("options.unknown-stack", "DescribeConfigurationOptions of a solution stack nobody has", {
      SolutionStackName: NOWHERE,
    }),
    options("options.unknown-arn", "DescribeConfigurationOptions of a platform ARN nobody has", {
      PlatformArn: `arn:${partition}:elasticbeanstalk:${region}::platform/${NOWHERE}/1.0.0`,
    }),
    options("options.neither", "DescribeConfigurationOptions of no platform at all", {}),
    ...(stack === undefined
      ? []
      : [
          options("options.unknown-option", "DescribeConfigurationOptions of an option nobody has", {
            SolutionStackName: stack,
            Options: [{ Namespace: LAUNCH, OptionName: "ImdsFleetVerifyNowhere" }],
          }),
        ]),
    events("events.bad-severity", "DescribeEvents of a severity that does not exist", {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a value the type forbids is what is asked about
      Severity: loud as EventSeverity,
    }),
    events("events.no-records", "DescribeEvents with MaxRecords 0", { MaxRecords: 0 }),
    events("events.unknown-name", "DescribeEvents of an environment nobody has", { EnvironmentName: NOWHERE }),
    events("events.unknown-id", "DescribeEvents of an environment id nobody has", { EnvironmentId: NO_ENVIRONMENT }),
    events("events.unknown-request", "DescribeEvents of a request nobody made", {
      RequestId: "00000000-0000-4000-8000-000000000000",
    }),
    resources("resources.unknown-name", "DescribeEnvironmentResources of a name nobody has", {
      EnvironmentName: NOWHERE,
    }),
    resources("resources.unknown-id", "DescribeEnvironmentResources of an id nobody has", {
      EnvironmentId: NO_ENVIRONMENT,
    }),
    resources("resources.neither", "DescribeEnvironmentResources of no environment at all", {}),
    tags(
      "tags.unknown-arn",
      "ListTagsForResource of an ARN nobody has",
      `arn:${partition}:elasticbeanstalk:${region}:000000000000:environment/${NOWHERE}/${NOWHERE}`,
    ),
    instances("instances.unknown-id", "DescribeInstances of an id nobody has", { InstanceIds: [NO_INSTANCE] }),
    instances("instances.malformed-id", "DescribeInstances of what is no id", { InstanceIds: [NOWHERE] }),
    instances("instances.bad-filter", "DescribeInstances with a filter that does not exist", {
      Filters: [{ Name: NOWHERE, Values: ["x"] }],
    }),
    instances("instances.small-page", "DescribeInstances with MaxResults 4", { MaxResults: 4 }),
    instances("instances.large-page", "DescribeInstances with MaxResults 1001", { MaxResults: 1001 }),
    instances("instances.ids-and-page", "DescribeInstances with ids and MaxResults", {
      InstanceIds: [NO_INSTANCE],
      MaxResults: 5,
    }),
    instances("instances.bad-token", "DescribeInstances with a NextToken of nobody", {
      MaxResults: 5,
      NextToken: NOWHERE,
    }),
    asked("metrics.end-before-start", "GetMetricData that ends before it starts", "monitoring:GetMetricData", () =>
      cloudWatch.send(
        new GetMetricDataCommand({
          MetricDataQueries: [
            {
              Id: "q0",
              MetricStat: {
                Metric: {
                  Namespace: "AWS/EC2",
                  MetricName: "MetadataNoToken",
                  Dimensions: [{ Name: "InstanceId", Value: NO_INSTANCE }],
                },
                Period: 300,
                Stat: "Sum",
              },
            },
          ],
          StartTime: new Date("2026-01-02T00:00:00Z"),
          EndTime: new Date("2026-01-01T00:00:00Z"),
        }),
      ),
    ),
  ];
}

/** Asks AWS what it would say to option values, without setting them: only with `--validate`. */
function validations({ beanstalk }: Target, described: readonly Tree[]): Probe[] {
  const environment = described.find(
    (one) =>
      text(one, "Status") === "Ready" &&
      // The first Amazon Linux and clusters have no such option.
      !["al1", "eks"].includes(familyOf(platformName(text(one, "SolutionStackName"), text(one, "PlatformArn")))),
  );
  if (environment === undefined) return [];
  const validate = (id: string, question: string, OptionName: string, Value: string): Probe => ({
    id: `validate.${id}`,
    question,
    operation: "elasticbeanstalk:ValidateConfigurationSettings",
    send: () =>
      beanstalk.send(
        new ValidateConfigurationSettingsCommand({
          ApplicationName: text(environment, "ApplicationName"),
          EnvironmentName: text(environment, "EnvironmentName"),
          OptionSettings: [{ Namespace: LAUNCH, OptionName, Value }],
        }),
      ),
  });
  return [
    validate("boolean", "What is said of DisableIMDSv1 = maybe?", "DisableIMDSv1", "maybe"),
    validate("unknown-option", "What is said of an option nobody has?", "ImdsFleetVerifyNowhere", "true"),
    validate("number", "What is said of a volume of size 0?", "RootVolumeSize", "0"),
  ];
}

/** Names of the elements of an answer, nested as they are; no text. */
function elementsOf(tree: Tree): string {
  if (typeof tree === "string" || isList(tree)) return "";
  return Object.entries(tree)
    .filter(([name]) => !name.startsWith("xmlns"))
    .map(([name, child]) => {
      const below = elementsOf(isList(child) ? (child[0] ?? "") : child);
      return below === "" ? name : `${name}(${below})`;
    })
    .toSorted()
    .join(", ");
}

function validationWords(answer: Tree): string | undefined {
  const message = at(answer, "ValidateConfigurationSettingsResult", "Messages", "member");
  return message === undefined ? undefined : `${text(message, "Severity") ?? ""}: ${text(message, "Message") ?? ""}`;
}

async function send(target: Target, probe: Probe): Promise<Reading<Refusal>> {
  const { beanstalk } = target;
  return target.ask(probe.operation, async () => {
    const { value: failure, raw } = await withRaw(async () => {
      try {
        await probe.send();
        return undefined;
      } catch (error) {
        const failure = toAwsFailure(probe.operation, error);
        // Asked again later; a lost answer, too.
        if (isThrottled(failure) || failure.outcome === "lost") throw error;
        // Nobody answered: no network, or no credentials to sign with.
        if (failure.httpStatus === null) throw error;
        return failure;
      }
    });
    const status = raw?.status ?? failure?.httpStatus ?? 0;
    const answer = probe.operation.startsWith("monitoring:") ? "" : await treeOf(raw, beanstalk);
    if (failure !== undefined)
      return { status, code: failure.code, words: failure.message, elements: elementsOf(answer) };
    return { status, code: "accepted", words: validationWords(answer) ?? "", elements: elementsOf(answer) };
  });
}

/** Sends what cannot succeed and gives how it was refused, or that it was not. */
export async function readRefusals(
  target: Target,
  described: readonly Tree[],
  { validate, progress }: { validate: boolean; progress: (what: string) => void },
): Promise<LaneReading["refusals"]> {
  const probes = [...probesFor(target, described), ...(validate ? validations(target, described) : [])];
  const refusals: LaneReading["refusals"][number][] = [];
  for (const [index, probe] of probes.entries()) {
    progress(`refusals, ${index + 1} of ${probes.length}`);
    refusals.push({ id: probe.id, question: probe.question, reading: await send(target, probe) });
  }
  return refusals;
}
