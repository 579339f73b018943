import { fileAnswer } from "#app/api/environments/file-answer.ts";
import type { FileFormat } from "#app/api/environments/file-answer.ts";
import type { Sql } from "#lib/db/database.ts";
import { exportEnvironments } from "#lib/db/environment-export.ts";
import { listLanes } from "#lib/db/lane-queries.ts";
import { csvOf, jsonOf } from "#lib/export/environment-file.ts";
import type { EnvironmentFilter } from "#lib/imds/environment-filter.ts";

const TEXT_OF = { csv: csvOf, json: jsonOf } as const;

/** Takes a format, a filter and the time, and answers with a file that is written while it is read from the database. */
export async function readExport(
  sql: Sql,
  format: FileFormat,
  filter: EnvironmentFilter,
  now: Date,
): Promise<Response> {
  const lanes = await listLanes(sql);
  const pages = await exportEnvironments(sql, filter);
  const pieces = TEXT_OF[format]({ exportedAt: now.toISOString(), filter, lanes }, pages);
  return fileAnswer(pieces, { name: "environments", format, now });
}
