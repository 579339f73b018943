import { signatureOf } from "./sign.ts";

/** Where messages go, and what signs them. */
export type Webhook = { url: string; secrets: readonly string[] };

/** How an attempt went. `answer` is how the receiver's words began; `error` why it was no success. */
export type SendResult =
  | { kind: "accepted"; httpStatus: number; answer: string }
  | { kind: "refused"; httpStatus: number; answer: string; error: string; isFinal: boolean }
  | { kind: "lost"; error: string };

/** The longest an attempt may take, from the connection to the end of the answer. Standard Webhooks asks for 15 to 30 seconds. */
export const SEND_TIMEOUT_MS = 15_000;

/** So much of an answer is read and kept; the connection is closed then. */
const ANSWER_BYTES = 2_048;

/** The endpoint is gone for good and wants nothing more. Standard Webhooks: "Status codes". */
const GONE = 410;

/**
 * Sends a message once. Only a 2xx answer is a success; a redirect is none and is not followed, for the next address was not
 * configured. Never throws.
 */
export async function sendMessage(
  webhook: Webhook,
  { id, body }: { id: string; body: string },
  now: Date,
  timeoutMs = SEND_TIMEOUT_MS,
): Promise<SendResult> {
  const seconds = Math.floor(now.getTime() / 1_000);
  try {
    const response = await fetch(webhook.url, {
      method: "POST",
      redirect: "manual",
      cache: "no-store",
      signal: AbortSignal.timeout(timeoutMs),
      headers: {
        "content-type": "application/json",
        "user-agent": "imds-fleet",
        "webhook-id": id,
        "webhook-timestamp": String(seconds),
        "webhook-signature": signatureOf(id, seconds, body, webhook.secrets),
      },
      body,
    });
    const { status: httpStatus } = response;
    const answer = await beginningOf(response);
    if (response.ok) return { kind: "accepted", httpStatus, answer };
    const error = httpStatus >= 300 && httpStatus < 400 ? `HTTP ${httpStatus}: not followed` : `HTTP ${httpStatus}`;
    return { kind: "refused", httpStatus, answer, error, isFinal: httpStatus === GONE };
  } catch (error) {
    return { kind: "lost", error: whyLost(error, timeoutMs) };
  }
}

async function beginningOf(response: Response): Promise<string> {
  if (response.body === null) return "";
  const reader = response.body.getReader();
  const parts: Uint8Array[] = [];
  for (let size = 0; size < ANSWER_BYTES;) {
    const { done, value } = await reader.read();
    if (done) break;
    parts.push(value);
    size += value.byteLength;
  }
  await reader.cancel();
  // PostgreSQL stores no NUL, and an answer may hold anything.
  return Buffer.concat(parts).subarray(0, ANSWER_BYTES).toString("utf8").replaceAll("\u0000", "");
}

function whyLost(error: unknown, timeoutMs: number): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === "TimeoutError") return `No answer within ${timeoutMs / 1_000} seconds`;
  // fetch says "fetch failed"; its cause says why.
  return error.cause instanceof Error ? error.cause.message || error.cause.name : error.message;
}
