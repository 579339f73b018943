import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { AlertView } from "#lib/imds/alert.ts";
import type { AccountPosture, PostureChangeView, PosturePoint, RangeDays } from "#lib/imds/history.ts";
import { fetchJson } from "./fetch-json.ts";

/** What the overview shows. `openAlerts` counts all of them, `alerts` are the newest. */
export type Overview = {
  accounts: AccountPosture[];
  series: PosturePoint[];
  alerts: AlertView[];
  openAlerts: number;
  changes: PostureChangeView[];
};

const POLL = 10_000;
const EMPTY_POLL = 2_000;

/** The overview with the posture over so many days; asked every 10 s, and every 2 s until there is an account. */
export function overviewQuery(days: RangeDays) {
  return queryOptions({
    queryKey: ["overview", days] as const,
    queryFn: ({ signal }) => fetchJson<Overview>(`/api/overview?days=${days}`, { signal }),
    refetchInterval: ({ state: { data } }) => (data?.accounts.length === 0 ? EMPTY_POLL : POLL),
    placeholderData: keepPreviousData,
  });
}
