/** Errors only Elastic Beanstalk answers with. */

import { errorOf } from "../errors.ts";

export const notReady = errorOf({
  situation: "UpdateEnvironment: an environment that is not Ready; by its name, also when asked by id",
  code: "InvalidParameterValue",
  status: 400,
  message: "Environment named {name} is in an invalid state for this operation. Must be Ready.",
  source: "[REAL] https://github.com/hashicorp/terraform-provider-aws/issues/32284",
});

export const noEnvironmentNamed = errorOf({
  situation: "no living environment has the name, or the id and the name given belong to different ones",
  code: "InvalidParameterValue",
  status: 400,
  message: "No Environment found for EnvironmentName = '{name}'.",
  source:
    "[REAL] for a name, https://github.com/aws-samples/ec2-classic-resource-finder/issues/11; [invented] for the second",
});

export const noEnvironmentWithId = errorOf({
  situation: "no living environment has the id",
  code: "InvalidParameterValue",
  status: 400,
  message: "No Environment found for EnvironmentId = '{id}'.",
  source: "[REAL] https://github.com/Securing-DevOps/invoicer-chapter2/issues/186",
});

export const noApplicationNamed = errorOf({
  situation: "no application has the name",
  code: "InvalidParameterValue",
  status: 400,
  message: "No Application named '{name}' found.",
  source: "[REAL] https://github.com/einaregilsson/beanstalk-deploy/issues/63",
});

export const noTemplateNamed = errorOf({
  situation: "a saved configuration; the simulated applications have none",
  code: "InvalidParameterValue",
  status: 400,
  message: "No Configuration Template named '{application}/{template}' found.",
  source: "[REAL] https://github.com/EvidentSolutions/gradle-beanstalk-plugin/issues/25",
});

export const noSolutionStackNamed = errorOf({
  situation: "DescribeConfigurationOptions: no solution stack has the name",
  code: "InvalidParameterValue",
  status: 400,
  message: "No Solution Stack named '{name}' found.",
  source: "[REAL] https://github.com/meteor-up/mup-aws-beanstalk/issues/2",
});

export const noPlatform = errorOf({
  situation: "DescribeConfigurationOptions: no platform has the ARN",
  code: "InvalidParameterValue",
  status: 400,
  message: "No Platform found for PlatformArn = '{arn}'.",
  source: "[invented] words",
});

export const missingRequiredParameter = errorOf({
  situation: "none of several members of which one is needed",
  code: "MissingRequiredParameter",
  status: 400,
  message: "The request must contain one of the parameters: {names}.",
  source: "[MODEL] code, from UpdateEnvironment; [invented] words",
});

export const eitherOr = errorOf({
  situation: "two members of which only one may be given",
  code: "InvalidParameterCombination",
  status: 400,
  message: "The parameters {one} and {other} cannot be used together.",
  source: "[MODEL] code, from DescribeConfigurationSettings; [invented] words",
});

export const releaseWithConfiguration = errorOf({
  situation: "UpdateEnvironment: a new version together with option settings",
  code: "InvalidParameterCombination",
  status: 400,
  message: "VersionLabel cannot be combined with configuration settings in one update.",
  source: "[MODEL] code, from UpdateEnvironment; [invented] words",
});

export const immutableInCompany = errorOf({
  situation: "UpdateEnvironment: an immutable replacement together with other changes",
  code: "InvalidParameterCombination",
  status: 400,
  message: "An immutable update cannot be combined with other configuration changes.",
  source: "[DOC] environmentmgmt-updates-immutable: that it is an error; [invented] code and words",
});

export const badOptions = errorOf({
  situation: "UpdateEnvironment: options that the platform does not know, or values that they cannot have",
  code: "ConfigurationValidationException",
  status: 400,
  message: "Configuration validation exception: {problems, joined by '; '}",
  source: "[REAL] https://github.com/ThoughtWorksStudios/eb_deployer/issues/44; several joined is [invented]",
});

export const namespaceNotForCluster = errorOf({
  situation: "options of instances for an environment of the Cluster tier",
  code: "InvalidParameterValueException",
  status: 400,
  message: "The namespace '{namespace}' is not supported for environments of the Cluster tier.",
  source: "[DOC] command-options-general-eks: code; [invented] words",
});

export const notAbortable = errorOf({
  situation: "AbortEnvironmentUpdate: nothing that can be aborted is in progress",
  code: "InvalidParameterValue",
  status: 400,
  message: "Environment named {name} is in an invalid state for this operation. Must be pending deployment.",
  source: "[REAL] https://github.com/aws/aws-elastic-beanstalk-cli-setup/issues/144",
});

export const notSimulated = errorOf({
  situation: "UpdateEnvironment: changes that the simulator does not play",
  code: "InvalidParameterValue",
  status: 400,
  message: "The simulator does not play {parameter}.",
  source: "[invented]",
});

export const badPageToken = errorOf({
  situation: "a `NextToken` of another question, or none of ours",
  code: "InvalidParameterValue",
  status: 400,
  message: "The specified NextToken is invalid.",
  source: "[invented] code and words",
});

export const resourceNotFound = errorOf({
  situation: "ListTagsForResource: nothing has the ARN",
  code: "ResourceNotFoundException",
  status: 400,
  message: "Resource not found for arn '{arn}'.",
  source: "[MODEL] code and status; [invented] words",
});

export const resourceTypeNotSupported = errorOf({
  situation: "ListTagsForResource: an ARN that is not one of Elastic Beanstalk's kinds",
  code: "ResourceTypeNotSupportedException",
  status: 400,
  message: "The type of the specified Amazon Resource Name (ARN) isn't supported for this operation.",
  source: "[MODEL]",
});
