import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import type { InfiniteData } from "@tanstack/react-query";
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
import type { Acknowledgements, ListedStatus, RolloutDetail, RolloutPage } from "#lib/rollouts/rollout.ts";
import type { Change } from "#lib/rollouts/target.ts";
import { fetchIfChanged, fetchJson } from "./fetch-json.ts";
import type { Held } from "./fetch-json.ts";
import { granted } from "./granted.ts";
import { rolloutKeys } from "./rollout-keys.ts";
import type { WishedStart } from "./windows.ts";

/** How many rollouts one request brings. */
export const ROLLOUTS_AT_ONCE = 50;

const LIST_POLL = 3_000;
const IDLE_POLL = 20_000;

type Listed = InfiniteData<Held<RolloutPage>, string | null>;

const isMoving = ({ value }: Held<RolloutPage>): boolean => value.rollouts.some(({ status }) => isUnderWay(status));

/** The newest rollouts first, those of one status or of all; each page follows the last rollout of the one before. */
export function rolloutsQuery(status: ListedStatus | null) {
  return infiniteQueryOptions({
    queryKey: rolloutKeys.list(status),
    queryFn: ({ pageParam, queryKey, client, signal }) => {
      const asked = new URLSearchParams({ ...(status && { status }), ...(pageParam && { after: pageParam }) });
      const listed = client.getQueryData<Listed>(queryKey);
      const held = listed?.pages[listed.pageParams.indexOf(pageParam)];
      return fetchIfChanged<RolloutPage>(`/api/rollouts?${asked.toString()}`, held, signal);
    },
    initialPageParam: null as string | null,
    getNextPageParam: ({ value }) => (value.hasMore ? (value.rollouts.at(-1)?.id ?? null) : null),
    refetchInterval: (query) => (query.state.data?.pages.some(isMoving) === true ? LIST_POLL : IDLE_POLL),
  });
}

/** A draft whole, with all of its targets; asked more often while AWS is asked about their settings. */
export function rolloutQuery(id: string) {
  return queryOptions({
    queryKey: rolloutKeys.whole(id),
    queryFn: ({ signal }) => fetchJson<RolloutDetail>(`/api/rollouts/${encodeURIComponent(id)}/whole`, { signal }),
    refetchInterval: ({ state: { data } }) =>
      data?.status === "draft" && data.validated.answered < data.validated.of ? LIST_POLL : IDLE_POLL,
  });
}

// A change of a rollout shows in the list, in its own page and in each environment it touches. What follows a change is given to
// these hooks, not to `mutate`: what asked may be gone from the page once this has read how things stand now.
function useInvalidateAll() {
  const client = useQueryClient();
  return () =>
    Promise.all([
      client.invalidateQueries({ queryKey: rolloutKeys.all }),
      client.invalidateQueries({ queryKey: ["environments"] }),
    ]);
}

// What leads elsewhere is for who still is on the page that asked: whoever went on meanwhile is not fetched back.
const pageNow = (): string => window.location.pathname;

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
    mutationFn: (input: { rolloutId: string; planHash: string; policy: Policy }) => granted(choosePolicy(input)),
    onSettled,
  });
}

/**
 * Starts a reviewed draft, or schedules its start; with a policy, pins that first: what starts is what its waves were shown for.
 * `forget` then drops what was kept of it.
 */
export function useStartRollout(forget?: () => void) {
  const onSettled = useInvalidateAll();
  return useMutation({
    mutationFn: async ({ policy, ...input }: StartInput & { policy?: Policy }) => {
      const { rolloutId } = input;
      const pinned =
        policy === undefined ? input : await granted(choosePolicy({ rolloutId, policy, planHash: input.planHash }));
      return granted(startRollout({ ...input, planHash: pinned.planHash }));
    },
    onSuccess: () => forget?.(),
    onSettled,
  });
}

/** Throws a draft away; `forget` then drops what was kept of it, and `leave` leads away from its page. */
export function useDiscardRollout({ forget, leave }: { forget?: () => void; leave?: () => void } = {}) {
  const onSettled = useInvalidateAll();
  return useMutation({
    mutationFn: (rolloutId: string) => granted(discardRollout({ rolloutId })),
    onMutate: pageNow,
    onSuccess: (_discarded, _rolloutId, asked) => {
      forget?.();
      if (asked === pageNow()) leave?.();
    },
    onSettled,
  });
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

/** What a person does to a rollout under way, with what the person saw of it: what has come since is not meant. */
export type Steering = { rolloutId: string } & (
  | { verb: "pause" }
  | { verb: "resume"; pausedAt: string | null; failures: number }
  | { verb: "end-bake"; wave: number }
);

/** Pauses a running rollout, resumes a paused one, or ends the bake of its wave. */
export function useSteerRollout() {
  const onSettled = useInvalidateAll();
  return useMutation({
    mutationFn: ({ rolloutId, ...steering }: Steering) => {
      switch (steering.verb) {
        case "pause":
          return granted(pauseRollout({ rolloutId }));
        case "resume":
          return granted(resumeRollout({ rolloutId, pausedAt: steering.pausedAt, failures: steering.failures }));
        case "end-bake":
          return granted(endBake({ rolloutId, wave: steering.wave }));
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

/** Plans the failed and blocked targets again; `onDraft` gets the new draft's id, where the person still waits for it. */
export function useRetryRollout(onDraft: (rolloutId: string) => void) {
  const onSettled = useInvalidateAll();
  return useMutation({
    mutationFn: (rolloutId: string) => granted(retryRollout({ rolloutId })),
    onMutate: pageNow,
    onSuccess: (draft, _rolloutId, asked) => {
      if (asked === pageNow()) onDraft(draft.rolloutId);
    },
    onSettled,
  });
}

export type UndoHow = "write-earlier-value" | "remove-override";

/** Plans the way back; `onDraft` gets the new draft's id, where the person still waits for it. */
export function useUndoRollout(onDraft: (rolloutId: string) => void) {
  const onSettled = useInvalidateAll();
  return useMutation({
    mutationFn: (input: { rolloutId: string; how: UndoHow; scope: Scope }) => granted(undoRollout(input)),
    onMutate: pageNow,
    onSuccess: (draft, _input, asked) => {
      if (asked === pageNow()) onDraft(draft.rolloutId);
    },
    onSettled,
  });
}
