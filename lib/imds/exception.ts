import type { EnvironmentKey } from "./environment.ts";
import { isFiltering, parseFilter, writeFilter } from "./environment-filter.ts";
import type { EnvironmentFilter } from "./environment-filter.ts";

/** What an accepted risk is about: one environment, or all that a filter of the list lets through at the moment of asking. */
export type ExceptionScope =
  | {
      kind: "environment";
      key: EnvironmentKey;
      /** As it was called then, for when it is gone. */
      name: string;
    }
  /** The parameters of the list's address. */
  | { kind: "filter"; address: string };

/** An accepted risk: IMDSv1 stays allowed. Terms are never edited; an extension is another exception. Instants are ISO 8601. */
export type Exception = {
  id: string;
  scope: ExceptionScope;
  /** The person or team that answers for the risk. */
  owner: string;
  reason: string;
  /** The first instant at which it no longer holds. */
  until: string;
  createdBy: string;
  createdAt: string;
  /** The exception whose place it took. */
  extends: string | null;
  /** How it ended before it expired. */
  end: { at: string; by: string; why: "revoked" | "extended" } | null;
};

/** What a row of the list says of the exception that covers it. */
export type ExceptionMark = Pick<Exception, "id" | "until" | "owner">;

/** What the environment's own page says of it besides. */
export type ExceptionDetail = ExceptionMark & Pick<Exception, "reason"> & { scope: ExceptionScope["kind"] };

const DAY_MS = 86_400_000;

/**
 * The longest that a risk can be accepted for before somebody must look again: a year, the longest cycle in which the
 * usual frameworks let a risk go unreviewed. What is to hold for longer is extended.
 */
export const LONGEST_DAYS = 365;

/** So long before it expires an exception counts as expiring soon: two weeks leave time to change or to extend. */
const SOON_DAYS = 14;

/** How long the texts may be. A reason shorter than a few words tells the next reviewer nothing. */
export const OWNER_LENGTH = { min: 2, max: 100 } as const;
export const REASON_LENGTH = { min: 15, max: 500 } as const;

export type ExceptionStatus = "active" | "expiring" | "expired" | "extended" | "revoked";

/** Takes an exception and the time in ms, and gives how it stands. */
export function statusOf({ until, end }: Pick<Exception, "until" | "end">, now: number): ExceptionStatus {
  if (end !== null) return end.why;
  const left = Date.parse(until) - now;
  // An instant that cannot be read is not in the future.
  if (!(left > 0)) return "expired";
  return left <= SOON_DAYS * DAY_MS ? "expiring" : "active";
}

/** Takes how an exception stands and tells whether it holds. */
export function isInForce(status: ExceptionStatus): boolean {
  return status === "active" || status === "expiring";
}

/** Takes when an exception is to expire and the time in ms, and gives what is wrong with that; `null`: nothing. */
export function expiryProblem(until: string, now: number): "past" | "too-far" | null {
  const left = Date.parse(until) - now;
  if (!(left > 0)) return "past";
  // The end of the last day counts, in whichever time zone.
  return left > (LONGEST_DAYS + 1) * DAY_MS ? "too-far" : null;
}

const sorted = (params: URLSearchParams): string => {
  const copy = new URLSearchParams(params);
  copy.sort();
  return copy.toString();
};

/**
 * Takes the parameters an exception is stored with and gives its filter; `null` where it covers nothing. A list drops a
 * parameter it does not understand and so shows more; an accepted risk must never widen by itself, so one that does not read
 * back as it was written, or leaves nothing out, covers none. Whether a risk is accepted is no part of it, nor is an order.
 */
export function scopeFilter(address: string): EnvironmentFilter | null {
  const params = new URLSearchParams(address);
  const filter = parseFilter(params);
  if (filter.exception !== null || !isFiltering(filter) || params.has("sort")) return null;
  return sorted(writeFilter(filter)) === sorted(params) ? filter : null;
}

/** Takes a list's filter and gives the parameters of an exception for what it shows; `null` where it shows everything. */
export function scopeAddress(filter: EnvironmentFilter): string | null {
  const params = writeFilter({ ...filter, exception: null });
  params.delete("sort");
  const address = params.toString();
  return scopeFilter(address) === null ? null : address;
}

/**
 * Takes an exception, an environment's key, whether an exception's filter lets that environment through, and the time in
 * ms, and tells whether the exception covers it.
 */
export function covers(
  exception: Pick<Exception, "scope" | "until" | "end">,
  key: EnvironmentKey,
  letsThrough: (filter: EnvironmentFilter) => boolean,
  now: number,
): boolean {
  if (!isInForce(statusOf(exception, now))) return false;
  const { scope } = exception;
  switch (scope.kind) {
    case "environment":
      return (
        scope.key.accountId === key.accountId &&
        scope.key.region === key.region &&
        scope.key.environmentId === key.environmentId
      );
    case "filter": {
      const filter = scopeFilter(scope.address);
      return filter !== null && letsThrough(filter);
    }
  }
}

/** Takes exceptions and gives them with the one that lasts longest first: of several that cover an environment it is shown. */
export function longestFirst<Some extends Pick<Exception, "until" | "id">>(exceptions: readonly Some[]): Some[] {
  return exceptions.toSorted(
    (one, other) => Date.parse(other.until) - Date.parse(one.until) || (one.id < other.id ? -1 : 1),
  );
}
