import { queryOptions } from "@tanstack/react-query";
import type { EnvironmentKey } from "#lib/imds/environment.ts";
import type { PostureChangeView } from "#lib/imds/history.ts";
import { paths } from "#lib/paths.ts";
import type { OwnChange } from "#lib/rollouts/rollout.ts";
import { fetchJson } from "./fetch-json.ts";

/** What scans saw change of one environment, and what rollouts of ours did to it. */
export type EnvironmentHistory = { changes: PostureChangeView[]; ours: OwnChange[] };

const POLL = 10_000;

/** One environment's history; asked every 10 s. */
export function environmentHistoryQuery({ accountId, region, environmentId }: EnvironmentKey) {
  const key = { accountId, region, environmentId };
  return queryOptions({
    queryKey: ["environments", "history", key] as const,
    queryFn: ({ signal }) => fetchJson<EnvironmentHistory>(`/api${paths.environment(key)}/history`, { signal }),
    refetchInterval: POLL,
  });
}
