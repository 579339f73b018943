import { evidenceOf, inEach } from "./evidence.ts";
import type { Evidence, Fact } from "./fact.ts";
import { byKey, distinct } from "./fact.ts";
import { membersOf } from "./members.ts";
import { familyOf, platformName, runsContainers } from "./platform-family.ts";
import type { LaneReading } from "./reading.ts";
import { mapped } from "./reading.ts";
import type { Tree } from "./tree.ts";
import { at, ENVIRONMENT_TAG, items, tagOf, text } from "./tree.ts";

/** Tags of AWS's own; others are the user's. */
const SYSTEM_TAG = /^(aws:|elasticbeanstalk:)|^Name$/;

function hopLimits(instances: readonly Tree[], environments: readonly Tree[]): (readonly [string, string])[] {
  const platforms = new Map(
    environments.map((environment) => [
      text(environment, "EnvironmentId"),
      platformName(text(environment, "SolutionStackName"), text(environment, "PlatformArn")),
    ]),
  );
  return instances.flatMap((instance) => {
    const platform = platforms.get(tagOf(instance, ENVIRONMENT_TAG));
    const limit = text(instance, "metadataOptions", "httpPutResponseHopLimit");
    if (platform === undefined || limit === undefined) return [];
    return [[`${familyOf(platform)}${runsContainers(platform) ? " with containers" : ""}`, limit] as const];
  });
}

/** What EC2 shows of the environments' instances, and of the account's defaults for new ones. */
export function instanceFacts(lanes: readonly LaneReading[]): Fact[] {
  const instances = (make: (all: readonly Tree[]) => Evidence) =>
    evidenceOf(
      inEach(lanes, (lane) => lane.instances),
      (lists) => make(lists.flat()),
    );
  return [
    {
      id: "instances.metadata-options",
      question: "Which members do an instance's MetadataOptions have?",
      evidence: instances((all) => ({
        kind: "members",
        members: membersOf(all.map((instance) => at(instance, "metadataOptions") ?? {})),
      })),
    },
    {
      id: "instances.values",
      question: "Which values do MetadataOptions hold?",
      evidence: instances((all) => ({
        kind: "entries",
        missing: "ignored",
        extra: "noted",
        entries: byKey(
          all.flatMap((instance) =>
            ["state", "httpTokens", "httpEndpoint", "httpProtocolIpv6", "instanceMetadataTags"].flatMap((member) => {
              const value = text(instance, "metadataOptions", member);
              return value === undefined ? [] : [[member, value] as const];
            }),
          ),
        ),
      })),
    },
    {
      id: "instances.hop-limit",
      question: "Which hop limit do instances have, by family of platforms?",
      evidence: evidenceOf(
        inEach(lanes, ({ instances: all, environments }) =>
          environments.ok ? mapped(all, (list) => hopLimits(list, environments.value)) : environments,
        ),
        (lists) => ({ kind: "entries", missing: "ignored", extra: "differs", entries: byKey(lists.flat()) }),
      ),
    },
    {
      id: "instances.tags",
      question: "Which tags of AWS's own do instances have?",
      evidence: instances((all) => ({
        kind: "members",
        members: membersOf(
          all.map((instance) =>
            Object.fromEntries(
              items(instance, "tagSet").flatMap((tag) => {
                const key = text(tag, "key") ?? "";
                return SYSTEM_TAG.test(key) ? [[key, "tag"]] : [];
              }),
            ),
          ),
        ),
      })),
    },
    {
      id: "instances.defaults",
      question: "Which members do the account's metadata defaults have?",
      evidence: evidenceOf(
        inEach(lanes, (lane) => lane.defaults),
        (all) => ({
          kind: "members",
          members: membersOf(all.flatMap((one) => at(one, "accountLevel") ?? [])),
        }),
      ),
    },
    {
      id: "instances.default-values",
      question: "How are the account's metadata defaults spelt?",
      evidence: evidenceOf(
        inEach(lanes, (lane) => lane.defaults),
        (all) => ({
          kind: "entries",
          missing: "ignored",
          extra: "noted",
          entries: byKey(
            all.flatMap((one) =>
              ["httpTokens", "httpTokensEnforced", "managedBy"].flatMap((member) => {
                const value = text(one, "accountLevel", member);
                return value === undefined ? [] : [[member, value] as const];
              }),
            ),
          ),
        }),
      ),
    },
  ];
}

type Seen = "no data" | "zeros" | "calls";

function seen(values: readonly number[]): Seen {
  if (values.length === 0) return "no data";
  return values.some((value) => value > 0) ? "calls" : "zeros";
}

/** What CloudWatch shows of the two IMDS metrics. */
export function metricFacts(lanes: readonly LaneReading[]): Fact[] {
  const readings = inEach(lanes, (lane) => lane.metrics);
  return [
    {
      id: "metrics.published",
      question: "Which of the two metrics does an instance publish, by what it enforces, and does it publish zeros?",
      evidence: evidenceOf(readings, (lists) => ({
        kind: "entries",
        missing: "ignored",
        extra: "differs",
        entries: byKey(
          lists
            .flat()
            .filter(({ dimension, statistic }) => dimension === "InstanceId" && statistic === "Sum")
            .map(({ metric, tokens, values }) => [`${metric}, tokens ${tokens ?? "unknown"}`, seen(values)] as const),
        ),
      })),
    },
    {
      id: "metrics.dimensions",
      question: "Are they published by AutoScalingGroupName, too?",
      evidence: evidenceOf(readings, (lists) => {
        const sums = lists.flat().filter(({ statistic }) => statistic === "Sum");
        const shown = sums.filter(({ values }) => values.length > 0);
        if (!shown.some(({ dimension }) => dimension === "InstanceId"))
          return { kind: "nothing", why: "no instance here published either metric within a day" };
        return { kind: "values", values: distinct(shown.map(({ metric, dimension }) => `${metric} by ${dimension}`)) };
      }),
    },
    {
      id: "metrics.listed",
      question: "By which dimensions does ListMetrics have them?",
      evidence: evidenceOf(
        inEach(lanes, (lane) => lane.dimensions),
        (lists) => ({
          kind: "values",
          values: distinct(lists.flat().map(([metric, names]) => `${metric} by ${names}`)),
        }),
      ),
    },
    {
      id: "metrics.samples",
      question: "How many samples does a metric have in five minutes?",
      evidence: evidenceOf(readings, (lists) => ({
        kind: "values",
        values: distinct(
          lists
            .flat()
            .filter(({ statistic }) => statistic === "SampleCount")
            .flatMap(({ values }) => values.map(String)),
        ),
      })),
    },
  ];
}
