import { logged } from "#app/api/environments/answer.ts";
import type { Sql } from "#lib/db/database.ts";
import { exportEnvironments } from "#lib/db/environment-export.ts";
import { listLanes } from "#lib/db/lane-queries.ts";
import { csvOf, jsonOf } from "#lib/export/environment-file.ts";
import { textStream } from "#lib/export/text-stream.ts";
import type { EnvironmentFilter } from "#lib/imds/environment-filter.ts";

const FORMATS = {
  csv: { textOf: csvOf, contentType: "text/csv; charset=utf-8; header=present" },
  json: { textOf: jsonOf, contentType: "application/json; charset=utf-8" },
} as const;

type ExportFormat = keyof typeof FORMATS;

/** Takes a parameter and gives the format it names, or `undefined`. */
export function formatOf(name: string | null): ExportFormat | undefined {
  return name === "csv" || name === "json" ? name : undefined;
}

/** What fails once the answer has begun can only break it off; the log says why. */
async function* loggingFailure(pieces: AsyncGenerator<string, void>): AsyncGenerator<string, void> {
  try {
    yield* pieces;
  } catch (error) {
    logged(error);
    throw error;
  }
}

/** Takes a format, a filter and the time, and answers with a file that is written while it is read from the database. */
export async function readExport(
  sql: Sql,
  format: ExportFormat,
  filter: EnvironmentFilter,
  now: Date,
): Promise<Response> {
  const lanes = await listLanes(sql);
  const pages = await exportEnvironments(sql, filter);
  const { textOf, contentType } = FORMATS[format];
  const exportedAt = now.toISOString();
  // As ISO 8601, without what file systems refuse.
  const stamp = exportedAt.slice(0, 19).replaceAll(":", "");
  return new Response(textStream(loggingFailure(textOf({ exportedAt, filter, lanes }, pages))), {
    headers: {
      "content-type": contentType,
      "content-disposition": `attachment; filename="environments-${stamp}Z.${format}"`,
      "cache-control": "no-store",
    },
  });
}
