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
    "elasticbeanstalk:ListTagsForResource",
    "ec2:DescribeInstances",
    "ec2:GetInstanceMetadataDefaults",
    "cloudwatch:GetMetricData",
  ],
  Resource: "*",
};

const CHANGE: Statement = {
  Sid: "ChangeEnvironments",
  Effect: "Allow",
  Action: [
    "elasticbeanstalk:UpdateEnvironment",
    "elasticbeanstalk:AbortEnvironmentUpdate",
    "elasticbeanstalk:ValidateConfigurationSettings",
  ],
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
const TAGS: Statement = {
  Sid: "TagLaunchTemplates",
  Effect: "Allow",
  Action: ["ec2:CreateTags"],
  Resource: "arn:aws:ec2:*:*:launch-template/*",
};

const policy = (Statement: Statement[]) => JSON.stringify({ Version: "2012-10-17", Statement }, null, 2);

/** What the dashboard needs to show everything, as an IAM policy document. */
export const READ_POLICY = policy([READ]);

/** The same with what it needs to change environments. */
export const CHANGE_POLICY = policy([READ, CHANGE, LAUNCH_TEMPLATES, TAGS]);
