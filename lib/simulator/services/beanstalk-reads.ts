import type {
  ApplicationDescription,
  DescribeApplicationsCommandInput,
  DescribeApplicationsCommandOutput,
  DescribeEnvironmentResourcesCommandInput,
  DescribeEnvironmentResourcesCommandOutput,
  DescribeEnvironmentsCommandInput,
  DescribeEnvironmentsCommandOutput,
  EnvironmentDescription,
  EnvironmentResourceDescription,
  ListTagsForResourceCommandInput,
  ListTagsForResourceCommandOutput,
} from "@aws-sdk/client-elastic-beanstalk";

import { platformArn } from "../platforms.ts";
import { seedOf } from "../random.ts";
import { laneOf, type Handler } from "../service.ts";
import type { Application, Environment, Lane } from "../world.ts";
import { environmentOf, pageOf } from "./beanstalk-input.ts";
import { resourceNotFound, resourceTypeNotSupported } from "./elastic-beanstalk-errors.ts";

/** How long a terminated environment is still listed [3P]. */
const DELETED_VISIBLE_MS = 3_600_000;

/** [MODEL] ListTagsForResource: what of Elastic Beanstalk has tags. */
const TAGGABLE =
  /^arn:[^:]+:elasticbeanstalk:[^:]*:[^:]*:(application|applicationversion|configurationtemplate|environment|platform)\//;

const applicationArn = (lane: Lane, name: string): string =>
  `arn:aws:elasticbeanstalk:${lane.region}:${lane.accountId}:application/${name}`;

const describeApplication = (
  lane: Lane,
  { name, description, createdAt, updatedAt }: Application,
): ApplicationDescription => ({
  ApplicationArn: applicationArn(lane, name),
  ApplicationName: name,
  ...(description !== undefined && { Description: description }),
  DateCreated: createdAt,
  DateUpdated: updatedAt,
  Versions: [
    ...new Set(
      lane.environments
        .filter(({ applicationName }) => applicationName === name)
        .map(({ versionLabel }) => versionLabel),
    ),
  ],
  ConfigurationTemplates: [],
});

/** https://docs.aws.amazon.com/elasticbeanstalk/latest/api/API_DescribeApplications.html */
export const describeApplications: Handler<DescribeApplicationsCommandInput, DescribeApplicationsCommandOutput> = (
  call,
  { ApplicationNames = [] },
) => {
  const lane = laneOf(call);
  return {
    Applications: lane.applications
      .filter(({ name }) => ApplicationNames.length === 0 || ApplicationNames.includes(name))
      .map((application) => describeApplication(lane, application)),
  };
};

const loadBalancerOf = ({ name }: Environment): string => `awseb-${name}`;

/**
 * [MODEL] where an environment answers: its load balancer's name, or its only instance's address, which is an Elastic IP and
 * stays when the instance is replaced [DOC using-features-managing-env-types]. That a worker shows its CNAME is [invented].
 */
const endpointOf = ({ region }: Lane, environment: Environment): string => {
  const { id, tier, singleInstance, cname } = environment;
  if (tier.name === "Worker") return cname;
  const number = seedOf(`endpoint/${id}`);
  const address = [3, ...[16, 8, 0].map((bits) => (number >>> bits) & 255)].join(".");
  return singleInstance ? address : `${loadBalancerOf(environment)}-${number}.${region}.elb.amazonaws.com`;
};

/** An environment as DescribeEnvironments and UpdateEnvironment show it; its dates have milliseconds. */
export const describeEnvironment = (lane: Lane, environment: Environment): EnvironmentDescription => ({
  EnvironmentName: environment.name,
  EnvironmentId: environment.id,
  EnvironmentArn: environment.arn,
  ApplicationName: environment.applicationName,
  VersionLabel: environment.versionLabel,
  SolutionStackName: environment.platform.solutionStackName,
  PlatformArn: platformArn(environment.platform, lane.region),
  ...(environment.description !== undefined && { Description: environment.description }),
  EndpointURL: endpointOf(lane, environment),
  CNAME: environment.cname,
  DateCreated: environment.createdAt,
  DateUpdated: environment.updatedAt,
  Status: environment.status,
  AbortableOperationInProgress: environment.abortable,
  Health: environment.health,
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- AWS really answers "No Data"; the model says "NoData"
  HealthStatus: environment.healthStatus as NonNullable<EnvironmentDescription["HealthStatus"]>,
  Tier: {
    Name: environment.tier.name,
    Type: environment.tier.type,
    Version: environment.tier.version,
  },
  EnvironmentLinks: [],
});

const within = (wanted: readonly string[] | undefined, value: string): boolean =>
  wanted === undefined || wanted.length === 0 || wanted.includes(value);

