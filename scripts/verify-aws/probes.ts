import {
  DescribeConfigurationOptionsCommand,
  DescribeConfigurationSettingsCommand,
  DescribeEnvironmentResourcesCommand,
  DescribeEnvironmentsCommand,
  DescribeEventsCommand,
  ListAvailableSolutionStacksCommand,
  ListTagsForResourceCommand,
} from "@aws-sdk/client-elastic-beanstalk";
import { DescribeInstancesCommand, GetInstanceMetadataDefaultsCommand } from "@aws-sdk/client-ec2";
import { readDimensions, readMetrics } from "./probe-metrics.ts";
import { readRefusals } from "./probe-refusals.ts";
import { pickEnvironments, pickVaried } from "./pick.ts";
import { familyOf, platformName } from "./platform-family.ts";
import type { EnvironmentReading, LaneReading, PlatformReading, Reading } from "./reading.ts";
import type { Redactor } from "./redact.ts";
import { LAUNCH, settingsOf } from "./settings-reading.ts";
import type { Target } from "./target.ts";
import type { Tree } from "./tree.ts";
import { ENVIRONMENT_TAG, items, tagOf, text } from "./tree.ts";

/** How much is looked at. */
export type Scope = {
  /** Only this environment, by name. */
  environment?: string | undefined;
  /** Per region: settings, resources and tags are a call each. */
  maxEnvironments: number;
  /** Platforms to ask about besides those that run: none, all that AWS offers (one of each family), or these stacks. */
  platforms: "none" | "offered" | readonly string[];
  validate: boolean;
  /** Whether this is the lane that is sent what cannot succeed: one is enough. */
  refusals: boolean;
  /** Platforms asked about already, in any region: they are the same everywhere. */
  asked: Set<string>;
  /** Says what is being read. */
  progress: (what: string) => void;
};

const PAGE = 1_000;
const MAX_PAGES = 20;
const SIX_WEEKS_MS = 6 * 7 * 86_400_000;

type Page = { list: readonly Tree[]; next: string | undefined };

/** Reads pages until there are no more; a refusal in between is the whole answer. */
async function pages(read: (token: string | undefined) => Promise<Reading<Page>>): Promise<Reading<Tree[]>> {
  const list: Tree[] = [];
  let token: string | undefined;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const reading = await read(token);
    if (!reading.ok) return reading;
    list.push(...reading.value.list);
    token = reading.value.next;
    if (token === undefined || token === "") break;
  }
  return { ok: true, value: list };
}

function pageOf(reading: Reading<Tree>, list: (tree: Tree) => Page): Reading<Page> {
  return reading.ok ? { ok: true, value: list(reading.value) } : reading;
}

function readEnvironments({ tree, beanstalk }: Target, name: string | undefined): Promise<Reading<Tree[]>> {
  return pages(async (NextToken) =>
    pageOf(
      await tree("elasticbeanstalk:DescribeEnvironments", () =>
        beanstalk.send(
          new DescribeEnvironmentsCommand({
            IncludeDeleted: false,
            MaxRecords: PAGE,
            NextToken,
            ...(name === undefined ? {} : { EnvironmentNames: [name] }),
          }),
        ),
      ),
      (answer) => ({
        list: items(answer, "DescribeEnvironmentsResult", "Environments"),
        next: text(answer, "DescribeEnvironmentsResult", "NextToken"),
      }),
    ),
  );
}

function readEvents({ tree, beanstalk }: Target, name: string | undefined): Promise<Reading<Tree[]>> {
  const StartTime = new Date(Date.now() - SIX_WEEKS_MS);
  return pages(async (NextToken) =>
    pageOf(
      await tree("elasticbeanstalk:DescribeEvents", () =>
        beanstalk.send(new DescribeEventsCommand({ StartTime, MaxRecords: PAGE, NextToken, EnvironmentName: name })),
      ),
      (answer) => ({
        list: items(answer, "DescribeEventsResult", "Events"),
        next: text(answer, "DescribeEventsResult", "NextToken"),
      }),
    ),
  );
}

function readInstances({ tree, ec2 }: Target): Promise<Reading<Tree[]>> {
  return pages(async (NextToken) =>
    pageOf(
      await tree("ec2:DescribeInstances", () =>
        ec2.send(
          new DescribeInstancesCommand({
            Filters: [
              { Name: "tag-key", Values: [ENVIRONMENT_TAG] },
              { Name: "instance-state-name", Values: ["pending", "running"] },
            ],
            MaxResults: PAGE,
            NextToken,
          }),
        ),
      ),
      (answer) => ({
        list: items(answer, "reservationSet").flatMap((reservation) => items(reservation, "instancesSet")),
        next: text(answer, "nextToken"),
      }),
    ),
  );
}

