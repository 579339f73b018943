import type { DescribeEventsCommandInput, DescribeEventsCommandOutput } from "@aws-sdk/client-elastic-beanstalk";

import { platformArn } from "../platforms.ts";
import { laneOf, type Handler } from "../service.ts";
import type { EnvironmentEvent } from "../world.ts";
import { pageOf } from "./beanstalk-input.ts";

const SEVERITIES: readonly string[] = ["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"];
const KEPT_MS = 6 * 7 * 86_400_000;
const MOST = 1000;

const wants =
  (input: DescribeEventsCommandInput, now: Date) =>
  (event: EnvironmentEvent): boolean => {
    const at = event.at.getTime();
    return (
      at >= now.getTime() - KEPT_MS &&
      (input.StartTime === undefined || at >= input.StartTime.getTime()) &&
      (input.EndTime === undefined || at < input.EndTime.getTime()) &&
      (input.EnvironmentId === undefined || event.environmentId === input.EnvironmentId) &&
      (input.EnvironmentName === undefined || event.environmentName === input.EnvironmentName) &&
      (input.ApplicationName === undefined || event.applicationName === input.ApplicationName) &&
      (input.RequestId === undefined || event.requestId === input.RequestId)
    );
  };

/**
 * Newest first; a page token holds the position in the lane's log, which only grows at its end.
 * https://docs.aws.amazon.com/elasticbeanstalk/latest/api/API_DescribeEvents.html. That names nobody has find nothing
 * rather than fail is [INFER].
 */
export const describeEvents: Handler<DescribeEventsCommandInput, DescribeEventsCommandOutput> = (call, input) => {
  const lowest = input.Severity === undefined ? 0 : SEVERITIES.indexOf(input.Severity);
  const lane = laneOf(call);
  const wanted = wants(input, call.now);
  const environmentById = new Map(lane.environments.map((one) => [one.id, one]));
  const chosen = lane.events
    .map((event, position) => ({ event, position, of: environmentById.get(event.environmentId) }))
    .filter(
      ({ event, of }) =>
        SEVERITIES.indexOf(event.severity) >= lowest &&
        (input.VersionLabel === undefined || of?.versionLabel === input.VersionLabel) &&
        (input.PlatformArn === undefined ||
          (of !== undefined && platformArn(of.platform, lane.region) === input.PlatformArn)) &&
        input.TemplateName === undefined &&
        wanted(event),
    )
    .toSorted((a, b) => b.event.at.getTime() - a.event.at.getTime() || b.position - a.position);
  const { page, next } = pageOf(chosen, input, {
    keyOf: ({ event, position }) => `${event.at.getTime()}/${position}`,
    after: ({ event, position }, key) => {
      const [time = 0, last = 0] = key.split("/").map(Number);
      return event.at.getTime() < time || (event.at.getTime() === time && position < last);
    },
    most: MOST,
  });
  return {
    Events: page.map(({ event }) => ({
      EventDate: event.at,
      Message: event.message,
      ApplicationName: event.applicationName,
      EnvironmentName: event.environmentName,
      ...(event.requestId !== undefined && { RequestId: event.requestId }),
      Severity: event.severity,
    })),
    ...next,
  };
};
