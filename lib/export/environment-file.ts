import type { EnvironmentDetail, LaneKey } from "#lib/imds/environment.ts";
import { reachesLane, writeFilter } from "#lib/imds/environment-filter.ts";
import type { EnvironmentFilter } from "#lib/imds/environment-filter.ts";
import type { LaneView } from "#lib/imds/lane.ts";
import type { Cell } from "./csv.ts";
import { csvHeader, csvLine } from "./csv.ts";
import { cellsOf, ENVIRONMENT_COLUMNS, LANE_COLUMNS } from "./environment-columns.ts";

/** What an exported list is of, and when: `exportedAt` in ISO 8601, `lanes` as they were then. */
export type ExportSubject = { exportedAt: string; filter: EnvironmentFilter; lanes: readonly LaneView[] };

type Pages = AsyncIterable<readonly EnvironmentDetail[]>;

const keyOf = ({ accountId, region }: LaneKey): string => `${accountId} ${region}`;

/** Gives what turns an environment into its line's cells; each line bears all that is needed to judge it alone. */
function lineWriter({ exportedAt, lanes }: ExportSubject): (environment: EnvironmentDetail) => Record<string, Cell> {
  const lines = new Map(lanes.map((lane) => [keyOf(lane), cellsOf(LANE_COLUMNS, lane)]));
  const unknown = cellsOf(LANE_COLUMNS, undefined);
  return (environment) => ({
    ...cellsOf(ENVIRONMENT_COLUMNS, environment),
    ...(lines.get(keyOf(environment)) ?? unknown),
    exported_at: exportedAt,
  });
}

/** Takes what is exported and its pages, and gives the text of a CSV file: a header, then a line for each environment. */
export async function* csvOf(subject: ExportSubject, pages: Pages): AsyncGenerator<string, void> {
  const lineOf = lineWriter(subject);
  yield csvHeader([...Object.keys(ENVIRONMENT_COLUMNS), ...Object.keys(LANE_COLUMNS), "exported_at"]);
  for await (const page of pages) {
    yield page.map((environment) => csvLine(Object.values(lineOf(environment)))).join("");
  }
}

/**
 * Takes what is exported and its pages, and gives the text of a JSON file: the same columns, with tags as they are, and each
 * instance beside them; before them every lane the filter reaches, so that one without rows is not mistaken for an empty one.
 */
export async function* jsonOf(subject: ExportSubject, pages: Pages): AsyncGenerator<string, void> {
  const { exportedAt, filter } = subject;
  const lineOf = lineWriter(subject);
  const lanes = subject.lanes.filter((lane) => reachesLane(filter, lane));
  const head = {
    exported_at: exportedAt,
    filter: writeFilter(filter).toString(),
    oldest_lane_read_at: lanes.flatMap((lane) => lane.lastSuccessAt ?? []).toSorted()[0] ?? null,
    lanes: lanes.map((lane) => ({
      account_id: lane.accountId,
      account_label: lane.accountLabel,
      region: lane.region,
      environments: lane.environmentCount,
      ...cellsOf(LANE_COLUMNS, lane),
    })),
  };
  yield `${JSON.stringify(head).slice(0, -1)},"environments":[`;
  let written = 0;
  for await (const page of pages) {
    const lines = page.map((environment) => {
      const instances = environment.instances.map(({ id, httpTokens, launchedAt }) => ({
        instance_id: id,
        http_tokens: httpTokens,
        launched_at: launchedAt,
      }));
      return JSON.stringify({
        ...lineOf(environment),
        tags: environment.tags.readAt === null ? null : environment.tags.tags,
        instance_list: environment.instancesReadAt === null ? null : instances,
      });
    });
    if (lines.length > 0) yield `${written === 0 ? "\n" : ",\n"}${lines.join(",\n")}`;
    written += lines.length;
  }
  // Last, because a row may leave the list while it is read; who counts otherwise has a file that was cut.
  yield `\n],"environment_count":${written}}\n`;
}
