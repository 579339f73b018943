import type { ActionFailure } from "#lib/errors.ts";

/** Why a GET handler of ours did not answer; `status` is 0 where nothing answered at all. */
export class RequestFailure extends Error {
  override readonly name = "RequestFailure";
  readonly status: number;
  readonly failure: ActionFailure;

  constructor(status: number, failure: ActionFailure, cause?: unknown) {
    super(`${failure.code}: ${failure.detail ?? `HTTP ${status}`}`, { cause });
    this.status = status;
    this.failure = failure;
  }
}

function failureIn(body: unknown): ActionFailure | undefined {
  if (typeof body !== "object" || body === null || !("failure" in body)) return undefined;
  const { failure } = body;
  if (typeof failure !== "object" || failure === null || !("code" in failure)) return undefined;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- our own handlers write `{ failure: ActionFailure }`; anything else has no `code` and was refused above.
  return failure as ActionFailure;
}

async function ask(path: string, { headers: more, ...init }: Asking): Promise<Response> {
  const headers = {
    accept: "application/json",
    ...(init.body === undefined ? {} : { "content-type": "application/json" }),
    ...more,
  };
  try {
    return await fetch(path, { ...init, headers });
  } catch (error) {
    if (init.signal?.aborted === true) throw error;
    throw new RequestFailure(
      0,
      { code: "internal", detail: error instanceof Error ? error.message : null, aws: null },
      error,
    );
  }
}

async function bodyOf<T>(response: Response): Promise<T> {
  const body: unknown = await response.json().catch(() => undefined);
  if (response.ok && body !== undefined) {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see above: the type is the caller's word for our own handler
    return body as T;
  }
  const unknown: ActionFailure = {
    code: "internal",
    detail: `HTTP ${response.status} ${response.statusText}`.trim(),
    aws: null,
  };
  throw new RequestFailure(response.status, failureIn(body) ?? unknown);
}

type Asking = Omit<RequestInit, "headers"> & { headers?: Record<string, string> };

/**
 * Takes a path of our own API and gives its JSON. The type is the caller's word for what our handler sends: both ends
 * are this repository's. Throws RequestFailure for any other answer, and the signal's reason when it is aborted.
 */
export async function fetchJson<T>(path: string, init: Asking = {}): Promise<T> {
  return bodyOf<T>(await ask(path, init));
}

/** What was answered, with the tag by which the server tells whether it is still so; `null`: it came without one. */
export type Held<T> = { etag: string | null; value: T };

/** Takes a path and what it last answered, and gives what it answers now: the very same where nothing has changed. */
export async function fetchIfChanged<T>(
  path: string,
  held: Held<T> | undefined,
  signal: AbortSignal,
): Promise<Held<T>> {
  const etag = held?.etag ?? null;
  const response = await ask(path, { signal, ...(etag === null ? {} : { headers: { "if-none-match": etag } }) });
  if (held !== undefined && response.status === 304) return held;
  return { etag: response.headers.get("etag"), value: await bodyOf<T>(response) };
}
