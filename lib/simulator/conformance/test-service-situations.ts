import * as cloudWatchErrors from "../services/cloudwatch-errors.ts";
import * as ec2Errors from "../services/ec2-errors.ts";
import * as beanstalkErrors from "../services/elastic-beanstalk-errors.ts";
import * as organizationsErrors from "../services/organizations-errors.ts";
import * as stsErrors from "../services/sts-errors.ts";
import { REGION, type Ask, type ErrorStage, type Situation } from "./test-stage.ts";

const LAUNCH = "aws:autoscaling:launchconfiguration";
const TURN_OFF = { Namespace: LAUNCH, OptionName: "DisableIMDSv1", Value: "true" };
const LARGER = { Namespace: "aws:autoscaling:asg", OptionName: "MaxSize", Value: "9" };

const asker =
  (service: Ask["service"]) =>
  (operation: string, input: object, more: Partial<Ask> = {}): Ask => ({ service, operation, input, ...more });

/** What Elastic Beanstalk answers. */
export const beanstalkSituations = ({ lane, ready, busy, immutable }: ErrorStage) => {
  const eb = asker("elasticbeanstalk");
  const one = ready("al2");
  const named = { ApplicationName: one.applicationName, EnvironmentName: one.name };
  const update = (input: object): Ask => eb("UpdateEnvironment", { EnvironmentName: one.name, ...input });
  return {
    notReady: {
      ask: eb("UpdateEnvironment", { EnvironmentId: busy.id, OptionSettings: [TURN_OFF] }),
      answers: beanstalkErrors.notReady(busy.name),
    },
    noEnvironmentNamed: {
      ask: eb("UpdateEnvironment", { EnvironmentId: busy.id, EnvironmentName: "another", OptionSettings: [TURN_OFF] }),
      answers: beanstalkErrors.noEnvironmentNamed("another"),
    },
    noEnvironmentWithId: {
      ask: eb("DescribeEnvironmentResources", { EnvironmentId: "e-nobody" }),
      answers: beanstalkErrors.noEnvironmentWithId("e-nobody"),
    },
    noApplicationNamed: {
      ask: eb("DescribeConfigurationSettings", { ...named, ApplicationName: "nothing" }),
      answers: beanstalkErrors.noApplicationNamed("nothing"),
    },
    noTemplateNamed: {
      ask: eb("DescribeConfigurationSettings", { ApplicationName: one.applicationName, TemplateName: "saved" }),
      answers: beanstalkErrors.noTemplateNamed(one.applicationName, "saved"),
    },
    noSolutionStackNamed: {
      ask: eb("DescribeConfigurationOptions", { SolutionStackName: "64bit Amazon Linux 2017.03" }),
      answers: beanstalkErrors.noSolutionStackNamed("64bit Amazon Linux 2017.03"),
    },
    noPlatform: {
      ask: eb("DescribeConfigurationOptions", { PlatformArn: "arn:aws:elasticbeanstalk:::platform/none" }),
      answers: beanstalkErrors.noPlatform("arn:aws:elasticbeanstalk:::platform/none"),
    },
    missingRequiredParameter: {
      ask: eb("UpdateEnvironment", { OptionSettings: [TURN_OFF] }),
      answers: beanstalkErrors.missingRequiredParameter("EnvironmentName, EnvironmentId"),
    },
    eitherOr: {
      ask: eb("DescribeConfigurationSettings", { ...named, TemplateName: "saved" }),
      answers: beanstalkErrors.eitherOr("EnvironmentName", "TemplateName"),
    },
    releaseWithConfiguration: {
      ask: update({ VersionLabel: "v2", OptionSettings: [TURN_OFF] }),
      answers: beanstalkErrors.releaseWithConfiguration(),
    },
    immutableInCompany: {
      ask: eb("UpdateEnvironment", { EnvironmentId: immutable.id, OptionSettings: [TURN_OFF, LARGER] }),
      answers: beanstalkErrors.immutableInCompany(),
    },
    badOptions: {
      ask: update({
        OptionSettings: [
          { ...TURN_OFF, Value: "maybe" },
          { ...TURN_OFF, OptionName: "DisableIMDSv3" },
        ],
      }),
      answers: beanstalkErrors.badOptions(
        [
          `Invalid option value: 'maybe' (Namespace: '${LAUNCH}', OptionName: 'DisableIMDSv1'): Value is not one of the allowed values: [true, false]`,
          `Invalid option specification (Namespace: '${LAUNCH}', OptionName: 'DisableIMDSv3'): Unknown configuration setting.`,
        ].join("; "),
      ),
    },
    namespaceNotForCluster: {
      ask: eb("UpdateEnvironment", { EnvironmentName: ready("eks").name, OptionSettings: [TURN_OFF] }),
      answers: beanstalkErrors.namespaceNotForCluster(LAUNCH),
    },
    notAbortable: {
      ask: eb("AbortEnvironmentUpdate", { EnvironmentId: one.id }),
      answers: beanstalkErrors.notAbortable(one.name),
    },
    notSimulated: { ask: update({ GroupName: "green" }), answers: beanstalkErrors.notSimulated("GroupName") },
    badPageToken: {
      ask: eb("DescribeEvents", { NextToken: "nonsense" }),
      answers: beanstalkErrors.badPageToken(),
    },
    resourceNotFound: {
      ask: eb("ListTagsForResource", { ResourceArn: `${one.arn}-gone` }),
      answers: beanstalkErrors.resourceNotFound(`${one.arn}-gone`),
    },
    resourceTypeNotSupported: {
      ask: eb("ListTagsForResource", { ResourceArn: `arn:aws:iam::${lane.accountId}:user/somebody` }),
      answers: beanstalkErrors.resourceTypeNotSupported(),
    },
  } satisfies Record<string, Situation>;
};

