import { GetInstanceMetadataDefaultsCommand } from "@aws-sdk/client-ec2";
import {
  DescribeConfigurationSettingsCommand,
  DescribeEnvironmentResourcesCommand,
  ListTagsForResourceCommand,
} from "@aws-sdk/client-elastic-beanstalk";
import { pickEnvironments } from "./pick.ts";
import { readEnvironments, readEvents, readInstances } from "./probe-lists.ts";
import { readDimensions, readMetrics } from "./probe-metrics.ts";
import type { Asked, MorePlatforms } from "./probe-platforms.ts";
import { readPlatforms } from "./probe-platforms.ts";
import { readRefusals } from "./probe-refusals.ts";
import type { EnvironmentReading, LaneReading } from "./reading.ts";
import { mapped } from "./reading.ts";
import type { Redactor } from "./redact.ts";
import { settingsOf } from "./settings-reading.ts";
import type { Target } from "./target.ts";
import type { Tree } from "./tree.ts";
import { ENVIRONMENT_TAG, tagOf, text } from "./tree.ts";

/** How much is looked at. */
export type Scope = {
  /** Only this environment, by name. */
  environment?: string | undefined;
  /** Per region: settings, resources and tags are a call each. */
  maxEnvironments: number;
  /** Platforms to ask about besides those that run: none, all that AWS offers (one of each family), or these stacks. */
  platforms: MorePlatforms;
  validate: boolean;
  /** Whether this is the lane that is asked what is the same everywhere: how requests are refused, what AWS offers. */
  leads: boolean;
  asked: Asked;
  /** Says what is being read. */
  progress: (what: string) => void;
};

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
    settings: mapped(settings, (answer) => settingsOf(answer, redactor)),
    resources,
    tags,
  };
}

/** Takes environments or events and lets the redactor learn the names in them. */
function learnNames(named: readonly Tree[], redactor: Redactor): void {
  for (const one of named) {
    redactor.learn(text(one, "EnvironmentName"), "<environment>");
    redactor.learn(text(one, "ApplicationName"), "<application>");
    redactor.learn(text(one, "VersionLabel"), "<version>");
    redactor.learn(text(one, "TemplateName"), "<template>");
    redactor.learn(text(one, "EnvironmentId"), "<environment id>");
  }
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
  learnNames(described, redactor);
  const picked = pickEnvironments(described, scope.maxEnvironments);
  const looked: EnvironmentReading[] = [];
  for (const [index, environment] of picked.entries()) {
    progress(`settings, ${index + 1} of ${picked.length} environments`);
    looked.push(await readEnvironment(target, environment, redactor));
  }
  const platforms = await readPlatforms(target, described, { ...scope, listing: scope.leads }, progress);
  progress("events");
  const events = await readEvents(target, scope.environment);
  // Of terminated environments nothing else tells the names.
  if (events.ok) learnNames(events.value, redactor);
  progress("instances");
  const allInstances = await readInstances(target);
  const ids = new Set(described.map((environment) => text(environment, "EnvironmentId")));
  const instances = mapped(allInstances, (list) =>
    scope.environment === undefined ? list : list.filter((instance) => ids.has(tagOf(instance, ENVIRONMENT_TAG))),
  );
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
    ...platforms,
    events,
    instances,
    defaults,
    metrics: await readMetrics(target, instances),
    dimensions: await readDimensions(target),
    refusals: scope.leads ? await readRefusals(target, described, scope) : [],
    readAt: new Date(),
  };
}
