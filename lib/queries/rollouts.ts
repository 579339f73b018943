import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { discardRollout } from "#lib/actions/discard-rollout.ts";
import { planRollout } from "#lib/actions/plan-rollout.ts";
import { retryRollout } from "#lib/actions/retry-rollout.ts";
import { startRollout } from "#lib/actions/start-rollout.ts";
import { stopRollout } from "#lib/actions/stop-rollout.ts";
import { undoRollout } from "#lib/actions/undo-rollout.ts";
import { unscheduleRollout } from "#lib/actions/unschedule-rollout.ts";
import type { EnvironmentKey } from "#lib/imds/environment.ts";
import type { RolloutDetail, RolloutSummary, TargetView } from "#lib/rollouts/rollout.ts";
import type { Change } from "#lib/rollouts/target.ts";
import { fetchJson } from "./fetch-json.ts";
import { granted } from "./granted.ts";
import type { WishedStart } from "./windows.ts";

const rolloutKeys = {
  all: ["rollouts"] as const,
  list: ["rollouts", "list"] as const,
  one: (id: string) => ["rollouts", "one", id] as const,
  target: (id: string, targetId: string) => ["rollouts", "one", id, targetId] as const,
};

const api = (id: string): string => `/api/rollouts/${encodeURIComponent(id)}`;

/** Above so many targets an answer carries each one's last line and last event only; `rolloutTargetQuery` brings the rest. */
export const WHOLE_UP_TO = 50;

const RUNNING_POLL = 1_500;
const LARGE_RUNNING_POLL = 3_000;
const LIST_POLL = 3_000;
const SCHEDULED_POLL = 5_000;
const IDLE_POLL = 20_000;

/** The newest rollouts first. */
export function rolloutsQuery() {
  return queryOptions({
    queryKey: rolloutKeys.list,
    queryFn: ({ signal }) => fetchJson<RolloutSummary[]>("/api/rollouts", { signal }),
    refetchInterval: (query) =>
      query.state.data?.some(({ status }) => status === "running") === true ? LIST_POLL : IDLE_POLL,
  });
}

function pollOf(rollout: RolloutDetail | undefined): number | false {
  if (rollout === undefined || rollout.status === "draft") return IDLE_POLL;
  if (rollout.status === "scheduled") return SCHEDULED_POLL;
  if (rollout.status !== "running") return false;
  return rollout.targets.length > WHOLE_UP_TO ? LARGE_RUNNING_POLL : RUNNING_POLL;
}

/** One rollout with its targets; asked every few seconds while it runs, no more once it has ended. */
export function rolloutQuery(id: string) {
  return queryOptions({
    queryKey: rolloutKeys.one(id),
    queryFn: ({ signal }) => fetchJson<RolloutDetail>(api(id), { signal }),
    refetchInterval: (query) => pollOf(query.state.data),
  });
}

/** One target with its whole timeline and all events kept of it. */
export function rolloutTargetQuery(id: string, targetId: string, isRunning: boolean) {
  return queryOptions({
    queryKey: rolloutKeys.target(id, targetId),
    queryFn: ({ signal }) => fetchJson<TargetView>(`${api(id)}?target=${encodeURIComponent(targetId)}`, { signal }),
    refetchInterval: isRunning ? RUNNING_POLL : false,
  });
}

// A change of a rollout shows in the list, in its own page and in each environment it touches.
function useInvalidateAll() {
  const client = useQueryClient();
  return () =>
    Promise.all([
      client.invalidateQueries({ queryKey: rolloutKeys.all }),
      client.invalidateQueries({ queryKey: ["environments"] }),
    ]);
}

/** Plans a change of one environment, freshly read from AWS. Gives the whole draft. */
export function usePlanToggle() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ key, change }: { key: EnvironmentKey; change: Change }) => {
      const { rolloutId } = await granted(planRollout({ keys: [key], change, kind: "toggle" }));
      return client.fetchQuery({ ...rolloutQuery(rolloutId), staleTime: 0 });
    },
  });
}

/** Gives a draft that was just made, read once. */
export function useLoadRollout() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (rolloutId: string) => client.fetchQuery({ ...rolloutQuery(rolloutId), staleTime: 0 }),
  });
}

export type StartInput = {
  rolloutId: string;
  planHash: string;
  capPerLane: number;
  confirmation: string | null;
  downtimeAccepted: boolean;
  /** `null`: now. */
  startAt: WishedStart | null;
  /** Why it does not wait for change windows; `null`: it does. */
  windowOverride: string | null;
};

/** Starts a reviewed draft, or schedules its start. */
export function useStartRollout() {
  const onSettled = useInvalidateAll();
  return useMutation({ mutationFn: (input: StartInput) => granted(startRollout(input)), onSettled });
}

/** Throws a draft away. */
export function useDiscardRollout() {
  const onSettled = useInvalidateAll();
  return useMutation({ mutationFn: (rolloutId: string) => granted(discardRollout({ rolloutId })), onSettled });
}

/** Cancels a scheduled start: the rollout is a draft again. */
export function useUnscheduleRollout() {
  const onSettled = useInvalidateAll();
  return useMutation({ mutationFn: (rolloutId: string) => granted(unscheduleRollout({ rolloutId })), onSettled });
}

/** Stops a running rollout: what is in flight ends by itself. */
export function useStopRollout() {
  const onSettled = useInvalidateAll();
  return useMutation({ mutationFn: (rolloutId: string) => granted(stopRollout({ rolloutId })), onSettled });
}

/** Plans the failed and blocked targets again; gives the new draft's id. */
export function useRetryRollout() {
  const onSettled = useInvalidateAll();
  return useMutation({ mutationFn: (rolloutId: string) => granted(retryRollout({ rolloutId })), onSettled });
}

export type UndoHow = "write-earlier-value" | "remove-override";

/** Plans the way back; gives the new draft's id. */
export function useUndoRollout() {
  const onSettled = useInvalidateAll();
  return useMutation({
    mutationFn: ({ rolloutId, how }: { rolloutId: string; how: UndoHow }) => granted(undoRollout({ rolloutId, how })),
    onSettled,
  });
}
