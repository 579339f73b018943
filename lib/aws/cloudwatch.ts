import { GetMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import type { MetricDataQuery, MetricDataResult } from "@aws-sdk/client-cloudwatch";
import type { AwsFailure } from "#lib/errors.ts";
import type { ImdsMetric } from "#lib/imds/use.ts";
import type { CallOptions } from "./call.ts";
import { AS_ROLLOUT, readCall } from "./call.ts";
import type { LaneAccess } from "./lane.ts";
import { laneClients } from "./lane.ts";
import { readPages } from "./pages.ts";

/** One count of one instance. */
export type CountWish = { instanceId: string; metric: ImdsMetric };

/** What is asked for: from when to when, and over which spans calls are summed; days are UTC's where `from` begins one. */
export type CountWindow = { from: Date; to: Date; by: "hour" | "day" };

/**
 * A count by span, each named by its beginning. `complete`: CloudWatch gave all it has; without it, spans that are missing say
 * nothing. `status`: AWS's word for that, `null` where it said nothing of the count.
 */
export type Count = CountWish & { points: { at: string; calls: number }[]; complete: boolean; status: string | null };

const OPERATION = "cloudwatch:GetMetricData";
/** AWS: API_GetMetricData. */
const SERIES_AT_ONCE = 500;
const DATAPOINTS_AT_ONCE = 100_800;
const SPAN_SECONDS = { hour: 3_600, day: 86_400 } as const;
const MAX_PAGES = 200;
/** So many instances are named where counts are missing. */
const NAMED = 5;

/**
 * Takes what is wanted to be known over a window and gives it in parts that one answer has room for: what is paged is
 * asked for, and perhaps paid for, twice.
 */
export function countCalls<T>(wishes: readonly T[], { from, to, by }: CountWindow): T[][] {
  const spans = Math.max(1, Math.ceil((to.getTime() - from.getTime()) / (SPAN_SECONDS[by] * 1_000)) + 1);
  const size = Math.max(1, Math.min(SERIES_AT_ONCE, Math.floor(DATAPOINTS_AT_ONCE / spans)));
  return Array.from({ length: Math.ceil(wishes.length / size) }, (_, part) =>
    wishes.slice(part * size, (part + 1) * size),
  );
}

function queryOf({ instanceId, metric }: CountWish, index: number, by: CountWindow["by"]): MetricDataQuery {
  return {
    Id: `m${index}`,
    MetricStat: {
      Metric: {
        Namespace: "AWS/EC2",
        MetricName: metric,
        Dimensions: [{ Name: "InstanceId", Value: instanceId }],
      },
      Period: SPAN_SECONDS[by],
      Stat: "Sum",
    },
  };
}

function addTo(count: Count | undefined, { Timestamps = [], Values = [], StatusCode }: MetricDataResult): void {
  if (count === undefined) return;
  Timestamps.forEach((at, index) => {
    const calls = Values[index];
    if (calls !== undefined) count.points.push({ at: at.toISOString(), calls });
  });
  // A page may end in the middle of a series; what counts is how its last one ends.
  count.complete = StatusCode === "Complete";
  count.status = StatusCode ?? null;
}

/**
 * Takes a lane, at most as many wishes as `countCalls` puts together, and a window, and gives each count by span; an
 * instance CloudWatch has nothing of has no points. Throws `AwsCallError`, or the signal's reason.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html
 */
export async function readCounts(
  lane: LaneAccess,
  wishes: readonly CountWish[],
  window: CountWindow,
  call: CallOptions = AS_ROLLOUT,
): Promise<Count[]> {
  if (wishes.length === 0) return [];
  const { cloudWatch, limiters } = laneClients(lane);
  const counts = wishes.map((wish): Count => ({ ...wish, points: [], complete: false, status: null }));
  const results = await readPages({
    operation: OPERATION,
    pagesAtMost: MAX_PAGES,
    call,
    read: async (token) => {
      const command = new GetMetricDataCommand({
        MetricDataQueries: wishes.map((wish, index) => queryOf(wish, index, window.by)),
        StartTime: window.from,
        EndTime: window.to,
        ScanBy: "TimestampAscending",
        MaxDatapoints: DATAPOINTS_AT_ONCE,
        NextToken: token,
      });
      const answer = await readCall(limiters.cloudWatch, OPERATION, call, (options) =>
        cloudWatch.send(command, options),
      );
      return { items: answer.MetricDataResults ?? [], next: answer.NextToken };
    },
  });
  for (const result of results) addTo(counts[Number(result.Id?.slice(1))], result);
  return counts;
}

/** Takes counts that CloudWatch did not give whole, and of how many, and gives that as a failure: no call was refused. */
export function partlyRead(parts: readonly Count[], asked: number): AwsFailure {
  const code = parts.find(({ status }) => status !== null)?.status ?? "PartialData";
  const ids = [...new Set(parts.map(({ instanceId }) => instanceId))].toSorted();
  const named = ids.slice(0, NAMED).join(", ") + (ids.length > NAMED ? `, and ${ids.length - NAMED} more` : "");
  const message = `CloudWatch gave ${parts.length} of ${asked} counts only in part (${code}), those of ${named}.`;
  return { operation: OPERATION, code, message, requestId: null, httpStatus: null, outcome: "refused" };
}
