import { evidenceOf, ofLooked } from "./evidence.ts";
import type { Evidence, Fact } from "./fact.ts";
import { byKey, distinct } from "./fact.ts";
import { membersOf } from "./members.ts";
import { familyOf, platformName } from "./platform-family.ts";
import type { EnvironmentReading, LaneReading, Setting, SettingsSet } from "./reading.ts";
import { mapped } from "./reading.ts";
import { KEPT, LAUNCH } from "./settings-reading.ts";
import type { Tree } from "./tree.ts";
import { items, text } from "./tree.ts";

type Looked = { environment: EnvironmentReading; sets: readonly SettingsSet[] };

const keyOf = ({ namespace, name }: Setting): string => `${namespace}/${name}`;

function isCluster(environment: Tree): boolean {
  return text(environment, "Tier", "Name") === "Cluster";
}

function deployed(sets: readonly SettingsSet[]): readonly Setting[] {
  return sets.find(({ status }) => status === "deployed")?.settings ?? [];
}

function familyOfEnvironment({ description }: EnvironmentReading): string {
  return familyOf(platformName(text(description, "SolutionStackName"), text(description, "PlatformArn")));
}

/** What an environment launches its instances from, by DescribeEnvironmentResources. */
function launchKind({ resources }: EnvironmentReading): string {
  if (!resources.ok) return "unknown";
  const list = (name: string) =>
    items(resources.value, "DescribeEnvironmentResourcesResult", "EnvironmentResources", name).length;
  if (list("LaunchTemplates") > 0) return "launch template";
  return list("LaunchConfigurations") > 0 ? "launch configuration" : "neither";
}

function valueWords({ value }: Setting): string {
  if (value === undefined) return "no Value";
  return typeof value === "string" ? `${value} Value` : `Value ${value.text}`;
}

/** In which order the options of a set come; more than one may fit. */
function ordersOf(settings: readonly Setting[]): string {
  const by: readonly (readonly [string, (setting: Setting) => string])[] = [
    ["namespace, then name", keyOf],
    ["namespace", ({ namespace }) => namespace],
    ["name", ({ name }) => name],
    ["resource name", ({ resourceName }) => resourceName ?? ""],
  ];
  const known = settings.filter(({ namespace }) => namespace !== "another");
  const fits = by.find(([, of]) => known.every((one, index) => index === 0 || of(known[index - 1] ?? one) <= of(one)));
  return fits === undefined ? "no order by namespace, name or resource" : `by ${fits[0]}`;
}

/** What DescribeConfigurationSettings shows of the environments looked at. */
export function settingsFacts(lanes: readonly LaneReading[]): Fact[] {
  const from = (make: (looked: readonly Looked[]) => Evidence): Evidence =>
    evidenceOf(
      ofLooked(lanes, (environment) => mapped(environment.settings, (sets) => ({ environment, sets }))),
      make,
    );
  const withInstances = (looked: readonly Looked[]) =>
    looked.filter(({ environment }) => !isCluster(environment.description));
  return [
    {
      id: "settings.sets",
      question: "Which sets (deployed, pending, failed) come, and in which order?",
      evidence: from((looked) => ({
        kind: "values",
        values: distinct(looked.map(({ sets }) => sets.map(({ status }) => status).join(", then "))),
      })),
    },
    {
      id: "settings.members",
      question: "Which members do a set and its options have (dates in whole seconds, no Value when unset)?",
      evidence: from((looked) => ({
        kind: "members",
        members: membersOf(looked.flatMap(({ sets }) => sets.map(({ members }) => members))),
      })),
    },
    {
      id: "settings.disable-imdsv1",
      question: "How does DisableIMDSv1 appear on each family of platforms?",
      evidence: from((looked) => ({
        kind: "entries",
        missing: "ignored",
        extra: "differs",
        entries: byKey(
          withInstances(looked).map(({ environment, sets }) => {
            const found = deployed(sets).find((setting) => keyOf(setting) === KEPT);
            const words =
              found === undefined
                ? "not there"
                : `${valueWords(found)}, ${found.resourceName === undefined ? "no ResourceName" : found.resourceName}`;
            return [familyOfEnvironment(environment), words] as const;
          }),
        ),
      })),
    },
    {
      id: "settings.unset",
      question: "Is there an option with an empty Value, rather than none?",
      evidence: from((looked) => ({
        kind: "entries",
        missing: "ignored",
        extra: "noted",
        entries: byKey(
          withInstances(looked).flatMap(({ sets }) =>
            deployed(sets)
              .filter(({ namespace }) => namespace !== "another")
              .map((setting) => [keyOf(setting), setting.value === "empty" ? "empty" : "none or text"] as const),
          ),
        ),
      })),
    },
    {
      id: "settings.resource-names",
      question: "Which ResourceName does each option come with, by what launches the instances?",
      evidence: from((looked) => ({
        kind: "entries",
        missing: "ignored",
        extra: "noted",
        entries: byKey(
          withInstances(looked).flatMap(({ environment, sets }) =>
            deployed(sets)
              .filter((setting) => setting.namespace !== "another" && keyOf(setting) !== KEPT)
              .map((setting) => {
                const kind = setting.namespace === LAUNCH ? launchKind(environment) : "any";
                return [`${kind}: ${keyOf(setting)}`, setting.resourceName ?? "no ResourceName"] as const;
              }),
          ),
        ),
      })),
    },
    {
      id: "settings.launch-kind",
      question: "Does the ResourceName of launch options tell a launch template from a launch configuration?",
      evidence: from((looked) => ({
        kind: "values",
        values: distinct(
          withInstances(looked).flatMap(({ environment, sets }) => {
            const names = distinct(
              deployed(sets)
                .filter(({ namespace }) => namespace === LAUNCH)
                .flatMap(({ resourceName }) =>
                  // Other resources say nothing of how instances are launched.
                  resourceName !== undefined && /Launch/.test(resourceName) ? resourceName : [],
                ),
            );
            const kind = launchKind(environment);
            return kind === "unknown" ? [] : `${kind}: ${names.length === 0 ? "none" : names.join(", ")}`;
          }),
        ),
      })),
    },
    {
      id: "settings.order",
      question: "In which order do a set's options come?",
      evidence: from((looked) => ({
        kind: "values",
        values: distinct(looked.map(({ sets }) => ordersOf(deployed(sets)))),
      })),
    },
  ];
}
