import { textStream } from "#lib/export/text-stream.ts";
import { logged } from "./answer.ts";

const CONTENT_TYPES = {
  csv: "text/csv; charset=utf-8; header=present",
  json: "application/json; charset=utf-8",
} as const;

/** What a list can be taken away as. */
export type FileFormat = keyof typeof CONTENT_TYPES;

/** Takes a parameter and gives the format it names, or `undefined`. */
export function formatOf(name: string | null): FileFormat | undefined {
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

/** Takes a file's text in pieces, what it is called and when it was asked for, and answers with the file as it is written. */
export function fileAnswer(
  pieces: AsyncGenerator<string, void>,
  { name, format, now }: { name: string; format: FileFormat; now: Date },
): Response {
  // As ISO 8601, without what file systems refuse.
  const stamp = now.toISOString().slice(0, 19).replaceAll(":", "");
  return new Response(textStream(loggingFailure(pieces)), {
    headers: {
      "content-type": CONTENT_TYPES[format],
      "content-disposition": `attachment; filename="${name}-${stamp}Z.${format}"`,
      "cache-control": "no-store",
    },
  });
}
