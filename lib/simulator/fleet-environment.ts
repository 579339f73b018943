import { DESCRIPTIONS, PRODUCTS, STAGES, SUFFIXES } from "./fleet-names.ts";
import { PLATFORMS } from "./platforms.ts";
import { chanceOf, environmentIdOf, launchTemplateIdOf, secretOf, seedOf, stackSuffixOf } from "./random.ts";
import type { Chance } from "./random.ts";
import { newInstance } from "./instances.ts";
import type { Tokens } from "./instances.ts";
import { DISABLE_IMDSV1, launchOf, tokensOf } from "./update.ts";
import type {
  Environment,
  ImdsV1Use,
  Lane,
  OptionKey,
  OptionValues,
  Platform,
  PlatformFamily,
  World,
} from "./world.ts";

const DAY = 24 * 60 * 60_000;

/** How common each family is, of 100. */
const FAMILIES: readonly [PlatformFamily, number][] = [
  ["al2", 58],
  ["al2023", 24],
  ["windows-2019", 5],
  ["windows-2022", 4],
  ["al1", 4],
  ["eks", 5],
];

/** The health status that goes with a colour where nothing else is known. */
export const HEALTH_STATUS: Record<Environment["health"], Environment["healthStatus"]> = {
  Green: "Ok",
  Yellow: "Warning",
  Red: "Severe",
  Grey: "No Data",
};

function weighted<T>(chance: Chance, choices: readonly (readonly [T, number])[]): T {
  let left = chance.fraction() * choices.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [choice, weight] of choices) {
    left -= weight;
    if (left < 0) return choice;
  }
  return chance.pick(choices)[0];
}

function platformFor(chance: Chance): Platform {
  const family = weighted(chance, FAMILIES);
  return chance.pick(PLATFORMS.filter((platform) => platform.family === family));
}

/** A name that no other living environment of the lane has, added to those taken; at most 40 characters. */
function nameFor(
  chance: Chance,
  taken: Set<string>,
): { product: (typeof PRODUCTS)[number]; stage: (typeof STAGES)[number]; component: string; name: string } {
  for (let round = 0; ; round++) {
    const product = chance.pick(PRODUCTS);
    const component = chance.pick(product.components);
    const stage = weighted(
      chance,
      STAGES.map((candidate) => [candidate, candidate.weight] as const),
    );
    // Names grow a number only when a lane is so full that the usual ones are gone.
    const suffix = round < 20 ? chance.pick(SUFFIXES.slice(0, 1 + Math.floor(round / 2))) : `-${round}`;
    const name = `${product.application}-${component}-${stage.name}${suffix}`;
    if (taken.has(name)) continue;
    taken.add(name);
    return { product, component, stage, name };
  }
}

function optionsFor(chance: Chance, platform: Platform, singleInstance: boolean, capacity: number): OptionValues {
  const values: OptionValues = {
    "aws:autoscaling:launchconfiguration/InstanceType": chance.pick([
      "t3.small",
      "t3.medium",
      "m5.large",
      "t2.micro",
      "c6i.large",
    ]),
    "aws:autoscaling:launchconfiguration/IamInstanceProfile": "aws-elasticbeanstalk-ec2-role",
    "aws:autoscaling:asg/MinSize": String(capacity),
    "aws:autoscaling:asg/MaxSize": String(singleInstance ? 1 : capacity * 2),
    "aws:elasticbeanstalk:environment/EnvironmentType": singleInstance ? "SingleInstance" : "LoadBalanced",
  };
  const set = (name: string, value: string) => {
    const key: OptionKey = `aws:autoscaling:updatepolicy:rollingupdate/${name}`;
    values[key] = value;
  };
  const policy = weighted(
    chance,
    singleInstance
      ? ([
          ["none", 6],
          ["Immutable", 2],
        ] as const)
      : ([
          ["none", 3],
          ["Health", 5],
          ["Time", 2],
          ["Immutable", 4],
        ] as const),
  );
  if (policy !== "none") {
    set("RollingUpdateEnabled", "true");
    set("RollingUpdateType", policy);
    if (policy !== "Immutable") {
      set("MaxBatchSize", "1");
      set("MinInstancesInService", String(Math.max(1, capacity - 1)));
    }
  }
  const choice =
    platform.disableImdsV1Default === undefined
      ? "unset"
      : weighted(chance, [
          ["unset", 82],
          ["true", 10],
          ["false", 8],
        ] as const);
  if (choice !== "unset") values[DISABLE_IMDSV1] = choice;
  return values;
}

