/** Errors only CloudWatch answers with: a ValidationError names the parameter as AWS Query would. */

import { errorOf } from "../errors.ts";

export const noQueries = errorOf({
  situation: "GetMetricData: an empty list of queries",
  code: "ValidationError",
  status: 400,
  message: "The collection MetricDataQueries must not be empty.",
  source: "[invented] words, after the next",
});

export const tooManyQueries = errorOf({
  situation: "GetMetricData: more than 500 queries",
  code: "ValidationError",
  status: 400,
  message: "The collection MetricDataQueries must not have a size greater than 500.",
  source:
    "[DOC] GetMetricData: limit; [3P] words, https://github.com/aknostic/elasticsearch-cloudwatch/issues/3 (another list)",
});

export const equalTimes = errorOf({
  situation: "GetMetricData: `StartTime` is `EndTime`",
  code: "ValidationError",
  status: 400,
  message: "The parameter StartTime must not equal parameter EndTime.",
  source: "[REAL] https://github.com/elastic/beats/issues/32687",
});

export const startAfterEnd = errorOf({
  situation: "GetMetricData: `StartTime` after `EndTime`",
  code: "ValidationError",
  status: 400,
  message: "The parameter StartTime must be less than the parameter EndTime.",
  source: "[3P] that it is an error, https://github.com/getmoto/moto/pull/6380; [3P] words, general knowledge",
});

export const idsNotUnique = errorOf({
  situation: "GetMetricData: two queries with one `Id`",
  code: "ValidationError",
  status: 400,
  message: "The values for parameter id in MetricDataQueries are not unique.",
  source: "[REAL] https://github.com/aws-solutions/quota-monitor-for-aws/issues/171",
});

export const badQueryId = errorOf({
  situation:
    "GetMetricData: an `Id` that does not begin with a lower-case letter or has other than letters, digits and _",
  code: "ValidationError",
  status: 400,
  message: "The value {id} for parameter {parameter}.Id is not matching the expected pattern ^[a-z][a-zA-Z0-9_]*$.",
  source: "[REAL] https://github.com/influxdata/telegraf/issues/5420",
});

export const neitherMetricNorExpression = errorOf({
  situation: "GetMetricData: a query with both or neither of `MetricStat` and `Expression`",
  code: "ValidationError",
  status: 400,
  message: "Either MetricStat or Expression must be given for parameter {parameter}, and not both.",
  source: "[DOC] GetMetricData: that it is an error; [invented] words",
});

export const noExpressions = errorOf({
  situation: "GetMetricData: metric math, SEARCH or SQL, which the simulator does not play",
  code: "ValidationError",
  status: 400,
  message: "The simulator answers no expressions: {parameter} needs MetricStat.",
  source: "[invented]",
});

export const badStatistic = errorOf({
  situation:
    "GetMetricData: a statistic that is none, or a percentile or trimmed one, which the simulator does not play",
  code: "ValidationError",
  status: 400,
  message: "The value for parameter {parameter}.MetricStat.Stat is not a valid statistic.",
  source: "[REAL] https://github.com/prometheus-community/yet-another-cloudwatch-exporter/issues/1435",
});

export const badPeriod = errorOf({
  situation: "GetMetricData: a period that is none of 1, 5, 10, 20, 30 and the multiples of 60",
  code: "ValidationError",
  status: 400,
  message: "The value {period} for parameter {parameter}.MetricStat.Period is invalid.",
  source: "[DOC] GetMetricData: periods; [invented] words",
});

export const badMaxDatapoints = errorOf({
  situation: "GetMetricData: `MaxDatapoints` below 1 or above 100,800",
  code: "ValidationError",
  status: 400,
  message: "The value {number} for parameter MaxDatapoints is invalid.",
  source: "[DOC] GetMetricData: limit; [invented] words",
});

export const badTimezone = errorOf({
  situation: "GetMetricData: a time zone for labels that is not a sign and four digits, like +0130",
  code: "ValidationError",
  status: 400,
  message: "The value {time zone} for parameter LabelOptions.Timezone is invalid.",
  source: "[DOC] GetMetricData: format; [invented] words",
});

export const invalidNextToken = errorOf({
  situation: "GetMetricData: a `NextToken` that is none of ours",
  code: "InvalidNextToken",
  status: 400,
  message: "The next token specified is invalid.",
  source: "[MODEL] code and status; [invented] words",
});
