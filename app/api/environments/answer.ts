import { createHash, randomUUID } from "node:crypto";
import { currentActor } from "#lib/auth/current-actor.ts";
import { database } from "#lib/db/database.ts";
import type { Sql } from "#lib/db/database.ts";
import type { ActionFailure } from "#lib/errors.ts";

function refuse(status: number, code: ActionFailure["code"], detail: string | null): Response {
  const failure: ActionFailure = { code, detail, aws: null };
  return Response.json({ failure }, { status, headers: { "cache-control": "no-store" } });
}

/** Thrown by a handler to answer 400 with what is wrong. */
export class BadRequest extends Error {
  override readonly name = "BadRequest";
}

/** Thrown by a handler to answer 404 with what there is none of. */
export class NotFound extends Error {
  override readonly name = "NotFound";
  readonly code: ActionFailure["code"];
  constructor(code: ActionFailure["code"], what: string) {
    super(what);
    this.code = code;
  }
}

/** Takes what went wrong and writes it to the log under an id, which it gives. */
export function logged(error: unknown): string {
  const id = randomUUID();
  const told =
    error instanceof Error
      ? { name: error.name, message: error.message, stack: error.stack }
      : { message: String(error) };
  process.stderr.write(
    `${JSON.stringify({ level: "error", at: new Date().toISOString(), from: "api", id, ...told })}\n`,
  );
  return id;
}

/**
 * Takes how a read-only handler answers and lets it answer whoever is signed in (every role may look): 401 without a
 * session, 400 for a BadRequest, 404 for a NotFound, 500 with an id that the log has too for anything else.
 */
export async function respond(to: (sql: Sql) => Promise<Response>): Promise<Response> {
  try {
    if ((await currentActor()) === null) return refuse(401, "not-signed-in", null);
    const { sql } = await database();
    return await to(sql);
  } catch (error) {
    if (error instanceof BadRequest) return refuse(400, "invalid-input", error.message);
    if (error instanceof NotFound) return refuse(404, error.code, error.message);
    return refuse(500, "internal", logged(error));
  }
}

/** Takes what a read-only handler reads and answers it as JSON; for the rest see `respond`. */
export function answer(read: (sql: Sql) => Promise<unknown>): Promise<Response> {
  return respond(async (sql) => Response.json(await read(sql), { headers: { "cache-control": "no-store" } }));
}

/**
 * The same for what is asked for again and again: where the answer is the one the reader has, by its ETag, it is 304 and
 * nothing more. The tag is of what would be sent, so that it cannot miss a change.
 */
export function answerIfChanged(request: Request, read: (sql: Sql) => Promise<unknown>): Promise<Response> {
  return respond(async (sql) => {
    const text = JSON.stringify(await read(sql));
    const etag = `"${createHash("sha256").update(text).digest("base64url").slice(0, 22)}"`;
    const headers = { "cache-control": "no-store", etag };
    if (request.headers.get("if-none-match") === etag) return new Response(null, { status: 304, headers });
    return new Response(text, { headers: { ...headers, "content-type": "application/json" } });
  });
}