/** [DOC environment-platform-update-managed] Managed updates need enhanced health; the console sets a day and hour at random. */
function managedUpdatesOf(chance: Chance): OptionValues {
  if (!chance.happens(0.4)) return {};
  const day = chance.pick(["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]);
  const two = (number: number) => String(number).padStart(2, "0");
  return {
    "aws:elasticbeanstalk:healthreporting:system/SystemType": "enhanced",
    "aws:elasticbeanstalk:managedactions/ManagedActionsEnabled": "true",
    "aws:elasticbeanstalk:managedactions/PreferredStartTime": `${day}:${two(chance.whole(0, 23))}:${two(chance.whole(0, 59))}`,
    "aws:elasticbeanstalk:managedactions:platformupdate/UpdateLevel": chance.happens(0.8) ? "minor" : "patch",
    "aws:elasticbeanstalk:managedactions:platformupdate/InstanceRefreshEnabled": String(chance.happens(0.15)),
  };
}

/** Some environments were tagged with care, some in a hurry, and some never. */
function tagsOf(
  chance: Chance,
  { team, costCenter }: (typeof PRODUCTS)[number],
  stage: string,
  inJapanese: boolean,
): Record<string, string> {
  const tags: Record<string, string> = {};
  if (chance.happens(0.12)) return tags;
  tags["Team"] = team;
  if (chance.happens(0.9)) tags["Stage"] = stage;
  if (chance.happens(0.75)) tags["CostCenter"] = costCenter;
  if (inJapanese) tags["担当"] = "基盤チーム";
  return tags;
}

function imdsUseOf(chance: Chance): ImdsV1Use {
  return weighted(chance, [
    ["silent", 60],
    ["calls", 28],
    ["unreported", 12],
  ] as const) === "silent"
    ? { kind: "reported", callsPerHour: 0 }
    : chance.happens(0.7)
      ? { kind: "reported", callsPerHour: chance.pick([2, 12, 60, 240, 1200]) }
      : { kind: "unreported" };
}

/** Takes a lane and the names taken there, and gives one more environment for it, with its instances. */
export function makeEnvironment({
  world,
  lane,
  chance,
  taken,
  now,
}: {
  world: World;
  lane: Lane;
  chance: Chance;
  taken: Set<string>;
  now: Date;
}): Environment {
  const platform = platformFor(chance);
  const cluster = platform.family === "eks";
  const { product, component, stage, name } = nameFor(chance, taken);
  const id = environmentIdOf(chance);
  const singleInstance = !cluster && (stage.tag !== "production" || chance.happens(0.1)) && chance.happens(0.55);
  const desiredCapacity = cluster ? 0 : singleInstance ? 1 : chance.whole(2, stage.tag === "production" ? 5 : 3);
  // What is drawn apart leaves the rest of a seed's fleet as it is.
  const apart = chanceOf(seedOf(`${world.seed}/${id}/managed-updates-and-tags`));
  const deployed = cluster
    ? {}
    : { ...optionsFor(chance, platform, singleInstance, desiredCapacity), ...managedUpdatesOf(apart) };
  // Setting the option to true is one of the ways to a launch template [DOC]; newer platforms begin with one.
  const template =
    deployed[DISABLE_IMDSV1] === "true" || (platform.family === "al2023" ? chance.happens(0.9) : chance.happens(0.35));
  const status = weighted(chance, [
    ["Ready", 93],
    ["Updating", 3],
    ["Terminating", 2],
    ["Launching", 2],
  ] as const);
  const health =
    status === "Launching"
      ? "Grey"
      : weighted(chance, [
          ["Green", 88],
          ["Yellow", 5],
          ["Red", 4],
          ["Grey", 3],
        ] as const);
  const worker = ["worker", "batch", "nightly", "ingest", "mailer", "sync"].includes(component);
  const createdAt = new Date(now.getTime() - chance.whole(40, 1400) * DAY);
  const environment: Environment = {
    id,
    name,
    arn: `arn:aws:elasticbeanstalk:${lane.region}:${lane.accountId}:environment/${product.application}/${name}`,
    applicationName: product.application,
    description: chance.pick(DESCRIPTIONS),
    tier: cluster
      ? { name: "Cluster", type: "EKS", version: "1.0" }
      : worker
        ? { name: "Worker", type: "SQS/HTTP", version: "3.0" }
        : { name: "WebServer", type: "Standard", version: "1.0" },
    platform,
    versionLabel: `${product.application}-${chance.whole(100, 4999)}`,
    cname: `${name}.${id.slice(2)}.${lane.region}.elasticbeanstalk.com`,
    status,
    health,
    healthStatus: HEALTH_STATUS[health],
    abortable: status === "Updating",
    createdAt,
    updatedAt: new Date(now.getTime() - chance.whole(1, 39 * 24) * 3_600_000),
    terminatedAt: undefined,
    singleInstance,
    launches: template ? "launch-template" : "launch-configuration",
    launchId: template
      ? launchTemplateIdOf(chance)
      : `awseb-${id}-stack-AWSEBAutoScalingLaunchConfiguration-${stackSuffixOf(chance)}`,
    desiredCapacity,
    deployed,
    draft: undefined,
    variables: {
      NODE_ENV: stage.tag,
      DATABASE_URL: `postgres://${product.application}:${secretOf(chance)}@db.internal/${product.application}`,
      API_SECRET: `sk_live_${secretOf(chance)}`,
    },
    tags: tagsOf(apart, product, stage.tag, chance.happens(0.2)),
    instances: [],
    fate: "succeeds",
    operation: undefined,
  };
  if (!cluster && status === "Ready" && chance.happens(0.02)) {
    environment.draft = {
      status: "failed",
      values: { ...deployed, "aws:autoscaling:launchconfiguration/InstanceType": "t9.mega" },
    };
  }
  const tokens = tokensOf(environment, deployed);
  // Somebody changed some instances behind Elastic Beanstalk's back.
  const drifted: Tokens | undefined = chance.happens(0.04)
    ? tokens === "required"
      ? "optional"
      : "required"
    : undefined;
  const use = imdsUseOf(chance);
  for (let count = 0; count < (status === "Launching" ? 0 : desiredCapacity); count++) {
    const launchedAt = new Date(environment.updatedAt.getTime() - chance.whole(0, 20) * 3_600_000);
    const launch = launchOf(environment, deployed);
    const instance = newInstance(
      world,
      lane,
      environment,
      count === 0 && drifted !== undefined ? { ...launch, tokens: drifted } : launch,
      launchedAt,
    );
    instance.imdsV1Use = use;
    // Docker needs a second hop; Elastic Beanstalk has no option for it.
    instance.hopLimit = platform.name.startsWith("Docker") || platform.name.startsWith("ECS") ? 2 : 1;
    environment.instances.push(instance);
  }
  // A tag that changed since the launch need not be on what was launched before.
  const [, second] = environment.instances;
  if (second?.tags["Team"] !== undefined && apart.happens(0.1)) second.tags = { ...second.tags, Team: "platform" };
  return environment;
}
