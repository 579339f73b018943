import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { haltRollouts, liftRolloutHalt } from "#lib/actions/halt-rollouts.ts";
import type { Halt } from "#lib/rollouts/rollout.ts";
import { fetchJson } from "./fetch-json.ts";
import { granted } from "./granted.ts";

const POLL = 15_000;

/** Who halted every rollout, when and why; asked every 15 s, for it concerns every page. */
export function haltQuery() {
  return queryOptions({
    queryKey: ["rollouts", "halt"],
    queryFn: ({ signal }) => fetchJson<{ halt: Halt | null }>("/api/rollouts/halt", { signal }),
    refetchInterval: POLL,
  });
}

function useInvalidateRollouts() {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: ["rollouts"] });
}

/** Halts every rollout, for a reason. */
export function useHalt() {
  const onSettled = useInvalidateRollouts();
  return useMutation({ mutationFn: (reason: string) => granted(haltRollouts({ reason })), onSettled });
}

/** Lifts the halt; what it paused stays paused. */
export function useLiftHalt() {
  const onSettled = useInvalidateRollouts();
  return useMutation({ mutationFn: () => granted(liftRolloutHalt({})), onSettled });
}
