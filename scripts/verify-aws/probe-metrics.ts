import type { MetricDataQuery } from "@aws-sdk/client-cloudwatch";
import { GetMetricDataCommand, ListMetricsCommand } from "@aws-sdk/client-cloudwatch";
import type { Reading, Series } from "./reading.ts";
import type { Target } from "./target.ts";
import type { Tree } from "./tree.ts";
import { tagOf, text } from "./tree.ts";

/** https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/viewing_metrics_with_cloudwatch.html */
const METRICS = ["MetadataNoToken", "MetadataNoTokenRejected"] as const;

const HOUR_MS = 3_600_000;
/** An instance this young may not have published yet. */
const GROWN_MS = HOUR_MS;
/** CloudWatch is paid by the series asked for: a sample tells as much. */
const MOST_INSTANCES = 20;
const MOST_SAMPLED = 5;
const MOST_GROUPS = 5;
/** Pages of ListMetrics hold 500 series: by now every dimension has been seen. */
const MOST_PAGES = 20;

type Wanted = Omit<Series, "values"> & { value: string; periodSeconds: number };

/** The series to ask for: a day by instance, the last hours' sample counts of a few, and a day by group. */
function wantedOf(instances: readonly Tree[], now: number): Wanted[] {
  const grown = instances.filter(
    (instance) =>
      now - Date.parse(text(instance, "launchTime") ?? "") > GROWN_MS && text(instance, "instanceId") !== "",
  );
  // Both kinds of instances, whichever come first.
  const chosen = ["required", "optional"].flatMap((tokens) =>
    grown
      .filter((instance) => text(instance, "metadataOptions", "httpTokens") === tokens)
      .slice(0, MOST_INSTANCES / 2)
      .map((instance) => ({ tokens, value: text(instance, "instanceId") ?? "" })),
  );
  const groups = [...new Set(grown.flatMap((instance) => tagOf(instance, "aws:autoscaling:groupName") ?? []))].slice(
    0,
    MOST_GROUPS,
  );
  return METRICS.flatMap((metric) => [
    ...chosen.map((one): Wanted => ({
      ...one,
      metric,
      dimension: "InstanceId",
      statistic: "Sum",
      periodSeconds: 3600,
    })),
    ...chosen.slice(0, MOST_SAMPLED).map((one): Wanted => ({
      ...one,
      metric,
      dimension: "InstanceId",
      statistic: "SampleCount",
      periodSeconds: 300,
    })),
    ...groups.map((value): Wanted => ({
      value,
      tokens: undefined,
      metric,
      dimension: "AutoScalingGroupName",
      statistic: "Sum",
      periodSeconds: 3600,
    })),
  ]);
}

function queryOf({ metric, dimension, value, statistic, periodSeconds }: Wanted, index: number): MetricDataQuery {
  return {
    Id: `q${index}`,
    MetricStat: {
      Metric: { Namespace: "AWS/EC2", MetricName: metric, Dimensions: [{ Name: dimension, Value: value }] },
      Period: periodSeconds,
      Stat: statistic,
    },
  };
}

/**
 * Takes a lane's instances and gives what CloudWatch counted of IMDSv1 calls, by instance and by group.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html
 */
export async function readMetrics(target: Target, instances: Reading<readonly Tree[]>): Promise<Reading<Series[]>> {
  if (!instances.ok) return instances;
  // Whole hours, so that CloudWatch answers a full period each time.
  const end = Math.floor(Date.now() / HOUR_MS) * HOUR_MS;
  const wanted = wantedOf(instances.value, end);
  if (wanted.length === 0) return { ok: true, value: [] };
  const values = new Map<string, number[]>();
  let token: string | undefined;
  do {
    const command = new GetMetricDataCommand({
      MetricDataQueries: wanted.map(queryOf),
      StartTime: new Date(end - 24 * HOUR_MS),
      EndTime: new Date(end),
      NextToken: token,
    });
    const reading = await target.ask("monitoring:GetMetricData", () => target.cloudWatch.send(command));
    if (!reading.ok) return reading;
    for (const { Id = "", Values = [] } of reading.value.MetricDataResults ?? [])
      values.set(Id, [...(values.get(Id) ?? []), ...Values]);
    token = reading.value.NextToken;
  } while (token !== undefined && token !== "");
  return {
    ok: true,
    cut: instances.cut,
    value: wanted.map(({ metric, dimension, tokens, statistic }, index) => ({
      metric,
      dimension,
      tokens,
      statistic,
      values: values.get(`q${index}`) ?? [],
    })),
  };
}

/**
 * Gives by which dimensions CloudWatch lists the two metrics; only names, no values.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_ListMetrics.html
 */
export async function readDimensions(target: Target): Promise<Reading<(readonly [string, string])[]>> {
  const found: (readonly [string, string])[] = [];
  const cut: string[] = [];
  for (const metric of METRICS) {
    let token: string | undefined;
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const command = new ListMetricsCommand({ Namespace: "AWS/EC2", MetricName: metric, NextToken: token });
      const reading = await target.ask("monitoring:ListMetrics", () => target.cloudWatch.send(command));
      if (!reading.ok) return reading;
      for (const { Dimensions = [] } of reading.value.Metrics ?? [])
        found.push([
          metric,
          Dimensions.map(({ Name }) => Name ?? "")
            .toSorted()
            .join(", "),
        ]);
      token = reading.value.NextToken;
      if (token === undefined || token === "") break;
    }
    if (token !== undefined && token !== "")
      cut.push(`monitoring:ListMetrics has more of ${metric} than the ${MOST_PAGES} pages that were read`);
  }
  return { ok: true, value: found, ...(cut.length === 0 ? {} : { cut: cut.join("; ") }) };
}
