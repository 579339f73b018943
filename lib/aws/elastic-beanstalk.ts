import {
  DescribeConfigurationOptionsCommand,
  DescribeConfigurationSettingsCommand,
  DescribeEnvironmentResourcesCommand,
  DescribeEnvironmentsCommand,
  DescribeEventsCommand,
  ValidateConfigurationSettingsCommand,
} from "@aws-sdk/client-elastic-beanstalk";
import type { EnvironmentDescription } from "@aws-sdk/client-elastic-beanstalk";
import type { EnvironmentFacts, Health, Tier } from "#lib/imds/environment.ts";
import { IMDS_OPTION, optionValueOf } from "#lib/imds/posture.ts";
import type { LaunchKind, Methods } from "#lib/imds/posture.ts";
import type { BeanstalkEvent } from "#lib/rollouts/rollout.ts";
import type { ValidationMessage } from "#lib/rollouts/validation.ts";
import type { CallOptions, SendOptions } from "./call.ts";
import { AS_ROLLOUT, readCall } from "./call.ts";
import type { EnvironmentSettings } from "./configuration-settings.ts";
import { keepNeeded } from "./configuration-settings.ts";
import { AwsCallError } from "./failure.ts";
import type { LaneAccess, LaneClients } from "./lane.ts";
import { laneClients } from "./lane.ts";
import { readPages } from "./pages.ts";

/** An event with the name it is filed under; AWS gives no environment id there. */
export type NamedEvent = BeanstalkEvent & { environmentName: string | null };

/** A platform by its ARN, or by solution stack where it has none. */
export type PlatformName = { platformArn: string } | { solutionStackName: string };

export type PlatformOption =
  | { supported: false }
  | { supported: true; defaultValue: string | null; changeSeverity: string | null };

/** AWS's own maximum for a page of environments and of events. */
const PAGE = 1_000;
const MAX_PAGES = 100;
const MAX_EVENT_PAGES = 10;

const TIERS: Readonly<Record<string, Tier>> = {
  WebServer: "WebServer",
  Worker: "Worker",
  Cluster: "Cluster",
};
const HEALTHS: Readonly<Record<string, Health>> = {
  Green: "Green",
  Yellow: "Yellow",
  Red: "Red",
  Grey: "Grey",
};

type Send<T> = (client: LaneClients["beanstalk"], options: SendOptions) => Promise<T>;

function beanstalkRead<T>(lane: LaneAccess, operation: string, call: CallOptions, send: Send<T>): Promise<T> {
  const { beanstalk, limiters } = laneClients(lane);
  return readCall(limiters.beanstalk, `elasticbeanstalk:${operation}`, call, (options) => send(beanstalk, options));
}

function reshape(description: EnvironmentDescription): EnvironmentFacts | undefined {
  const { EnvironmentId, EnvironmentName, ApplicationName, PlatformArn, SolutionStackName } = description;
  if (EnvironmentId === undefined || EnvironmentName === undefined || ApplicationName === undefined) return undefined;
  return {
    environmentId: EnvironmentId,
    name: EnvironmentName,
    application: ApplicationName,
    arn: description.EnvironmentArn ?? null,
    description: description.Description ?? null,
    platformKey: PlatformArn ?? SolutionStackName ?? "",
    platform: SolutionStackName ?? PlatformArn?.split(":platform/")[1] ?? PlatformArn ?? "",
    platformArn: PlatformArn ?? null,
    tier: TIERS[description.Tier?.Name ?? ""] ?? "Unknown",
    status: description.Status ?? "Unknown",
    health: HEALTHS[description.Health ?? ""] ?? "Grey",
    healthStatus: description.HealthStatus ?? null,
    abortable: description.AbortableOperationInProgress ?? false,
    cname: description.CNAME ?? null,
    versionLabel: description.VersionLabel ?? null,
    dateCreated: description.DateCreated?.toISOString() ?? null,
    dateUpdated: description.DateUpdated?.toISOString() ?? null,
  };
}

/**
 * Takes a lane and gives all its environments that are not terminated. Throws `AwsCallError`, or the signal's reason.
 * https://docs.aws.amazon.com/elasticbeanstalk/latest/api/API_DescribeEnvironments.html
 */
