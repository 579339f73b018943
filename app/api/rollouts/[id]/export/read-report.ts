import { fileAnswer } from "#app/api/environments/file-answer.ts";
import type { FileFormat } from "#app/api/environments/file-answer.ts";
import { config } from "#lib/config.ts";
import type { Sql } from "#lib/db/database.ts";
import { rolloutHappenings } from "#lib/db/happening-reads.ts";
import { rolloutProgress } from "#lib/db/progress-reads.ts";
import { exportTargets } from "#lib/db/rollout-export.ts";
import { reportCsv, reportJson } from "#lib/export/rollout-file.ts";

const TEXT_OF = { csv: reportCsv, json: reportJson } as const;

/** Takes a rollout's id, a format and the time, and answers with its report as a file, written while it is read; `null` where there is no such rollout. */
export async function readReport(sql: Sql, id: string, format: FileFormat, now: Date): Promise<Response | null> {
  const readsMetrics = config().metrics !== null;
  const [rollout, timeline] = await Promise.all([rolloutProgress(sql, id, readsMetrics), rolloutHappenings(sql, id)]);
  if (rollout === null || timeline === null) return null;
  const pieces = TEXT_OF[format]({ exportedAt: now.toISOString(), rollout, timeline }, exportTargets(sql, id, now));
  return fileAnswer(pieces, { name: `rollout-${id.slice(0, 8)}`, format, now });
}
