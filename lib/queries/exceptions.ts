import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { acceptRisk } from "#lib/actions/accept-risk.ts";
import { endException } from "#lib/actions/end-exception.ts";
import { extendException } from "#lib/actions/extend-exception.ts";
import type { EnvironmentKey } from "#lib/imds/environment.ts";
import type { Exception, ExceptionStatus } from "#lib/imds/exception.ts";
import { fetchJson } from "./fetch-json.ts";
import { granted } from "./granted.ts";

/** An exception as its screen shows it: how it stood when it was read, and how many environments it covered then. */
export type ExceptionView = Exception & { status: ExceptionStatus; covers: number };

/** What a risk is accepted on: `until` is ISO 8601. */
export type Terms = Pick<Exception, "owner" | "reason" | "until">;

/** What is to be covered: environments, each by an exception of its own, or all that a filter lets through. */
export type WantedScope = { kind: "environments"; keys: EnvironmentKey[] } | { kind: "filter"; address: string };

const POLL = 20_000;

const exceptionKeys = { all: ["exceptions"] as const };

/** All exceptions in force, and the newest of the others. */
export function exceptionsQuery() {
  return queryOptions({
    queryKey: exceptionKeys.all,
    queryFn: ({ signal }) => fetchJson<ExceptionView[]>("/api/exceptions", { signal }),
    refetchInterval: POLL,
  });
}

// What is covered shows in the list and on each environment's page.
function useInvalidateAll() {
  const client = useQueryClient();
  return () =>
    Promise.all([
      client.invalidateQueries({ queryKey: exceptionKeys.all }),
      client.invalidateQueries({ queryKey: ["environments"] }),
    ]);
}

/** Accepts a risk; gives the ids of the exceptions made. */
export function useAcceptRisk() {
  const onSettled = useInvalidateAll();
  return useMutation({
    mutationFn: (input: { scope: WantedScope; terms: Terms }) => granted(acceptRisk(input)),
    onSettled,
  });
}

/** Accepts a risk for longer. */
export function useExtendException() {
  const onSettled = useInvalidateAll();
  return useMutation({
    mutationFn: (input: { exceptionId: string; terms: Terms }) => granted(extendException(input)),
    onSettled,
  });
}

/** Ends an exception before it expires. */
export function useEndException() {
  const onSettled = useInvalidateAll();
  return useMutation({ mutationFn: (exceptionId: string) => granted(endException({ exceptionId })), onSettled });
}