export async function listEnvironments(lane: LaneAccess, call: CallOptions = AS_ROLLOUT): Promise<EnvironmentFacts[]> {
  return readPages({
    operation: "elasticbeanstalk:DescribeEnvironments",
    pagesAtMost: MAX_PAGES,
    call,
    read: async (token) => {
      const command = new DescribeEnvironmentsCommand({
        IncludeDeleted: false,
        MaxRecords: PAGE,
        NextToken: token,
      });
      const answer = await beanstalkRead(lane, "DescribeEnvironments", call, (client, options) =>
        client.send(command, options),
      );
      const items = (answer.Environments ?? []).flatMap((description) => reshape(description) ?? []);
      return { items: items.filter(({ status }) => status !== "Terminated"), next: answer.NextToken };
    },
  });
}

/**
 * Takes an environment by application and name (AWS knows no other way) and gives what we keep of its settings; the
 * rest, environment variables among it, does not leave this function. Throws `AwsCallError`, also where nothing is
 * deployed yet.
 */
export async function readSettings(
  lane: LaneAccess,
  environment: { application: string; name: string },
  call: CallOptions = AS_ROLLOUT,
): Promise<EnvironmentSettings> {
  const command = new DescribeConfigurationSettingsCommand({
    ApplicationName: environment.application,
    EnvironmentName: environment.name,
  });
  const settings = await beanstalkRead(lane, "DescribeConfigurationSettings", call, async (client, options) => {
    const answer = await client.send(command, options);
    return keepNeeded(answer.ConfigurationSettings ?? []);
  }).catch((error: unknown) => {
    throw withoutAnswer(error);
  });
  if (settings !== undefined) return settings;
  throw unusable(
    "DescribeConfigurationSettings",
    "NoDeployedConfiguration",
    `No deployed configuration of ${environment.name} was returned.`,
  );
}

/**
 * Takes an environment by application and name (AWS knows no other way) and what its instances are to answer, and gives what AWS
 * has to say to exactly the option that would be sent, nothing where it would take it. Nothing is set. Throws `AwsCallError`.
 * https://docs.aws.amazon.com/elasticbeanstalk/latest/api/API_ValidateConfigurationSettings.html
 */
export async function validateSetting(
  lane: LaneAccess,
  environment: { application: string; name: string },
  methods: Methods,
  call: CallOptions = AS_ROLLOUT,
): Promise<ValidationMessage[]> {
  const { namespace, optionName } = IMDS_OPTION;
  const command = new ValidateConfigurationSettingsCommand({
    ApplicationName: environment.application,
    EnvironmentName: environment.name,
    OptionSettings: [{ Namespace: namespace, OptionName: optionName, Value: optionValueOf(methods) }],
  });
  const answer = await beanstalkRead(lane, "ValidateConfigurationSettings", call, (client, options) =>
    client.send(command, options),
  );
  return (answer.Messages ?? []).map(({ Message, Severity, Namespace, OptionName }) => ({
    // A severity we do not know must be shown, and is no refusal.
    severity: Severity === "error" ? "error" : "warning",
    message: Message ?? "",
    namespace: Namespace ?? null,
    optionName: OptionName ?? null,
  }));
}

/** An answer the SDK could not read hangs, whole, on its error; neither that nor a quotation of it may get into a log. */
function withoutAnswer(error: unknown): unknown {
  if (!(error instanceof AwsCallError)) return error;
  const { failure } = error;
  const worded = failure.httpStatus === null || failure.httpStatus >= 400;
  return new AwsCallError(worded ? failure : { ...failure, message: "The answer could not be read." });
}

/** An answer that came whole and cannot be used; the codes are ours. */
function unusable(operation: string, code: string, message: string): AwsCallError {
  return new AwsCallError({
    operation: `elasticbeanstalk:${operation}`,
    code,
    message,
    requestId: null,
    httpStatus: 200,
    outcome: "refused",
  });
}

/** The words of "no such option here", as the EB CLI's tests have them; the code is not certain, so the words decide. */
const UNKNOWN_OPTION = /Invalid option specification|Unknown configuration setting/i;

