import { services } from "./catalog.ts";
import { errorTable } from "./error-table.ts";

/** Errors of AWS's that the simulator never answers with, by the reason; [MODEL] codes and status unless they say otherwise. */
export const NOT_ANSWERED: readonly { why: string; errors: readonly string[] }[] = [
  {
    why: "The simulator has no IAM: whoever has an account's keys may do everything in it. What a missing permission for launch templates leads to is played, as events of the update.",
    errors: [
      "`AccessDenied` 403, `User: … is not authorized to perform: elasticbeanstalk:… on resource: …` ([REAL] for CreateApplicationVersion, https://github.com/jenkinsci/aws-beanstalk-publisher-plugin/issues/10)",
      "`InsufficientPrivilegesException` 403, `You do not have permission to perform the 's3:CreateBucket' action. …` ([REAL] https://github.com/codeship/documentation/issues/338)",
    ],
  },
  {
    why: "No quota is reached.",
    errors: [
      "`TooManyBucketsException` 400",
      "`TooManyApplicationsException`, `TooManyConfigurationTemplatesException`, `TooManyEnvironmentsException`, `TooManyPlatformsException`, `TooManyTagsException` 400",
      "`TooManyApplicationVersionsException`, no status known",
    ],
  },
  {
    why: "The operations that answer with them are not played.",
    errors: [
      "`CodeBuildNotInServiceRegionException`, `InvalidRequestException`, `ManagedActionInvalidStateException`, `PlatformVersionStillReferencedException`, `S3LocationNotInServiceRegionException`, `S3SubscriptionRequiredException` 400",
      "`OperationInProgressFailure` 400 (modelled as OperationInProgressException; a busy environment answers `InvalidParameterValue`)",
      "`SourceBundleDeletionFailure` 400 (modelled as SourceBundleDeletionException)",
      "`ElasticBeanstalkServiceException`, no status known",
      "STS: `MalformedPolicyDocument`, `PackedPolicyTooLarge` 400, `RegionDisabledException` 403: session policies and tags are taken and have no effect",
    ],
  },
];

/** The pages of AWS's documentation that sources name. */
export const PAGES: Readonly<Record<string, string>> = {
  AssumeRole: "https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html",
  "command-options-general-eks":
    "https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/command-options-general-eks.html",
  CommonErrors: "https://docs.aws.amazon.com/elasticbeanstalk/latest/api/CommonErrors.html",
  DescribeInstances: "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInstances.html",
  "EC2 error codes": "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html",
  "environmentmgmt-updates-immutable":
    "https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/environmentmgmt-updates-immutable.html",
  GetMetricData: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html",
  "SigV4 troubleshooting": "https://docs.aws.amazon.com/IAM/latest/UserGuide/signature-v4-troubleshooting.html",
};

const DIFFERENCES: readonly string[] = [
  "An operation that is not in the table of those played is refused as one that the service does not have, by whoever may call it.",
  "UpdateEnvironment changes option settings and the description; VersionLabel, TemplateName, SolutionStackName, PlatformArn, Tier and GroupName are refused.",
  "There is no IAM: permissions, session policies, tags, MFA and source identities change nothing. A role is assumed by whoever knows its external id.",
  "Presigned URLs and signatures in the query string are not understood: such a request counts as unsigned. SigV4A and compressed bodies are not understood either. A request must carry `X-Amz-Date`: AWS takes `Date` in its place.",
  "A role's maximum session is an hour, as where nobody has set another.",
  "One endpoint serves all regions and accounts, over HTTP, under any path; the signature tells them apart. There are no FIPS or dual-stack endpoints.",
  "The rates of throttling are invented; AWS publishes none for Elastic Beanstalk.",
  "CloudWatch answers the same codes for a refused signature in all three protocols; what AWS sends in AWS JSON and CBOR was not found. Organizations answers them too, and for a broken constraint; AWS's own there are others (`TooManyRequestsException`, `InvalidInputException`).",
  "ListAccounts shows four accounts a page unless told otherwise, and an empty page before each further one; AWS does so now and then. `Status`, which AWS has retired, is left out. The organization's role in a member account is `OrganizationAccountAccessRole`, and it trusts the management account only.",
  "CloudWatch knows `MetadataNoToken` and `MetadataNoTokenRejected` by `InstanceId`, the five plain statistics, and neither expressions nor labels with placeholders. Other metrics are empty series.",
  "Event lines of launch templates, aborts and rolling batches are invented.",
  "A page token is good for the same question only, for ever; AWS's wording for a bad one was not found.",
  "Several wrong options are reported together, joined by semicolons; an option set twice to different values, or set and removed, is refused. What AWS does was not found.",
  "An environment that is named by an id and a name of different environments is not found; what AWS answers was not found.",
  "DescribeInstances leaves out what Elastic Beanstalk's instances do not need: networks, volumes, security groups. A filter for what is left out is refused as not played.",
  "DescribeRegions knows the simulated regions and, with `AllRegions`, a few that nobody opted in to. Of the simulated regions that need opting in only the first account has any. `IncludeManagedResources` of DescribeInstances changes nothing: no simulated instance is managed.",
  "An `EndpointURL` leads nowhere: the names of load balancers and the addresses are made up, and no instance shows them. That a worker shows its CNAME is invented.",
  "An application has the versions that its environments run, and no saved configurations; applications have no tags.",
];

const cell = (text: string): string => text.replaceAll("|", String.raw`\|`).replaceAll("\n", " ");

/** The error table for people, as Markdown. */
export const errorDocument = (): string =>
  [
    "# Errors of the simulator",
    "",
    "Every error the simulated AWS answers with. The table is made from the rows in `lib/simulator` that the errors themselves are made from, and each row is provoked by a test over HTTP (`lib/simulator/conformance`), by the AWS CLI too where the CLI can get there. After a change of a row: `npx vitest run lib/simulator/error-table.test.ts -u`.",
    "",
    "Sources: **[DOC]** a page of AWS documentation · **[MODEL]** the service model · **[REAL]** output of AWS that others published · **[3P]** a third party's word, or general knowledge without one · **[INFER]** deduced · **[invented]** nothing was found. `{…}` is filled in. The pages:",
    "",
    ...Object.entries(PAGES).map(([name, url]) => `- ${name}: ${url}`),
    "",
    "## Operations that are played",
    "",
    "| service | signing name | operations |",
    "| --- | --- | --- |",
    ...services.map(
      ({ name, signingName, handlers }) =>
        `| ${name} | \`${signingName}\` | ${Object.keys(handlers).toSorted().join(", ")} |`,
    ),
    ...errorTable.flatMap(({ who, rows }) => [
      "",
      `## ${who}`,
      "",
      "| situation | code | HTTP | message | source |",
      "| --- | --- | --- | --- | --- |",
      ...rows.map(
        ({ row }) =>
          `| ${cell(row.situation)} | \`${row.code}\` | ${row.status} | \`${cell(row.message)}\` | ${cell(row.source)} |`,
      ),
    ]),
    "",
    "## Errors of AWS that the simulator never answers with",
    ...NOT_ANSWERED.flatMap(({ why, errors }) => ["", why, "", ...errors.map((error) => `- ${error}`)]),
    "",
    "## Where the simulator is known to differ from AWS",
    "",
    ...DIFFERENCES.map((difference) => `- ${difference}`),
    "",
  ].join("\n");
