import { IMDS_OPTION, optionValueOf } from "#lib/imds/posture.ts";
import type { Methods } from "#lib/imds/posture.ts";
import type { Change, Target } from "./target.ts";

const SAFE = /^[A-Za-z0-9_@%+=:,./-]+$/u;

/** Takes a word and gives it as a POSIX shell argument: as it is where that is safe, else in single quotes. */
export function shellWord(word: string): string {
  return SAFE.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

const { namespace, optionName } = IMDS_OPTION;

/** Takes a change and gives the arguments of `update-environment` that make it: the option set, or its override removed. */
export function changeArguments(change: Change): readonly [option: string, value: string] {
  const option = `Namespace=${namespace},OptionName=${optionName}`;
  return change.kind === "remove"
    ? ["--options-to-remove", option]
    : ["--option-settings", `${option},Value=${optionValueOf(change.methods)}`];
}

/** Takes methods and gives the `option_settings` block of a file in `.ebextensions`; AWS: environments-cfg-ec2-imds. */
export function optionSettingsYaml(methods: Methods): string {
  return ["option_settings:", `  ${namespace}:`, `    ${optionName}: ${optionValueOf(methods)}`].join("\n");
}

/** Takes methods and gives the `setting` block of Terraform's aws_elastic_beanstalk_environment. */
export function terraformSetting(methods: Methods): string {
  return [
    "setting {",
    `  namespace = "${namespace}"`,
    `  name      = "${optionName}"`,
    `  value     = "${optionValueOf(methods)}"`,
    "}",
  ].join("\n");
}

/** What a command must know of an environment. */
type Commanded = Pick<Target, "accountId" | "region" | "environmentId" | "change">;

/** By code unit: the same on every machine, whatever its language. */
const order = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

function updateCommand({ region, environmentId, change }: Commanded): string {
  return [
    "aws elasticbeanstalk update-environment",
    `--environment-id ${shellWord(environmentId)}`,
    ...changeArguments(change),
    `--region ${shellWord(region)}`,
  ].join(" ");
}

/** Commands that take the credentials of one account, for one region. */
export type CommandGroup = { accountId: string; region: string; commands: string[] };

/**
 * Takes targets, in any order, and gives the AWS CLI command of each, on a line of its own, by account and region. They name
 * environments by id, for names can be used again.
 */
export function updateCommands(targets: readonly Commanded[]): CommandGroup[] {
  const lanes = Map.groupBy(targets, ({ accountId, region }) => `${accountId} ${region}`);
  return [...lanes]
    .toSorted(([one], [other]) => order(one, other))
    .flatMap(([, members]) => {
      const sorted = members.toSorted((one, other) => order(one.environmentId, other.environmentId));
      const [first] = sorted;
      if (first === undefined) return [];
      return { accountId: first.accountId, region: first.region, commands: sorted.map(updateCommand) };
    });
}

/** Takes groups of commands and gives them as one script, a comment over each group. */
export function commandScript(groups: readonly CommandGroup[]): string {
  return groups
    .map(({ accountId, region, commands }) => [`# ${accountId} ${region} (${commands.length})`, ...commands].join("\n"))
    .join("\n\n");
}

/** A change with how many of the targets it is made of. */
export type CountedChange = { change: Change; count: number };

/** Takes targets and gives the changes among them, each once: a way back may need several. */
export function changesOf(targets: readonly Pick<Target, "change">[]): CountedChange[] {
  const kinds = Map.groupBy(targets, ({ change }) => (change.kind === "set" ? change.methods : change.kind));
  return [...kinds.values()].flatMap((members) => {
    const [first] = members;
    return first === undefined ? [] : { change: first.change, count: members.length };
  });
}
