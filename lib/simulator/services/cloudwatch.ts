import type {
  GetMetricDataCommandInput,
  GetMetricDataCommandOutput,
  MetricDataQuery,
  MetricDataResult,
} from "@aws-sdk/client-cloudwatch";

import { laneOf, type Handler, type ServiceHandlers } from "../service.ts";
import type { Call, Instance, Lane } from "../world.ts";
import {
  badMaxDatapoints,
  badPeriod,
  badQueryId,
  badStatistic,
  badTimezone,
  equalTimes,
  idsNotUnique,
  invalidNextToken,
  neitherMetricNorExpression,
  noExpressions,
  noQueries,
  startAfterEnd,
  tooManyQueries,
} from "./cloudwatch-errors.ts";
import { callsBetween, publishes, PUBLISHED_EVERY_MS, type ImdsMetric } from "./imds-metrics.ts";

/** Limits of GetMetricData [DOC API_GetMetricData]. */
const MAX_QUERIES = 500;
const MAX_DATAPOINTS = 100_800;

const STATISTICS = ["Sum", "Average", "SampleCount", "Minimum", "Maximum"] as const;
type Statistic = (typeof STATISTICS)[number];

type Series = {
  query: MetricDataQuery;
  periodMs: number;
  statistic: Statistic;
  instance: Instance | undefined;
};
type Datapoint = { at: Date; value: number };

const isStatistic = (text: string): text is Statistic => (STATISTICS as readonly string[]).includes(text);
const isImdsMetric = (text: string | undefined): text is ImdsMetric =>
  text === "MetadataNoToken" || text === "MetadataNoTokenRejected";

const instancesById = (lane: Lane): ReadonlyMap<string, Instance> =>
  new Map(
    [...lane.goneInstances, ...lane.environments.flatMap(({ instances }) => instances)].map((instance) => [
      instance.id,
      instance,
    ]),
  );

/** [DOC] periods: 1, 5, 10, 20, 30 seconds, or a multiple of 60. */
const isPeriod = (seconds: number): boolean =>
  [1, 5, 10, 20, 30].includes(seconds) || (seconds > 0 && seconds % 60 === 0);

const readSeries = (query: MetricDataQuery, index: number, instances: ReadonlyMap<string, Instance>): Series => {
  const at = `MetricDataQueries.member.${index + 1}`;
  const { Id = "", MetricStat: stat, Expression } = query;
  if (!/^[a-z][a-zA-Z0-9_]*$/.test(Id)) throw badQueryId(Id, at);
  if ((stat === undefined) === (Expression === undefined)) throw neitherMetricNorExpression(at);
  if (stat === undefined) throw noExpressions(at);
  const statistic = stat.Stat ?? "";
  if (!isStatistic(statistic)) throw badStatistic(at);
  const period = stat.Period ?? 0;
  if (!isPeriod(period)) throw badPeriod(period, at);

  const { Namespace, MetricName, Dimensions = [] } = stat.Metric ?? {};
  const [dimension, ...others] = Dimensions;
  const instance =
    dimension?.Name === "InstanceId" && others.length === 0 ? instances.get(dimension.Value ?? "") : undefined;
  // What was never published is no error to CloudWatch: the series is empty.
  const published =
    Namespace === "AWS/EC2" && instance !== undefined && isImdsMetric(MetricName) && publishes(instance, MetricName);
  return { query, periodMs: period * 1000, statistic, instance: published ? instance : undefined };
};

const aggregate = (statistic: Statistic, samples: readonly number[]): number => {
  const sum = samples.reduce((total, sample) => total + sample, 0);
  switch (statistic) {
    case "Sum":
      return sum;
    case "SampleCount":
      return samples.length;
    case "Average":
      return sum / samples.length;
    case "Minimum":
      return Math.min(...samples);
    case "Maximum":
      return Math.max(...samples);
    default:
      return statistic satisfies never;
  }
};

/** Oldest first; one datapoint for each period in which the instance lived, also where it counted 0. */
const datapoints = (
  seed: number,
  { instance, periodMs, statistic }: Series,
  start: Date,
  end: Date,
  now: Date,
): Datapoint[] => {
  if (instance === undefined) return [];
  const step = Math.max(periodMs, PUBLISHED_EVERY_MS);
  const bornAt = instance.launchedAt.getTime();
  const until = Math.min(end.getTime(), now.getTime(), instance.terminatedAt?.getTime() ?? Infinity);
  const points: Datapoint[] = [];
  for (let at = Math.floor(Math.max(start.getTime(), bornAt) / step) * step; at < until; at += step) {
    const samples: number[] = [];
    const sampleMs = statistic === "Sum" ? step : PUBLISHED_EVERY_MS;
    for (let from = at; from < at + step && from < until; from += sampleMs) {
      const to = Math.min(from + sampleMs, until);
      if (to > bornAt) samples.push(callsBetween(seed, instance, Math.max(from, bornAt), to));
    }
    if (samples.length > 0) points.push({ at: new Date(at), value: aggregate(statistic, samples) });
  }
  return points;
};