async function readEnvironment(
  { tree, beanstalk }: Target,
  description: Tree,
  redactor: Redactor,
): Promise<EnvironmentReading> {
  const EnvironmentName = text(description, "EnvironmentName");
  const ApplicationName = text(description, "ApplicationName");
  const settings = await tree("elasticbeanstalk:DescribeConfigurationSettings", () =>
    beanstalk.send(new DescribeConfigurationSettingsCommand({ ApplicationName, EnvironmentName })),
  );
  const resources = await tree("elasticbeanstalk:DescribeEnvironmentResources", () =>
    beanstalk.send(new DescribeEnvironmentResourcesCommand({ EnvironmentName })),
  );
  const tags = await tree("elasticbeanstalk:ListTagsForResource", () =>
    beanstalk.send(new ListTagsForResourceCommand({ ResourceArn: text(description, "EnvironmentArn") })),
  );
  return {
    description,
    settings: settings.ok ? { ok: true, value: settingsOf(settings.value, redactor) } : settings,
    resources,
    tags,
  };
}

type PlatformKey = { name: string; key: { PlatformArn?: string | undefined; SolutionStackName?: string | undefined } };

async function readPlatform({ tree, beanstalk }: Target, { name, key }: PlatformKey): Promise<PlatformReading> {
  const options = async (Options?: { Namespace: string; OptionName: string }[]): Promise<Reading<readonly Tree[]>> => {
    const reading = await tree("elasticbeanstalk:DescribeConfigurationOptions", () =>
      beanstalk.send(new DescribeConfigurationOptionsCommand({ ...key, Options })),
    );
    return reading.ok
      ? { ok: true, value: items(reading.value, "DescribeConfigurationOptionsResult", "Options") }
      : reading;
  };
  return { name, all: await options(), imdsOnly: await options([{ Namespace: LAUNCH, OptionName: "DisableIMDSv1" }]) };
}

function platformOf(environment: Tree): PlatformKey {
  const PlatformArn = text(environment, "PlatformArn");
  const SolutionStackName = text(environment, "SolutionStackName");
  const name = platformName(SolutionStackName, PlatformArn);
  return { name, key: PlatformArn === undefined || PlatformArn === "" ? { SolutionStackName } : { PlatformArn } };
}

/** Platforms that need not run anywhere; of those AWS offers one of every family, the newest: AWS lists it first. */
async function morePlatforms({ ask, beanstalk }: Target, { platforms, refusals }: Scope): Promise<PlatformKey[]> {
  const keyed = (name: string): PlatformKey => ({ name, key: { SolutionStackName: name } });
  if (platforms !== "offered") return platforms === "none" ? [] : platforms.map(keyed);
  // The same everywhere, so one lane is enough.
  if (!refusals) return [];
  const reading = await ask("elasticbeanstalk:ListAvailableSolutionStacks", () =>
    beanstalk.send(new ListAvailableSolutionStacksCommand({})),
  );
  const names = reading.ok ? (reading.value.SolutionStacks ?? []) : [];
  const families = new Set(names.map(familyOf)).size;
  return pickVaried(names, families, familyOf).map(keyed);
}

/**
 * Reads all there is to ask about in one lane, one call after the other. AWS's refusals are part of the reading; throws
 * only for what is no answer of AWS, `NotAllowedError` among it.
 */
export async function readLane(
  target: Target,
  accountId: string,
  redactor: Redactor,
  scope: Scope,
): Promise<LaneReading> {
  const { progress } = scope;
  redactor.learn(accountId, "<account>");
  progress("environments");
  const environments = await readEnvironments(target, scope.environment);
  const described = environments.ok ? environments.value : [];
  for (const environment of described) {
    redactor.learn(text(environment, "EnvironmentName"), "<environment>");
    redactor.learn(text(environment, "ApplicationName"), "<application>");
    redactor.learn(text(environment, "VersionLabel"), "<version>");
    redactor.learn(text(environment, "EnvironmentId"), "<environment id>");
  }
  const picked = pickEnvironments(described, scope.maxEnvironments);
  const looked: EnvironmentReading[] = [];
  for (const [index, environment] of picked.entries()) {
    progress(`settings, ${index + 1} of ${picked.length} environments`);
    looked.push(await readEnvironment(target, environment, redactor));
  }
  const wanted = [...described.map(platformOf), ...(await morePlatforms(target, scope))];
  const platforms: PlatformReading[] = [];
  for (const platform of wanted) {
    if (scope.asked.has(platform.name)) continue;
    scope.asked.add(platform.name);
    progress(`options of platform ${scope.asked.size}`);
    platforms.push(await readPlatform(target, platform));
  }
  progress("events");
  const events = await readEvents(target, scope.environment);
  progress("instances");
  const allInstances = await readInstances(target);
  const ids = new Set(described.map((environment) => text(environment, "EnvironmentId")));
  const instances: Reading<Tree[]> =
    allInstances.ok && scope.environment !== undefined
      ? { ok: true, value: allInstances.value.filter((instance) => ids.has(tagOf(instance, ENVIRONMENT_TAG))) }
      : allInstances;
  const defaults = await target.tree("ec2:GetInstanceMetadataDefaults", () =>
    target.ec2.send(new GetInstanceMetadataDefaultsCommand({})),
  );
  progress("metrics");
  return {
    region: target.region,
    accountId,
    redactor,
    environments,
    looked,
    platforms,
    events,
    instances,
    defaults,
    metrics: await readMetrics(target, instances),
    dimensions: await readDimensions(target),
    refusals: scope.refusals ? await readRefusals(target, described, scope) : [],
    readAt: new Date(),
  };
}
