/** Errors only EC2 answers with. */

import { errorOf, type AwsError } from "../errors.ts";

export const maxResultsTooSmall = errorOf({
  situation: "DescribeInstances: `MaxResults` below 5",
  code: "InvalidParameterValue",
  status: 400,
  message: "Value ( {value} ) for parameter maxResults is invalid. Expecting a value greater than 5.",
  source: "[REAL] https://github.com/aws/aws-sdk-ruby/pull/2575: says greater than 5 and accepts 5",
});

export const maxResultsTooLarge = errorOf({
  situation: "DescribeInstances: `MaxResults` above 1000",
  code: "InvalidParameterValue",
  status: 400,
  message: "Value ( {value} ) for parameter maxResults is invalid. Expecting a value less than or equal to 1000.",
  source: "[DOC] DescribeInstances: limit; [invented] words",
});

export const idsWithMaxResults = errorOf({
  situation: "DescribeInstances: `MaxResults` together with `InstanceIds`",
  code: "InvalidParameterCombination",
  status: 400,
  message: "The parameter instancesSet cannot be used with the parameter maxResults",
  source: "[REAL] https://github.com/getmoto/moto/issues/6282",
});

export const invalidFilter = errorOf({
  situation: "an unknown filter name",
  code: "InvalidParameterValue",
  status: 400,
  message: "The filter '{name}' is invalid",
  source: "[REAL] https://github.com/aws/aws-cli/issues/7225",
});

export const filterNotSimulated = errorOf({
  situation: "DescribeInstances: a filter that EC2 has and the simulator does not play",
  code: "InvalidParameterValue",
  status: 400,
  message: "The simulator does not play the filter '{name}'.",
  source: "[invented]",
});

export const tooManyFilterValues = errorOf({
  situation: "more than 200 filter values in one call",
  code: "FilterLimitExceeded",
  status: 400,
  message: "The maximum number of filter values specified on a single call is 200",
  source: "[REAL] https://github.com/gjbae1212/gossm/issues/47",
});

export const instanceNotFound = errorOf({
  situation: "DescribeInstances: an id that nothing has",
  code: "InvalidInstanceID.NotFound",
  status: 400,
  message: "The instance ID '{id}' does not exist",
  source: "[REAL] https://github.com/aws/aws-sdk-java/issues/911",
});

export const severalInstancesNotFound = errorOf({
  situation: "DescribeInstances: several ids that nothing has",
  code: "InvalidInstanceID.NotFound",
  status: 400,
  message: "The instance IDs '{ids, joined by commas}' do not exist",
  source: "[REAL] https://github.com/getmoto/moto/issues/4903",
});

/** The error for ids that nothing has; there is at least one. */
export const instancesNotFound = (ids: readonly string[]): AwsError =>
  ids.length === 1 ? instanceNotFound(ids.join()) : severalInstancesNotFound(ids.join(", "));

export const malformedInstanceId = errorOf({
  situation: "DescribeInstances: an id that is not one",
  code: "InvalidInstanceID.Malformed",
  status: 400,
  message: 'Invalid id: "{id}"',
  source: "[REAL] https://github.com/ClusterLabs/cluster-glue/pull/29; [DOC] EC2 error codes: status",
});

export const invalidEc2Token = errorOf({
  situation: "DescribeInstances: a `NextToken` of another question, or none of ours",
  code: "InvalidPaginationToken",
  status: 400,
  message: "The specified pagination token is not valid.",
  source: "[DOC] EC2 error codes: code; [invented] words",
});

export const invalidRegionName = errorOf({
  situation: "DescribeRegions: a region that does not exist, or without `AllRegions` one that is not enabled",
  code: "InvalidParameterValue",
  status: 400,
  message: "Invalid region: [{name}]",
  source: "[REAL] https://github.com/awslabs/amazon-s3-tar-tool/pull/7",
});

export const dryRunOperation = errorOf({
  situation: "`DryRun` of a caller who may",
  code: "DryRunOperation",
  status: 412,
  message: "Request would have succeeded, but DryRun flag is set.",
  source: "[DOC] EC2 error codes",
});
