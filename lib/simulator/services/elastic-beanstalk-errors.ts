/** Errors only Elastic Beanstalk answers with; tags as in `../errors.ts`. */

import { awsError, type AwsError } from "../errors.ts";

const invalidValue = (message: string): AwsError => awsError("InvalidParameterValue", 400, message);

/** [REAL] https://github.com/hashicorp/terraform-provider-aws/issues/32284; by name, also when found by id. */
export const notReady = (name: string): AwsError =>
  invalidValue(`Environment named ${name} is in an invalid state for this operation. Must be Ready.`);

/** [REAL] */
export const noEnvironmentNamed = (name: string): AwsError =>
  invalidValue(`No Environment found for EnvironmentName = '${name}'.`);

/** [3P] */
export const noEnvironmentWithId = (id: string): AwsError =>
  invalidValue(`No Environment found for EnvironmentId = '${id}'.`);

/** [3P] */
export const noApplicationNamed = (name: string): AwsError => invalidValue(`No Application named '${name}' found.`);

/** [MODEL] code; [invented] words. */
export const missingRequiredParameter = (names: string): AwsError =>
  awsError("MissingRequiredParameter", 400, `The request must contain one of the parameters: ${names}.`);

/** [REAL] https://github.com/ThoughtWorksStudios/eb_deployer/issues/44; several problems joined is [invented]. */
export const badOptions = (problems: readonly string[]): AwsError =>
  awsError("ConfigurationValidationException", 400, `Configuration validation exception: ${problems.join("; ")}`);

/** [DOC] command-options-general-eks: the code; [invented] words. */
export const namespaceNotForCluster = (namespace: string): AwsError =>
  awsError(
    "InvalidParameterValueException",
    400,
    `The namespace '${namespace}' is not supported for environments of the Cluster tier.`,
  );

/** [invented] The code follows the one for other states an operation does not fit. */
export const notAbortable = (name: string): AwsError =>
  invalidValue(`Environment named ${name} has no operation in progress that can be aborted.`);

/** [MODEL] code, from the description of UpdateEnvironment; [invented] words. */
export const releaseWithConfiguration = (): AwsError =>
  awsError(
    "InvalidParameterCombination",
    400,
    "VersionLabel cannot be combined with configuration settings in one update.",
  );

/** [DOC] environmentmgmt-updates-immutable: that it is an error; code and words are [invented]. */
export const immutableInCompany = (): AwsError =>
  awsError(
    "InvalidParameterCombination",
    400,
    "An immutable update cannot be combined with other configuration changes.",
  );

/** [invented] words. */
export const eitherOr = (one: string, other: string): AwsError =>
  awsError("InvalidParameterCombination", 400, `The parameters ${one} and ${other} cannot be used together.`);

/** [invented] Changes AWS knows and this simulator does not play. */
export const notSimulated = (parameter: string): AwsError =>
  awsError("InvalidParameterValue", 400, `The simulator does not play ${parameter}.`);

/** [invented] words. */
export const badPageToken = (): AwsError => invalidValue("The specified NextToken is invalid.");

/** [invented] words. */
export const noSuchPlatform = (parameter: string, value: string): AwsError =>
  invalidValue(`No Platform found for ${parameter} = '${value}'.`);

/** [MODEL] code and status; [invented] words. */
export const resourceNotFound = (arn: string): AwsError =>
  awsError("ResourceNotFoundException", 400, `Resource not found for arn '${arn}'.`);

/** [REAL] style of broken constraints: `1 validation error detected: Value '…' at 'environmentName' failed to satisfy constraint: …`. */
export const constraintProblem = (at: string, value: string | number, constraint: string): string =>
  `Value '${value}' at '${at}' failed to satisfy constraint: ${constraint}`;

/** [invented] words: the simulated applications have no saved configurations. */
export const noTemplateNamed = (application: string, template: string): AwsError =>
  invalidValue(`No Configuration Template named '${application}/${template}' found.`);
