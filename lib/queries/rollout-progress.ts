import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { QueryFunctionContext } from "@tanstack/react-query";
import type { FailureGroup } from "#lib/rollouts/failures.ts";
import type { Happening } from "#lib/rollouts/happenings.ts";
import type { RolloutProgress } from "#lib/rollouts/progress.ts";
import { isUnderWay } from "#lib/rollouts/rollout.ts";
import type { TargetView, TargetWindow } from "#lib/rollouts/rollout.ts";
import type { TargetFilter } from "#lib/rollouts/target-filter.ts";
import { writeTargetFilter } from "#lib/rollouts/target-filter.ts";
import type { TimeLeft } from "#lib/rollouts/time-left.ts";
import type { UndoScope } from "#lib/rollouts/undo.ts";
import { fetchIfChanged, fetchJson } from "./fetch-json.ts";
import type { Held } from "./fetch-json.ts";
import { rolloutKeys } from "./rollout-keys.ts";

/** How many targets one request brings. */
export const TARGETS_AT_ONCE = 100;

/** Up to so many targets a rollout is looked at more often: somebody watches each of them. */
const FEW = 50;

const FEW_POLL = 1_500;
const MANY_POLL = 3_000;
const SLOW_POLL = 10_000;
const ESTIMATE_POLL = 30_000;
const IDLE_POLL = 20_000;
const SCHEDULED_POLL = 5_000;

const api = (id: string): string => `/api/rollouts/${encodeURIComponent(id)}`;

/** Asks again with the tag of what is held, so that what has not changed is not sent again. */
const changed =
  <T>(path: string) =>
  ({ client, queryKey, signal }: QueryFunctionContext): Promise<Held<T>> =>
    fetchIfChanged<T>(path, client.getQueryData<Held<T>>(queryKey), signal);

const valueOf = <T>({ value }: Held<T>): T => value;

function pollOf(rollout: RolloutProgress | undefined): number | false {
  if (rollout === undefined || rollout.status === "draft") return IDLE_POLL;
  if (rollout.status === "scheduled") return SCHEDULED_POLL;
  if (!isUnderWay(rollout.status)) return false;
  return rollout.total > FEW ? MANY_POLL : FEW_POLL;
}

/** How far a rollout is; asked every few seconds while it runs, no more once it has ended. */
export function rolloutProgressQuery(id: string) {
  return queryOptions({
    queryKey: rolloutKeys.one(id),
    queryFn: changed<RolloutProgress>(api(id)),
    select: valueOf,
    refetchInterval: (query) => pollOf(query.state.data?.value),
  });
}

/** What it takes to know of a rollout to ask for its parts no more often than they change. */
export type Asked = Pick<RolloutProgress, "id" | "status" | "total">;

const movingPoll = ({ status, total }: Asked): number | false =>
  isUnderWay(status) ? (total > FEW ? MANY_POLL : FEW_POLL) : false;

/** Page `page` (from 0) of the targets a filter lets through, with the last filter's until they are there. */
export function targetPageQuery(rollout: Asked, filter: TargetFilter, page: number) {
  const params = writeTargetFilter(filter);
  const address = params.toString();
  params.set("offset", String(page * TARGETS_AT_ONCE));
  return queryOptions({
    queryKey: rolloutKeys.targets(rollout.id, address, page),
    queryFn: changed<TargetWindow>(`${api(rollout.id)}/targets?${params.toString()}`),
    select: valueOf,
    ...(page === 0 ? { placeholderData: keepPreviousData } : {}),
    refetchInterval: movingPoll(rollout),
  });
}

/** One target with its whole timeline and all events kept of it. */
export function rolloutTargetQuery(rollout: Asked, targetId: string) {
  return queryOptions({
    queryKey: rolloutKeys.target(rollout.id, targetId),
    queryFn: changed<TargetView>(`${api(rollout.id)}?target=${encodeURIComponent(targetId)}`),
    select: valueOf,
    refetchInterval: movingPoll(rollout),
  });
}

/** What failed, by what is to be done about it; `count`: so many have, and it is asked again when that moves. */
export function failuresQuery(id: string, count: number) {
  return queryOptions({
    queryKey: rolloutKeys.failures(id, count),
    queryFn: ({ signal }) => fetchJson<FailureGroup[]>(`${api(id)}/failures`, { signal }),
    enabled: count > 0,
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** What happened to a rollout as a whole, oldest first; asked at once when its status moves. */
export function timelineQuery({ id, status }: Asked) {
  return queryOptions({
    queryKey: rolloutKeys.timeline(id, status),
    placeholderData: keepPreviousData,
    queryFn: changed<Happening[]>(`${api(id)}/timeline`),
    select: valueOf,
    refetchInterval: isUnderWay(status) ? SLOW_POLL : false,
  });
}

/** About how much time a rollout still needs, reckoned at `at`. */
export function timeLeftQuery({ id, status }: Asked) {
  return queryOptions({
    queryKey: rolloutKeys.timeLeft(id),
    queryFn: ({ signal }) => fetchJson<{ at: string; left: TimeLeft | null }>(`${api(id)}/time-left`, { signal }),
    enabled: isUnderWay(status),
    refetchInterval: ESTIMATE_POLL,
  });
}

/** What of a rollout can be rolled back. */
export function undoScopesQuery(id: string) {
  return queryOptions({
    queryKey: rolloutKeys.undo(id),
    queryFn: ({ signal }) => fetchJson<UndoScope[]>(`${api(id)}/undo`, { signal }),
  });
}