const same = (wanted: string | undefined, value: string): boolean => wanted === undefined || wanted === value;

const isShown = (
  { status, terminatedAt }: Environment,
  { IncludeDeleted, IncludedDeletedBackTo }: DescribeEnvironmentsCommandInput,
  now: Date,
): boolean => {
  if (status !== "Terminated") return true;
  if (IncludeDeleted !== true || terminatedAt === undefined) return false;
  const backTo = IncludedDeletedBackTo?.getTime() ?? now.getTime() - DELETED_VISIBLE_MS;
  return terminatedAt.getTime() >= backTo;
};

/** https://docs.aws.amazon.com/elasticbeanstalk/latest/api/API_DescribeEnvironments.html; the order by id is [invented]. */
export const describeEnvironments: Handler<DescribeEnvironmentsCommandInput, DescribeEnvironmentsCommandOutput> = (
  call,
  input,
) => {
  const lane = laneOf(call);
  const chosen = lane.environments
    .filter(
      (environment) =>
        isShown(environment, input, call.now) &&
        same(input.ApplicationName, environment.applicationName) &&
        same(input.VersionLabel, environment.versionLabel) &&
        within(input.EnvironmentIds, environment.id) &&
        within(input.EnvironmentNames, environment.name),
    )
    .toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const { page, next } = pageOf(chosen, input, {
    keyOf: ({ id }) => id,
    after: ({ id }, last) => id > last,
  });
  return {
    Environments: page.map((environment) => describeEnvironment(lane, environment)),
    ...next,
  };
};

const capacityOf = (lane: Lane, environment: Environment): EnvironmentResourceDescription => {
  const { id, tier, launches, launchId, instances, singleInstance } = environment;
  if (tier.name === "Cluster") {
    return {
      Cluster: {
        // [invented] how Elastic Beanstalk names the cluster.
        ClusterArn: `arn:aws:eks:${lane.region}:${lane.accountId}:cluster/awseb-${id}`,
      },
    };
  }
  const running = instances.filter(({ state }) => state === "pending" || state === "running");
  const groups = new Set(running.map(({ autoScalingGroupName }) => autoScalingGroupName));
  return {
    AutoScalingGroups: (groups.size > 0 ? [...groups] : [`awseb-${id}-stack-AWSEBAutoScalingGroup`]).map((Name) => ({
      Name,
    })),
    Instances: running.map((instance) => ({ Id: instance.id })),
    LaunchConfigurations: launches === "launch-configuration" ? [{ Name: launchId }] : [],
    LaunchTemplates: launches === "launch-template" ? [{ Id: launchId }] : [],
    LoadBalancers:
      singleInstance || tier.name === "Worker"
        ? []
        : [
            {
              Name: `arn:aws:elasticloadbalancing:${lane.region}:${lane.accountId}:loadbalancer/app/${loadBalancerOf(environment)}/${id.replace(/^e-/, "")}`,
            },
          ],
    Queues:
      tier.name === "Worker"
        ? [
            {
              Name: "WorkerQueue",
              URL: `https://sqs.${lane.region}.amazonaws.com/${lane.accountId}/awseb-${id}-stack-AWSEBWorkerQueue`,
            },
          ]
        : [],
  };
};

/** https://docs.aws.amazon.com/elasticbeanstalk/latest/api/API_DescribeEnvironmentResources.html */
export const describeEnvironmentResources: Handler<
  DescribeEnvironmentResourcesCommandInput,
  DescribeEnvironmentResourcesCommandOutput
> = (call, input) => {
  const lane = laneOf(call);
  const environment = environmentOf(lane, input);
  return {
    EnvironmentResources: {
      EnvironmentName: environment.name,
      AutoScalingGroups: [],
      Instances: [],
      LaunchConfigurations: [],
      LaunchTemplates: [],
      LoadBalancers: [],
      Queues: [],
      Triggers: [],
      ...capacityOf(lane, environment),
    },
  };
};

/**
 * https://docs.aws.amazon.com/elasticbeanstalk/latest/api/API_ListTagsForResource.html; the simulated applications have
 * no tags.
 */
export const listTagsForResource: Handler<ListTagsForResourceCommandInput, ListTagsForResourceCommandOutput> = (
  call,
  { ResourceArn },
) => {
  const arn = ResourceArn ?? "";
  if (!TAGGABLE.test(arn)) throw resourceTypeNotSupported();
  const lane = laneOf(call);
  const environment = lane.environments.find((candidate) => candidate.arn === arn);
  if (environment === undefined && !lane.applications.some(({ name }) => applicationArn(lane, name) === arn))
    throw resourceNotFound(arn);
  return {
    ResourceArn: arn,
    ResourceTags: Object.entries(environment?.tags ?? {}).map(([Key, Value]) => ({ Key, Value })),
  };
};
