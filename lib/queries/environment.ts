import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { refreshEnvironment } from "#lib/actions/refresh-environment.ts";
import type { EnvironmentDetail, EnvironmentKey } from "#lib/imds/environment.ts";
import type { LaneView } from "#lib/imds/lane.ts";
import type { InstanceUse } from "#lib/imds/use.ts";
import { isUnderWay } from "#lib/rollouts/rollout.ts";
import type { RolloutSummary, TargetView } from "#lib/rollouts/rollout.ts";
import { isUnfinished } from "#lib/rollouts/target.ts";
import { paths } from "#lib/paths.ts";
import { fetchJson } from "./fetch-json.ts";
import { granted } from "./granted.ts";

/** What one environment's pages show: what was read of it, its lane's last scan, and the latest change made from here. */
export type EnvironmentAnswer = {
  environment: EnvironmentDetail;
  lane: LaneView | null;
  /** What CloudWatch counted of its instances, also of those that are gone. */
  instancesInUse: InstanceUse[];
  latest: { rollout: RolloutSummary; target: TargetView } | null;
};

const keyOf = ({ accountId, region, environmentId }: EnvironmentKey): EnvironmentKey => ({
  accountId,
  region,
  environmentId,
});

const environmentDetailKeys = {
  all: ["environments", "detail"] as const,
  one: (key: EnvironmentKey) => ["environments", "detail", keyOf(key)] as const,
};

const CHANGING_POLL = 1_500;
const BUSY_POLL = 5_000;
const IDLE_POLL = 20_000;

function pollOf(answer: EnvironmentAnswer | undefined): number {
  if (
    answer !== undefined &&
    answer.latest !== null &&
    isUnderWay(answer.latest.rollout.status) &&
    isUnfinished(answer.latest.target.state.status)
  )
    return CHANGING_POLL;
  return answer !== undefined && answer.environment.status !== "Ready" ? BUSY_POLL : IDLE_POLL;
}

/** One environment: asked every 1.5 s while a change of it is under way, every 20 s otherwise. */
export function environmentQuery(key: EnvironmentKey) {
  return queryOptions({
    queryKey: environmentDetailKeys.one(key),
    queryFn: ({ signal }) => fetchJson<EnvironmentAnswer>(`/api${paths.environment(key)}`, { signal }),
    refetchInterval: (query) => pollOf(query.state.data),
  });
}

/** Reads one environment anew from AWS, then asks for everything that shows it. Fails with a RequestFailure. */
export function useRefreshEnvironment(key: EnvironmentKey) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => granted(refreshEnvironment({ key: keyOf(key) })),
    onSettled: () => client.invalidateQueries({ queryKey: ["environments"] }),
  });
}
