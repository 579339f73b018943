import type { AwsFailure } from "#lib/errors.ts";

/** A call to AWS that did not succeed. `failure` is what AWS said; `cause` is the SDK's own error. */
export class AwsCallError extends Error {
  override readonly name = "AwsCallError";
  readonly failure: AwsFailure;

  constructor(failure: AwsFailure, options?: ErrorOptions) {
    super(`${failure.operation}: ${failure.code}: ${failure.message}`, options);
    this.failure = failure;
  }
}

/** Codes with which AWS asks for fewer calls. EC2 sends its own with status 503, yet has done nothing. */
const THROTTLING = new Set([
  "BandwidthLimitExceeded",
  "EC2ThrottledException",
  "RequestLimitExceeded",
  "RequestThrottled",
  "RequestThrottledException",
  "SlowDown",
  "ThrottledException",
  "Throttling",
  "ThrottlingException",
  "TooManyRequestsException",
]);

/** Codes with which AWS says that credentials have ended; EC2's is `RequestExpired`. */
const EXPIRED = new Set(["ExpiredToken", "ExpiredTokenException", "RequestExpired"]);

/** Failures before a byte of the request left: no name, no route, nobody listening, no identity to sign with. */
const NEVER_SENT = new Set([
  "CredentialsProviderError",
  "EAI_AGAIN",
  "ECONNREFUSED",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENOTFOUND",
  "TokenProviderError",
]);

/** System calls that come before the request is written. */
const BEFORE_SENDING = new Set(["connect", "getaddrinfo"]);

/** The SDK gives a connection timeout and a request timeout one name; only the words tell them apart. */
const CONNECTION_TIMEOUT = /did not establish a connection/;

function fieldOf(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null && key in value ? Reflect.get(value, key) : undefined;
}

function textOf(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}

function wordsOf(error: unknown): string {
  const message = textOf(fieldOf(error, "message"));
  if (message !== null) return message;
  const parts = fieldOf(error, "errors");
  // Node joins the failures of a host's several addresses in an error without words of its own.
  const inner = Array.isArray(parts) ? parts.flatMap((part) => textOf(fieldOf(part, "message")) ?? []) : [];
  return inner.length > 0 ? inner.join("; ") : "No message was given.";
}

function neverSent(error: unknown, code: string): boolean {
  const syscall = textOf(fieldOf(error, "syscall"));
  return (
    NEVER_SENT.has(code) || (syscall !== null && BEFORE_SENDING.has(syscall)) || CONNECTION_TIMEOUT.test(wordsOf(error))
  );
}

/** Takes a failure and tells whether AWS asked for fewer calls; such a call changed nothing and may be made again later. */
export function isThrottled(failure: AwsFailure): boolean {
  return THROTTLING.has(failure.code);
}

/** Takes a failure and tells whether the credentials had ended; such a call changed nothing, and others may be had. */
export function hasExpired(failure: AwsFailure): boolean {
  return EXPIRED.has(failure.code);
}

/**
 * Takes `service:Operation` and whatever was thrown, and gives AWS's words for it. Told apart by name and status, never
 * by class: most codes Elastic Beanstalk really sends have none in the SDK. A failure to get credentials keeps the
 * operation that failed (`sts:AssumeRole`), and counts as refused, for the call itself was never sent.
 */
export function toAwsFailure(operation: string, error: unknown): AwsFailure {
  if (error instanceof AwsCallError) return error.failure;
  const metadata = fieldOf(error, "$metadata");
  const status = fieldOf(metadata, "httpStatusCode");
  const httpStatus = typeof status === "number" ? status : null;
  const name = textOf(fieldOf(error, "name"));
  const answered = httpStatus !== null && fieldOf(error, "$fault") !== undefined;
  const code = (answered ? name : (textOf(fieldOf(error, "code")) ?? name)) ?? "Unknown";
  const refused = answered ? httpStatus < 500 || THROTTLING.has(code) : neverSent(error, code);
  return {
    operation,
    code,
    message: wordsOf(error),
    requestId: textOf(fieldOf(metadata, "requestId")),
    httpStatus,
    outcome: refused ? "refused" : "lost",
  };
}