/** What EC2 answers. */
export const ec2Situations = () => {
  const instances = (input: object): Ask => asker("ec2")("DescribeInstances", input);
  const nobody = "i-00000000000000000";
  const nobodyElse = "i-00000000";
  return {
    maxResultsTooSmall: { ask: instances({ MaxResults: 4 }), answers: ec2Errors.maxResultsTooSmall(4) },
    maxResultsTooLarge: { ask: instances({ MaxResults: 1001 }), answers: ec2Errors.maxResultsTooLarge(1001) },
    idsWithMaxResults: {
      ask: instances({ MaxResults: 5, InstanceIds: [nobody] }),
      answers: ec2Errors.idsWithMaxResults(),
    },
    invalidFilter: {
      ask: instances({ Filters: [{ Name: "colour", Values: ["green"] }] }),
      answers: ec2Errors.invalidFilter("colour"),
    },
    filterNotSimulated: {
      ask: instances({ Filters: [{ Name: "vpc-id", Values: ["vpc-1"] }] }),
      answers: ec2Errors.filterNotSimulated("vpc-id"),
    },
    tooManyFilterValues: {
      ask: instances({ Filters: [{ Name: "instance-id", Values: Array.from({ length: 201 }, String) }] }),
      answers: ec2Errors.tooManyFilterValues(),
    },
    instanceNotFound: { ask: instances({ InstanceIds: [nobody] }), answers: ec2Errors.instanceNotFound(nobody) },
    severalInstancesNotFound: {
      ask: instances({ InstanceIds: [nobody, nobodyElse] }),
      answers: ec2Errors.severalInstancesNotFound(`${nobody}, ${nobodyElse}`),
    },
    malformedInstanceId: {
      ask: instances({ InstanceIds: ["web-1"] }),
      answers: ec2Errors.malformedInstanceId("web-1"),
    },
    invalidEc2Token: { ask: instances({ NextToken: "nonsense" }), answers: ec2Errors.invalidEc2Token() },
    invalidRegionName: {
      ask: asker("ec2")("DescribeRegions", { RegionNames: [REGION, "eu-nowhere-1"] }),
      answers: ec2Errors.invalidRegionName("eu-nowhere-1"),
    },
    dryRunOperation: { ask: instances({ DryRun: true }), answers: ec2Errors.dryRunOperation() },
  } satisfies Record<string, Situation>;
};

