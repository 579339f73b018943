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

/**
 * Takes a path of our own API and gives its JSON. The type is the caller's word for what our handler sends: both ends
 * are this repository's. Throws RequestFailure for any other answer, and the signal's reason when it is aborted.
 */
export async function fetchJson<T>(path: string, init: RequestInit = {}): Promise<T> {
  const headers = {
    accept: "application/json",
    ...(init.body === undefined ? {} : { "content-type": "application/json" }),
  };
  let response: Response;
  try {
    response = await fetch(path, { ...init, headers });
  } catch (error) {
    if (init.signal?.aborted === true) throw error;
    throw new RequestFailure(
      0,
      { code: "internal", detail: error instanceof Error ? error.message : null, aws: null },
      error,
    );
  }
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
