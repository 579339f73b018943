import { createHash } from "node:crypto";

import type {
  DescribeInstancesCommandInput,
  DescribeInstancesCommandOutput,
  DescribeRegionsCommandInput,
  DescribeRegionsCommandOutput,
  GetInstanceMetadataDefaultsCommandInput,
  GetInstanceMetadataDefaultsCommandOutput,
  Instance as Ec2Instance,
  InstanceMetadataDefaultsResponse,
} from "@aws-sdk/client-ec2";

import { isOptIn, OPT_IN_REGIONS } from "../organization.ts";
import { laneOf, type Handler, type ServiceHandlers } from "../service.ts";
import type { Call, Instance, Lane } from "../world.ts";
import {
  dryRunOperation,
  filterNotSimulated,
  idsWithMaxResults,
  instancesNotFound,
  invalidEc2Token,
  invalidFilter,
  invalidRegionName,
  malformedInstanceId,
  maxResultsTooLarge,
  maxResultsTooSmall,
} from "./ec2-errors.ts";
import { unplayedFilters } from "./ec2-filter-names.ts";
import { matchesFilters, type FilterValues } from "./ec2-filters.ts";

const MIN_PAGE = 5;
const MAX_PAGE = 1000;

/** AWS shows a terminated instance "for a short while", usually less than an hour [DOC terminating-instances]. */
const TERMINATED_VISIBLE_MS = 3_600_000;

/** [DOC] InstanceState: the low byte of the code. */
const STATE_CODES: Readonly<Record<Instance["state"], number>> = {
  pending: 0,
  running: 16,
  "shutting-down": 32,
  terminated: 48,
};

const visibleInstances = (lane: Lane, now: Date): Instance[] => {
  const since = now.getTime() - TERMINATED_VISIBLE_MS;
  return [...lane.environments.flatMap((environment) => environment.instances), ...lane.goneInstances].filter(
    ({ state, terminatedAt }) =>
      state !== "terminated" || (terminatedAt !== undefined && terminatedAt.getTime() > since),
  );
};

/** The tags Elastic Beanstalk and Auto Scaling put on each instance [DOC using-features.tagging], besides the user's own. */
const tagsOf = (instance: Instance): Readonly<Record<string, string>> => ({
  Name: instance.environmentName,
  "elasticbeanstalk:environment-id": instance.environmentId,
  "elasticbeanstalk:environment-name": instance.environmentName,
  "aws:autoscaling:groupName": instance.autoScalingGroupName,
  ...instance.tags,
});

/** Auto Scaling launches each instance in a reservation of its own. */
const reservationOf = ({ id }: Instance): string => id.replace(/^i-/, "r-");

/** EC2 gives whole seconds [REAL: examples of the AWS CLI]. */
const launchTimeOf = ({ launchedAt }: Instance): Date => new Date(Math.floor(launchedAt.getTime() / 1000) * 1000);

const ATTRIBUTES: Readonly<Record<string, (instance: Instance) => readonly string[]>> = {
  architecture: () => ["x86_64"],
  "launch-time": (instance) => [launchTimeOf(instance).toISOString()],
  "monitoring-state": () => ["disabled"],
  "reservation-id": (instance) => [reservationOf(instance)],
  "root-device-type": () => ["ebs"],
  tenancy: () => ["default"],
  "virtualization-type": () => ["hvm"],
  "instance-id": ({ id }) => [id],
  "instance-state-name": ({ state }) => [state],
  "instance-state-code": ({ state }) => [String(STATE_CODES[state])],
  "instance-type": ({ instanceType }) => [instanceType],
  "image-id": ({ imageId }) => [imageId],
  "availability-zone": ({ availabilityZone }) => [availabilityZone],
  "metadata-options.http-tokens": ({ httpTokens }) => [httpTokens],
  "metadata-options.http-endpoint": () => ["enabled"],
  "metadata-options.http-put-response-hop-limit": ({ hopLimit }) => [String(hopLimit)],
  "metadata-options.http-protocol-ipv4": () => ["enabled"],
  "metadata-options.http-protocol-ipv6": () => ["disabled"],
  "metadata-options.instance-metadata-tags": () => ["disabled"],
  "metadata-options.state": ({ state }) => [state === "pending" ? "pending" : "applied"],
  "tag-key": (instance) => Object.keys(tagsOf(instance)),
  "tag-value": (instance) => Object.values(tagsOf(instance)),
};