/** Whether CloudWatch has not all of a series at hand; then it gives half of what was asked, and says so. */
const isWithheld = ({ fault }: Call, { periodMs }: Series): boolean =>
  fault?.kind === "partial-counts" && (fault.periodSeconds ?? periodMs / 1000) === periodMs / 1000;

/** Where the next page goes on: the series, and how many of its datapoints were already given. */
type Position = { series: number; given: number };

const readToken = (token: string | undefined, seriesCount: number): Position => {
  if (token === undefined) return { series: 0, given: 0 };
  const [, series, given] = /^v1-(\d{1,4})-(\d{1,9})$/.exec(Buffer.from(token, "base64url").toString("utf8")) ?? [];
  if (series === undefined || given === undefined || Number(series) >= seriesCount) throw invalidNextToken();
  return { series: Number(series), given: Number(given) };
};

const writeToken = ({ series, given }: Position): string => Buffer.from(`v1-${series}-${given}`).toString("base64url");

const labelOf = ({ Label, MetricStat }: MetricDataQuery): string => Label ?? MetricStat?.Metric?.MetricName ?? "";

const checkRequest = (input: GetMetricDataCommandInput): { queries: MetricDataQuery[]; start: Date; end: Date } => {
  const { MetricDataQueries: queries = [], StartTime, EndTime, MaxDatapoints, LabelOptions } = input;
  // Both are required members: without them no handler is reached.
  const start = StartTime ?? new Date(0);
  const end = EndTime ?? new Date(0);
  if (queries.length === 0) throw noQueries();
  if (queries.length > MAX_QUERIES) throw tooManyQueries();
  if (start.getTime() === end.getTime()) throw equalTimes();
  if (start > end) throw startAfterEnd();
  if (new Set(queries.map(({ Id }) => Id)).size !== queries.length) throw idsNotUnique();
  if (MaxDatapoints !== undefined && (MaxDatapoints < 1 || MaxDatapoints > MAX_DATAPOINTS))
    throw badMaxDatapoints(MaxDatapoints);
  const timezone = LabelOptions?.Timezone;
  if (timezone !== undefined && !/^[+-]\d{4}$/.test(timezone)) throw badTimezone(timezone);
  return { queries, start, end };
};

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html */
const getMetricData: Handler<GetMetricDataCommandInput, GetMetricDataCommandOutput> = (call, input) => {
  const { queries, start, end } = checkRequest(input);
  const instances = instancesById(laneOf(call));
  const all = queries
    .map((query, index) => readSeries(query, index, instances))
    .filter(({ query }) => query.ReturnData !== false);

  let room = input.MaxDatapoints ?? MAX_DATAPOINTS;
  let position = readToken(input.NextToken, Math.max(1, all.length));
  const results: MetricDataResult[] = [];
  for (let series = all[position.series]; series !== undefined && room > 0; series = all[position.series]) {
    const points = datapoints(call.world.seed, series, start, end, call.now);
    if (input.ScanBy !== "TimestampAscending") points.reverse();
    const withheld = isWithheld(call, series);
    if (withheld) points.length = Math.floor(points.length / 2);
    const page = points.slice(position.given, position.given + room);
    const given = position.given + page.length;
    room -= page.length;
    const complete = given >= points.length;
    results.push({
      Id: series.query.Id,
      Label: labelOf(series.query),
      Timestamps: page.map(({ at }) => at),
      Values: page.map(({ value }) => value),
      StatusCode: complete && !withheld ? "Complete" : "PartialData",
    });
    position = complete ? { series: position.series + 1, given: 0 } : { series: position.series, given };
  }
  return {
    MetricDataResults: results,
    Messages: [],
    ...(position.series < all.length && { NextToken: writeToken(position) }),
  };
};

/** Amazon CloudWatch: the two metrics that tell whether IMDSv1 is still called. */
export const cloudWatch: ServiceHandlers = { GetMetricData: getMetricData };
