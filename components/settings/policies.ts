import type { Partition } from "#lib/imds/partition.ts";

type Statement = { Sid: string; Effect: "Allow"; Action: string[]; Resource: string | string[] };

const READ: Statement = {
  Sid: "SeeEnvironmentsAndInstances",
  Effect: "Allow",
  Action: [
    "elasticbeanstalk:DescribeEnvironments",
    "elasticbeanstalk:DescribeConfigurationSettings",
    "elasticbeanstalk:DescribeConfigurationOptions",
    "elasticbeanstalk:DescribeEnvironmentResources",
    "elasticbeanstalk:DescribeEvents",
    // It checks a value and sets none: a plan asks it.
    "elasticbeanstalk:ValidateConfigurationSettings",
    "ec2:DescribeInstances",
    "ec2:DescribeRegions",
    "ec2:GetInstanceMetadataDefaults",
    "cloudwatch:GetMetricData",
  ],
  Resource: "*",
};

const CHANGE: Statement = {
  Sid: "ChangeEnvironments",
  Effect: "Allow",
  Action: ["elasticbeanstalk:UpdateEnvironment", "elasticbeanstalk:AbortEnvironmentUpdate"],
  Resource: "*",
};

// AWS: environments-cfg-autoscaling-launch-templates. The names of an older list there (…Versions, …Template) are no API's names.
const LAUNCH_TEMPLATES: Statement = {
  Sid: "LaunchTemplates",
  Effect: "Allow",
  Action: [
    "ec2:RunInstances",
    "ec2:CreateLaunchTemplate",
    "ec2:CreateLaunchTemplateVersion",
    "ec2:DeleteLaunchTemplate",
    "ec2:DeleteLaunchTemplateVersions",
    "ec2:DescribeLaunchTemplates",
    "ec2:DescribeLaunchTemplateVersions",
  ],
  Resource: "*",
};

// Missing from AWS's list, and refused without it in practice: aws/elastic-beanstalk-roadmap 343.
const tags = (partition: Partition): Statement => ({
  Sid: "TagLaunchTemplates",
  Effect: "Allow",
  Action: ["ec2:CreateTags"],
  Resource: `arn:${partition}:ec2:*:*:launch-template/*`,
});

const actInAccounts = (Resource: Statement["Resource"]): Statement => ({
  Sid: "ActInAccounts",
  Effect: "Allow",
  Action: ["sts:AssumeRole"],
  Resource,
});

const policy = (Statement: Statement[]) => JSON.stringify({ Version: "2012-10-17", Statement }, null, 2);

/** What the dashboard needs to show everything, as an IAM policy document. */
export const READ_POLICY = policy([READ]);

/** The same with what it needs to change environments, in the partition's own ARNs. */
export function changePolicy(partition: Partition): string {
  return policy([READ, CHANGE, LAUNCH_TEMPLATES, tags(partition)]);
}

/**
 * What the server's own identity needs to find an organization's accounts and to act in them by the role of that name; it
 * must be of the management account or of a delegated administrator.
 */
export function discoveryPolicy(partition: Partition, roleName: string): string {
  return policy([
    { Sid: "FindAccounts", Effect: "Allow", Action: ["organizations:ListAccounts"], Resource: "*" },
    actInAccounts(`arn:${partition}:iam::*:role/${roleName}`),
  ]);
}

/** What the server's own identity needs to act in accounts by roles of these ARNs. */
export function assumePolicy(roleArns: readonly string[]): string {
  return policy([actInAccounts([...new Set(roleArns)].toSorted())]);
}