const checkInstanceFilter = (name: string): void => {
  if (/^tag:./.test(name) || name === "owner-id" || Object.hasOwn(ATTRIBUTES, name)) return;
  throw unplayedFilters.has(name) ? filterNotSimulated(name) : invalidFilter(name);
};

const instanceValues =
  (ownerId: string): FilterValues<Instance> =>
  (instance, name) => {
    if (name === "owner-id") return [ownerId];
    if (!name.startsWith("tag:")) return ATTRIBUTES[name]?.(instance);
    const key = name.slice("tag:".length);
    return Object.entries(tagsOf(instance)).flatMap(([tag, value]) => (tag === key ? [value] : []));
  };

const byId = <Thing extends { id: string }>(a: Thing, b: Thing): number => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

/** A page starts after the last id shown: instances replaced between two pages neither repeat nor hide others. */
const writeToken = (lastId: string, query: string): string => Buffer.from(`${query} ${lastId}`).toString("base64url");

const readToken = (token: string, query: string): string => {
  const [forQuery, lastId] = Buffer.from(token, "base64url").toString("utf8").split(" ");
  if (lastId === undefined || forQuery !== query) throw invalidEc2Token();
  return lastId;
};

const queryDigest = ({ Filters, InstanceIds }: DescribeInstancesCommandInput): string =>
  createHash("sha256")
    .update(JSON.stringify([Filters ?? [], InstanceIds ?? []]))
    .digest("hex")
    .slice(0, 16);

const checkPaging = ({ MaxResults, InstanceIds }: DescribeInstancesCommandInput): void => {
  if (MaxResults === undefined) return;
  if (InstanceIds !== undefined && InstanceIds.length > 0) throw idsWithMaxResults();
  if (MaxResults < MIN_PAGE) throw maxResultsTooSmall(MaxResults);
  if (MaxResults > MAX_PAGE) throw maxResultsTooLarge(MaxResults);
};

const chosenByIds = (instances: Instance[], ids: readonly string[]): Instance[] => {
  const malformed = ids.find((id) => !/^i-([0-9a-f]{8}|[0-9a-f]{17})$/.test(id));
  if (malformed !== undefined) throw malformedInstanceId(malformed);
  const chosen = instances.filter(({ id }) => ids.includes(id));
  const missing = ids.filter((id) => !chosen.some((instance) => instance.id === id));
  if (missing.length > 0) throw instancesNotFound(missing);
  return chosen;
};

const describeInstance = (instance: Instance): Ec2Instance => ({
  InstanceId: instance.id,
  ImageId: instance.imageId,
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the world holds real type names
  InstanceType: instance.instanceType as NonNullable<Ec2Instance["InstanceType"]>,
  LaunchTime: launchTimeOf(instance),
  State: { Code: STATE_CODES[instance.state], Name: instance.state },
  StateTransitionReason: instance.terminatedAt === undefined ? "" : "User initiated",
  Placement: { AvailabilityZone: instance.availabilityZone, GroupName: "", Tenancy: "default" },
  Monitoring: { State: "disabled" },
  Architecture: "x86_64",
  RootDeviceType: "ebs",
  VirtualizationType: "hvm",
  MetadataOptions: {
    State: instance.state === "pending" ? "pending" : "applied",
    HttpTokens: instance.httpTokens,
    HttpPutResponseHopLimit: instance.hopLimit,
    HttpEndpoint: "enabled",
    HttpProtocolIpv6: "disabled",
    InstanceMetadataTags: "disabled",
  },
  Tags: Object.entries(tagsOf(instance)).map(([Key, Value]) => ({ Key, Value })),
});

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInstances.html */
const describeInstances: Handler<DescribeInstancesCommandInput, DescribeInstancesCommandOutput> = (call, input) => {
  if (input.DryRun === true) throw dryRunOperation();
  checkPaging(input);
  const matches = matchesFilters(input.Filters ?? [], checkInstanceFilter, instanceValues(call.caller.account.id));
  const visible = visibleInstances(laneOf(call), call.now);
  const chosen =
    input.InstanceIds === undefined || input.InstanceIds.length === 0
      ? visible
      : chosenByIds(visible, input.InstanceIds);
  const query = queryDigest(input);
  const after = input.NextToken === undefined ? "" : readToken(input.NextToken, query);

  const rest = chosen.filter((instance) => instance.id > after && matches(instance)).toSorted(byId);
  const page = input.MaxResults === undefined ? rest : rest.slice(0, input.MaxResults);
  const last = page.at(-1);
  return {
    Reservations: page.map((instance) => ({
      ReservationId: reservationOf(instance),
      OwnerId: call.caller.account.id,
      Groups: [],
      Instances: [describeInstance(instance)],
    })),
    ...(last !== undefined && page.length < rest.length && { NextToken: writeToken(last.id, query) }),
  };
};

