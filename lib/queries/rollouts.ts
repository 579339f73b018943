import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { choosePolicy } from "#lib/actions/choose-policy.ts";
import { discardRollout } from "#lib/actions/discard-rollout.ts";
import { endBake } from "#lib/actions/end-bake.ts";
import { pauseRollout } from "#lib/actions/pause-rollout.ts";
import { planRollout } from "#lib/actions/plan-rollout.ts";
import { resumeRollout } from "#lib/actions/resume-rollout.ts";
import { retryRollout } from "#lib/actions/retry-rollout.ts";
import { skipTarget } from "#lib/actions/skip-target.ts";
import { startRollout } from "#lib/actions/start-rollout.ts";
import { stopRollout } from "#lib/actions/stop-rollout.ts";
import { undoRollout } from "#lib/actions/undo-rollout.ts";
import { unscheduleRollout } from "#lib/actions/unschedule-rollout.ts";
import type { EnvironmentKey } from "#lib/imds/environment.ts";
import type { Scope } from "#lib/rollouts/plan.ts";
import type { Policy } from "#lib/rollouts/policy.ts";
import { isUnderWay } from "#lib/rollouts/rollout.ts";
import type { Acknowledgements, RolloutDetail, RolloutSummary, TargetView } from "#lib/rollouts/rollout.ts";
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
      query.state.data?.some(({ status }) => isUnderWay(status)) === true ? LIST_POLL : IDLE_POLL,
  });
}

function pollOf(rollout: RolloutDetail | undefined): number | false {
  if (rollout === undefined || rollout.status === "draft") return IDLE_POLL;
  if (rollout.status === "scheduled") return SCHEDULED_POLL;
  if (!isUnderWay(rollout.status)) return false;
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

/** Which environments a rollout is planned for: all that a filter's address lets through, or these. */
export type WishedTargets = { kind: "filter"; address: string } | { kind: "keys"; keys: readonly EnvironmentKey[] };

/**
 * Plans one change of many environments; nothing changes in AWS. Gives the draft's id. The draft it replaces, which was gone
 * back from, is discarded.
 */
export function usePlanRollout() {
  const invalidate = useInvalidateAll();
  return useMutation({
    mutationFn: async (wish: { targets: WishedTargets; change: Change; replaces: string | null }) => {
      const { targets, change, replaces } = wish;
      const { keys } =
        targets.kind === "keys"
          ? targets
          : await fetchJson<{ keys: EnvironmentKey[] }>(`/api/environments/keys?${targets.address}`);
      const { rolloutId } = await granted(planRollout({ keys: [...keys], change, kind: "bulk" }));
      // The new plan stands whatever becomes of the old one: a draft that stays is in the list, and does nothing.
      if (replaces !== null) await discardRollout({ rolloutId: replaces }).catch(() => undefined);
      return rolloutId;
    },
    // Not waited for: the draft's own page comes first.
    onSettled: () => void invalidate(),
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
  confirmation: string | null;
  acknowledgements: Acknowledgements;
  /** `null`: now. */
  startAt: WishedStart | null;
  /** Why it does not wait for change windows; `null`: it does. */
  windowOverride: string | null;
};

/** Pins another policy to a draft; gives the hash that starts it now. */
export function useChoosePolicy() {
  const onSettled = useInvalidateAll();
  return useMutation({
    mutationFn: (input: { rolloutId: string; policy: Policy }) => granted(choosePolicy(input)),
    onSettled,
  });
}

/** Starts a reviewed draft, or schedules its start; with a policy, pins that first: what starts is what its waves were shown for. */
export function useStartRollout() {
  const onSettled = useInvalidateAll();
  return useMutation({
    mutationFn: async ({ policy, ...input }: StartInput & { policy?: Policy }) => {
      const { rolloutId } = input;
      const pinned = policy === undefined ? input : await granted(choosePolicy({ rolloutId, policy }));
      return granted(startRollout({ ...input, planHash: pinned.planHash }));
    },
    onSettled,
  });
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

/** Stops a rollout: what is in flight ends by itself, or is aborted. */
export function useStopRollout() {
  const onSettled = useInvalidateAll();
  return useMutation({
    mutationFn: (input: { rolloutId: string; abort: boolean }) => granted(stopRollout(input)),
    onSettled,
  });
}

/** Pauses a running rollout, resumes a paused one, or ends the bake of its wave. */
export function useSteerRollout() {
  const onSettled = useInvalidateAll();
  return useMutation({
    mutationFn: ({ rolloutId, verb }: { rolloutId: string; verb: "pause" | "resume" | "end-bake" }) => {
      switch (verb) {
        case "pause":
          return granted(pauseRollout({ rolloutId }));
        case "resume":
          return granted(resumeRollout({ rolloutId }));
        case "end-bake":
          return granted(endBake({ rolloutId }));
      }
    },
    onSettled,
  });
}

/** Leaves a target out that has not started. */
export function useSkipTarget() {
  const onSettled = useInvalidateAll();
  return useMutation({
    mutationFn: (input: { rolloutId: string; targetId: string }) => granted(skipTarget(input)),
    onSettled,
  });
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
    mutationFn: (input: { rolloutId: string; how: UndoHow; scope: Scope }) => granted(undoRollout(input)),
    onSettled,
  });
}
