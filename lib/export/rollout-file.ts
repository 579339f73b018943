import type { Happening } from "#lib/rollouts/happenings.ts";
import type { RolloutProgress } from "#lib/rollouts/progress.ts";
import type { TargetView } from "#lib/rollouts/rollout.ts";
import { csvHeader, csvLine } from "./csv.ts";
import { cellsOf } from "./environment-columns.ts";
import { requestIdsOf, ROLLOUT_COLUMNS, TARGET_COLUMNS } from "./rollout-columns.ts";

/** What a rollout's report is of, and when: `exportedAt` in ISO 8601. */
export type ReportSubject = { exportedAt: string; rollout: RolloutProgress; timeline: readonly Happening[] };

type Pages = AsyncIterable<readonly TargetView[]>;

/** Takes a rollout and its targets in pages and gives the text of a CSV file: a header, then a line for each target. */
export async function* reportCsv({ exportedAt, rollout }: ReportSubject, pages: Pages): AsyncGenerator<string, void> {
  const ofRollout = Object.values(cellsOf(ROLLOUT_COLUMNS, rollout));
  yield csvHeader([...Object.keys(TARGET_COLUMNS), ...Object.keys(ROLLOUT_COLUMNS), "exported_at"]);
  for await (const page of pages) {
    yield page
      .map((target) => csvLine([...Object.values(cellsOf(TARGET_COLUMNS, target)), ...ofRollout, exportedAt]))
      .join("");
  }
}

/**
 * Takes the same and gives the text of a JSON file: the rollout once, with its policy, its waves and its timeline, then each
 * target on a line of its own, with its timeline and AWS's events.
 */
export async function* reportJson(subject: ReportSubject, pages: Pages): AsyncGenerator<string, void> {
  const { exportedAt, rollout, timeline } = subject;
  const head = {
    exported_at: exportedAt,
    ...cellsOf(ROLLOUT_COLUMNS, rollout),
    policy: rollout.policy,
    counts: rollout.counts,
    waves: rollout.waves,
    timeline,
  };
  yield `${JSON.stringify(head).slice(0, -1)},"targets":[`;
  let written = 0;
  for await (const page of pages) {
    const lines = page.map((target) =>
      JSON.stringify({
        ...cellsOf(TARGET_COLUMNS, target),
        update_request_ids: requestIdsOf(target),
        timeline: target.timeline,
        events: target.events,
      }),
    );
    if (lines.length > 0) yield `${written === 0 ? "\n" : ",\n"}${lines.join(",\n")}`;
    written += lines.length;
  }
  // Last: a file without it was cut.
  yield `\n],"target_count":${written}}\n`;
}
