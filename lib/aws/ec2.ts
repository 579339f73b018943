import { DescribeInstancesCommand, GetInstanceMetadataDefaultsCommand } from "@aws-sdk/client-ec2";
import type { Instance } from "@aws-sdk/client-ec2";
import type { PostureInstance } from "#lib/imds/posture.ts";
import type { CarriedTags } from "#lib/imds/tags.ts";
import { tagsOfInstances } from "#lib/imds/tags.ts";
import type { CallOptions } from "./call.ts";
import { AS_ROLLOUT, readCall } from "./call.ts";
import { AwsCallError } from "./failure.ts";
import type { LaneAccess } from "./lane.ts";
import { laneClients } from "./lane.ts";
import { readPages } from "./pages.ts";

/** The tag Elastic Beanstalk puts on every instance; AWS: using-features.tagging. */
const ENVIRONMENT_TAG = "elasticbeanstalk:environment-id";
const PAGE = 1_000;
const MAX_PAGES = 200;

const DENIED = new Set(["AccessDenied", "AccessDeniedException", "UnauthorizedOperation"]);

type InstanceTag = { key: string; value: string };
type Found = { environmentId: string; instance: PostureInstance; tags: InstanceTag[] };

/** The pending and running instances of a lane's environments, and the tags they carry, by environment id. */
export type LaneInstances = { instances: Map<string, PostureInstance[]>; tags: Map<string, CarriedTags> };

function reshape(instance: Instance): Found | undefined {
  const tags = (instance.Tags ?? []).flatMap(({ Key, Value }) =>
    Key === undefined ? [] : { key: Key, value: Value ?? "" },
  );
  const environmentId = tags.find(({ key }) => key === ENVIRONMENT_TAG)?.value;
  if (instance.InstanceId === undefined || environmentId === undefined) return undefined;
  const hopLimit = instance.MetadataOptions?.HttpPutResponseHopLimit;
  return {
    environmentId,
    instance: {
      id: instance.InstanceId,
      // An instance that does not say so enforces nothing.
      httpTokens: instance.MetadataOptions?.HttpTokens === "required" ? "required" : "optional",
      launchedAt: instance.LaunchTime?.toISOString() ?? null,
      ...(hopLimit === undefined ? {} : { hopLimit }),
    },
    tags,
  };
}

/**
 * Takes a lane and gives the pending and running instances of all its environments with their tags: one paged call for
 * the whole lane. Throws `AwsCallError`, or the signal's reason.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInstances.html
 */
export async function listBeanstalkInstances(lane: LaneAccess, call: CallOptions = AS_ROLLOUT): Promise<LaneInstances> {
  const { ec2, limiters } = laneClients(lane);
  const operation = "ec2:DescribeInstances";
  const found = await readPages({
    operation,
    pagesAtMost: MAX_PAGES,
    call,
    read: async (token) => {
      const command = new DescribeInstancesCommand({
        Filters: [
          { Name: "tag-key", Values: [ENVIRONMENT_TAG] },
          { Name: "instance-state-name", Values: ["pending", "running"] },
        ],
        MaxResults: PAGE,
        NextToken: token,
      });
      const answer = await readCall(limiters.ec2, operation, call, (options) => ec2.send(command, options));
      const instances = (answer.Reservations ?? []).flatMap(({ Instances = [] }) => Instances);
      return { items: instances.flatMap((instance) => reshape(instance) ?? []), next: answer.NextToken };
    },
  });
  return laneInstancesOf(found);
}

function laneInstancesOf(all: readonly Found[]): LaneInstances {
  const entries = [...Map.groupBy(all, ({ environmentId }) => environmentId)];
  return {
    instances: new Map(entries.map(([id, found]) => [id, found.map(({ instance }) => instance)])),
    tags: new Map(entries.map(([id, found]) => [id, tagsOfInstances(found.map(({ tags }) => tags))])),
  };
}

/**
 * Takes a lane and tells whether the account refuses launches that would answer IMDSv1 (`HttpTokensEnforced`); `null`
 * where we may not ask.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_GetInstanceMetadataDefaults.html
 */
export async function readTokensEnforced(lane: LaneAccess, call: CallOptions = AS_ROLLOUT): Promise<boolean | null> {
  const { ec2, limiters } = laneClients(lane);
  try {
    const answer = await readCall(limiters.ec2, "ec2:GetInstanceMetadataDefaults", call, (options) =>
      ec2.send(new GetInstanceMetadataDefaultsCommand({}), options),
    );
    return answer.AccountLevel?.HttpTokensEnforced === "enabled";
  } catch (error) {
    if (error instanceof AwsCallError && DENIED.has(error.failure.code)) return null;
    throw error;
  }
}