/**
 * Takes a platform and tells whether it has the option, and its default there. Defaults differ by platform and the
 * documentation contradicts itself, so this answer is the only source.
 * https://docs.aws.amazon.com/elasticbeanstalk/latest/api/API_DescribeConfigurationOptions.html
 */
export async function readPlatformOption(
  lane: LaneAccess,
  platform: PlatformName,
  call: CallOptions = AS_ROLLOUT,
): Promise<PlatformOption> {
  const key =
    "platformArn" in platform
      ? { PlatformArn: platform.platformArn }
      : { SolutionStackName: platform.solutionStackName };
  const { namespace, optionName } = IMDS_OPTION;
  const command = new DescribeConfigurationOptionsCommand({
    ...key,
    Options: [{ Namespace: namespace, OptionName: optionName }],
  });
  try {
    const answer = await beanstalkRead(lane, "DescribeConfigurationOptions", call, (client, options) =>
      client.send(command, options),
    );
    const option = answer.Options?.find(
      (candidate) => candidate.Namespace === namespace && candidate.Name === optionName,
    );
    if (option === undefined) return { supported: false };
    return {
      supported: true,
      defaultValue: option.DefaultValue ?? null,
      changeSeverity: option.ChangeSeverity ?? null,
    };
  } catch (error) {
    if (
      error instanceof AwsCallError &&
      error.failure.outcome === "refused" &&
      UNKNOWN_OPTION.test(error.failure.message)
    ) {
      return { supported: false };
    }
    throw error;
  }
}

/**
 * Takes an environment's id and gives what its instances are launched from (`null`: AWS lists neither) and their ids.
 * https://docs.aws.amazon.com/elasticbeanstalk/latest/api/API_DescribeEnvironmentResources.html
 */
export async function readResources(
  lane: LaneAccess,
  environmentId: string,
  call: CallOptions = AS_ROLLOUT,
): Promise<{ launchKind: LaunchKind | null; instanceIds: string[] }> {
  const command = new DescribeEnvironmentResourcesCommand({ EnvironmentId: environmentId });
  const answer = await beanstalkRead(lane, "DescribeEnvironmentResources", call, (client, options) =>
    client.send(command, options),
  );
  const resources = answer.EnvironmentResources;
  const templates = resources?.LaunchTemplates ?? [];
  const configurations = resources?.LaunchConfigurations ?? [];
  return {
    launchKind: templates.length > 0 ? "launch-template" : configurations.length > 0 ? "launch-configuration" : null,
    instanceIds: (resources?.Instances ?? []).flatMap(({ Id }) => Id ?? []),
  };
}

/**
 * Takes a time (inclusive) and, to narrow it down, a request id or an environment id, and gives the lane's events since
 * then, newest first; 10,000 at most. AWS keeps them for six weeks.
 * https://docs.aws.amazon.com/elasticbeanstalk/latest/api/API_DescribeEvents.html
 */
export async function readEvents(
  lane: LaneAccess,
  filter: { since: Date; requestId?: string; environmentId?: string },
  call: CallOptions = AS_ROLLOUT,
): Promise<NamedEvent[]> {
  const events: NamedEvent[] = [];
  let token: string | undefined;
  for (let page = 0; page < MAX_EVENT_PAGES; page += 1) {
    const command = new DescribeEventsCommand({
      StartTime: filter.since,
      RequestId: filter.requestId,
      EnvironmentId: filter.environmentId,
      MaxRecords: PAGE,
      NextToken: token,
    });
    const answer = await beanstalkRead(lane, "DescribeEvents", call, (client, options) =>
      client.send(command, options),
    );
    for (const { EventDate, Severity, Message, RequestId, EnvironmentName } of answer.Events ?? []) {
      if (EventDate === undefined || Message === undefined) continue;
      events.push({
        at: EventDate.toISOString(),
        severity: Severity ?? "INFO",
        message: Message,
        requestId: RequestId ?? null,
        environmentName: EnvironmentName ?? null,
      });
    }
    token = answer.NextToken;
    if (token === undefined || token === "") break;
  }
  return events;
}