type Region = { name: string; optInStatus: "opt-in-not-required" | "opted-in" | "not-opted-in" };

/** A region that every account has needs no opting in; of the others those the account has a lane in are enabled. */
const regionFor = ({ world, caller }: Call, name: string): Region => {
  if (!isOptIn(name)) return { name, optInStatus: "opt-in-not-required" };
  const isEnabled = world.lanes.some(({ accountId, region }) => accountId === caller.account.id && region === name);
  return { name, optInStatus: isEnabled ? "opted-in" : "not-opted-in" };
};

const endpointOf = (region: string): string => `ec2.${region}.amazonaws.com`;

const REGION_VALUES: FilterValues<Region> = ({ name: region, optInStatus }, name) => {
  if (name === "region-name") return [region];
  if (name === "endpoint") return [endpointOf(region)];
  return name === "opt-in-status" ? [optInStatus] : undefined;
};

const ANY_REGION: Region = { name: "", optInStatus: "opt-in-not-required" };

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeRegions.html */
const describeRegions: Handler<DescribeRegionsCommandInput, DescribeRegionsCommandOutput> = (call, input) => {
  if (input.DryRun === true) throw dryRunOperation();
  const names = input.RegionNames ?? [];
  const known = [...new Set([...call.world.regions, ...OPT_IN_REGIONS])].map((name) => regionFor(call, name));
  const listed = known.filter(({ optInStatus }) => input.AllRegions === true || optInStatus !== "not-opted-in");
  const unknown = names.find((name) => !listed.some((region) => region.name === name));
  if (unknown !== undefined) throw invalidRegionName(unknown);
  const check = (name: string): void => {
    if (REGION_VALUES(ANY_REGION, name) === undefined) throw invalidFilter(name);
  };
  const matches = matchesFilters(input.Filters ?? [], check, REGION_VALUES);
  return {
    Regions: listed
      .filter((region) => (names.length === 0 || names.includes(region.name)) && matches(region))
      .map(({ name, optInStatus }) => ({ RegionName: name, Endpoint: endpointOf(name), OptInStatus: optInStatus })),
  };
};

/**
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_GetInstanceMetadataDefaults.html;
 * that a default never set is left out of the answer is [invented].
 */
const getInstanceMetadataDefaults: Handler<
  GetInstanceMetadataDefaultsCommandInput,
  GetInstanceMetadataDefaultsCommandOutput
> = (call, input) => {
  if (input.DryRun === true) throw dryRunOperation();
  const { metadataDefaults, httpTokensEnforced } = laneOf(call);
  const level: InstanceMetadataDefaultsResponse = { ManagedBy: "account" };
  if (metadataDefaults.httpTokens !== "no-preference") level.HttpTokens = metadataDefaults.httpTokens;
  if (metadataDefaults.hopLimit !== undefined) level.HttpPutResponseHopLimit = metadataDefaults.hopLimit;
  if (httpTokensEnforced) level.HttpTokensEnforced = "enabled";
  return { AccountLevel: level };
};

/** Amazon EC2, as far as the instances of Elastic Beanstalk need it. */
export const ec2: ServiceHandlers = {
  DescribeInstances: describeInstances,
  DescribeRegions: describeRegions,
  GetInstanceMetadataDefaults: getInstanceMetadataDefaults,
};
