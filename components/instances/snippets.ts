import { IMDS_OPTION } from "#lib/imds/posture.ts";
import type { Methods } from "#lib/imds/posture.ts";
import { changeArguments, shellWord } from "#lib/rollouts/as-code.ts";

/** What the commands need to know of an environment. */
export type SnippetSubject = {
  region: string;
  environmentId: string;
  name: string;
  application: string;
  platformArn: string | null;
};

function command(head: string, options: readonly (readonly [string, string])[]): string {
  return [head, ...options.map(([name, value]) => `  ${name} ${value}`)].join(" \\\n");
}

const { namespace, optionName } = IMDS_OPTION;

/** Takes an environment and methods and gives the AWS CLI command that sets the option, by id: names can be reused. */
export function updateCommand(subject: SnippetSubject, methods: Methods): string {
  return command("aws elasticbeanstalk update-environment", [
    ["--region", shellWord(subject.region)],
    ["--environment-id", shellWord(subject.environmentId)],
    changeArguments({ kind: "set", methods }),
  ]);
}

/** Takes an environment and gives the AWS CLI command that removes the override, so that files or the default speak again. */
export function removeCommand(subject: SnippetSubject): string {
  return command("aws elasticbeanstalk update-environment", [
    ["--region", shellWord(subject.region)],
    ["--environment-id", shellWord(subject.environmentId)],
    changeArguments({ kind: "remove" }),
  ]);
}

/**
 * Takes an environment and gives the AWS CLI command that prints the deployed value (`None` where it is not set). The
 * query is what keeps the application's own environment variables out of the terminal.
 */
export function readSettingCommand(subject: SnippetSubject): string {
  const query = [
    "ConfigurationSettings[?DeploymentStatus=='deployed'].OptionSettings[]",
    `[?Namespace=='${namespace}' && OptionName=='${optionName}'].Value`,
    "[0]",
  ].join(" | ");
  return command("aws elasticbeanstalk describe-configuration-settings", [
    ["--region", shellWord(subject.region)],
    ["--application-name", shellWord(subject.application)],
    ["--environment-name", shellWord(subject.name)],
    ["--query", `"${query}"`],
    ["--output", "text"],
  ]);
}

/** Takes an environment and gives the AWS CLI command that lists what its running instances enforce. */
export function readInstancesCommand(subject: SnippetSubject): string {
  return command("aws ec2 describe-instances", [
    ["--region", shellWord(subject.region)],
    ["--filters", `Name=tag:elasticbeanstalk:environment-id,Values=${shellWord(subject.environmentId)}`],
    ["--query", `"Reservations[].Instances[].[InstanceId,State.Name,MetadataOptions.HttpTokens]"`],
    ["--output", "table"],
  ]);
}

/** Takes an environment as the model and methods and gives the AWS CLI command that creates another with the option set. */
export function createCommand(subject: SnippetSubject, methods: Methods): string {
  return command("aws elasticbeanstalk create-environment", [
    ["--region", shellWord(subject.region)],
    ["--application-name", shellWord(subject.application)],
    ["--environment-name", "NEW-ENVIRONMENT"],
    ["--platform-arn", subject.platformArn === null ? "PLATFORM-ARN" : shellWord(subject.platformArn)],
    changeArguments({ kind: "set", methods }),
  ]);
}