/** What STS answers. */
export const stsSituations = ({ simulator, session }: ErrorStage) => {
  const [user] = simulator.world.accounts;
  const role = { RoleArn: user?.roleArn ?? "", ExternalId: user?.externalId, RoleSessionName: "conformance" };
  const assume = (input: object, more: Partial<Ask> = {}): Ask =>
    asker("sts")("AssumeRole", { ...role, ...input }, more);
  const noRole = "arn:aws:iam::123456789012:user/somebody";
  return {
    invalidRoleArn: { ask: assume({ RoleArn: noRole }), answers: stsErrors.invalidRoleArn(noRole) },
    assumeRoleDenied: {
      ask: assume({ ExternalId: "guess" }),
      answers: stsErrors.assumeRoleDenied(`arn:aws:iam::${user?.id}:user/${user?.alias}`, role.RoleArn),
    },
    exceedsMaxSession: { ask: assume({ DurationSeconds: 3601 }), answers: stsErrors.exceedsMaxSession() },
    roleChainingTooLong: {
      ask: assume({ DurationSeconds: 7200 }, { credentials: session }),
      answers: stsErrors.roleChainingTooLong(),
    },
  } satisfies Record<string, Situation>;
};

/** What CloudWatch answers. */
export const cloudWatchSituations = () => {
  const EndTime = new Date(Math.floor(Date.now() / 1000) * 1000);
  const StartTime = new Date(EndTime.getTime() - 3_600_000);
  const stat = { Metric: { Namespace: "AWS/EC2", MetricName: "MetadataNoToken" }, Period: 300, Stat: "Sum" };
  const query = { Id: "q", MetricStat: stat };
  const at = "MetricDataQueries.member.1";
  const ask = (input: object): Ask =>
    asker("monitoring")("GetMetricData", { StartTime, EndTime, MetricDataQueries: [query], ...input });
  const queries = (...MetricDataQueries: object[]): Ask => ask({ MetricDataQueries });
  return {
    noQueries: { ask: queries(), answers: cloudWatchErrors.noQueries() },
    tooManyQueries: {
      ask: queries(...Array.from({ length: 501 }, (_, index) => ({ Id: `q${index}`, Expression: "q" }))),
      answers: cloudWatchErrors.tooManyQueries(),
    },
    equalTimes: { ask: ask({ StartTime: EndTime }), answers: cloudWatchErrors.equalTimes() },
    startAfterEnd: {
      ask: ask({ StartTime: EndTime, EndTime: StartTime }),
      answers: cloudWatchErrors.startAfterEnd(),
    },
    idsNotUnique: { ask: queries(query, query), answers: cloudWatchErrors.idsNotUnique() },
    badQueryId: { ask: queries({ ...query, Id: "Q" }), answers: cloudWatchErrors.badQueryId("Q", at) },
    neitherMetricNorExpression: {
      ask: queries({ ...query, Expression: "1 + 1" }),
      answers: cloudWatchErrors.neitherMetricNorExpression(at),
    },
    noExpressions: { ask: queries({ Id: "q", Expression: "1 + 1" }), answers: cloudWatchErrors.noExpressions(at) },
    badStatistic: {
      ask: queries({ Id: "q", MetricStat: { ...stat, Stat: "Total" } }),
      answers: cloudWatchErrors.badStatistic(at),
    },
    badPeriod: {
      ask: queries({ Id: "q", MetricStat: { ...stat, Period: 45 } }),
      answers: cloudWatchErrors.badPeriod(45, at),
    },
    badMaxDatapoints: { ask: ask({ MaxDatapoints: 100_801 }), answers: cloudWatchErrors.badMaxDatapoints(100_801) },
    badTimezone: {
      ask: ask({ LabelOptions: { Timezone: "Europe/Berlin" } }),
      answers: cloudWatchErrors.badTimezone("Europe/Berlin"),
    },
    invalidNextToken: { ask: ask({ NextToken: "nonsense" }), answers: cloudWatchErrors.invalidNextToken() },
  } satisfies Record<string, Situation>;
};

/** What Organizations answers. */
export const organizationsSituations = ({ apart }: ErrorStage) => {
  const list = asker("organizations");
  return {
    organizationsDenied: {
      ask: list("ListAccounts", {}, { account: 1 }),
      answers: organizationsErrors.organizationsDenied(),
    },
    organizationsNotInUse: {
      ask: list("ListAccounts", {}, { at: apart }),
      answers: organizationsErrors.organizationsNotInUse(),
    },
    invalidAccountsToken: {
      ask: list("ListAccounts", { NextToken: "nonsense" }),
      answers: organizationsErrors.invalidAccountsToken(),
    },
  } satisfies Record<string, Situation>;
};
