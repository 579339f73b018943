import type { EnvironmentKey } from "#lib/imds/environment.ts";
import { writeFilter } from "#lib/imds/environment-filter.ts";
import type { EnvironmentFilter } from "#lib/imds/environment-filter.ts";

const part = encodeURIComponent;

function environment({ accountId, region, environmentId }: EnvironmentKey): string {
  return `/environments/${part(accountId)}/${part(region)}/${part(environmentId)}`;
}

/** Every address of the product, as functions of what they show. */
export const paths = {
  home: () => "/",
  /** The overview; its chart looks back so many days. */
  overview: (days?: number) => (days === undefined ? "/overview" : `/overview?days=${days}`),
  /** The list; with a filter, the filtered list. */
  environments(filter?: EnvironmentFilter): string {
    const query = filter === undefined ? "" : writeFilter(filter).toString();
    return query === "" ? "/environments" : `/environments?${query}`;
  },
  environment,
  /** The tab that holds the "Disable IMDSv1" setting. */
  environmentInstances: (key: EnvironmentKey) => `${environment(key)}/configuration/instances`,
  /** The list of rollouts; with a status, those of it. */
  rollouts: (status: string | null = null) => (status === null ? "/rollouts" : `/rollouts?status=${part(status)}`),
  rollout: (id: string) => `/rollouts/${part(id)}`,
  /** The first step to a rollout; with parameters, what is chosen in it. */
  newRollout: (chosen = "") => `/rollouts/new${chosen && `?${chosen}`}`,
  /** The accepted risks, or the one of this id, however it stands. */
  exceptions: (id?: string) => (id === undefined ? "/exceptions" : `/exceptions?show=all&q=${part(id)}`),
  /** The audit log, or its entries older than the one with this id. */
  activity: (before?: number) => (before === undefined ? "/activity" : `/activity?before=${before}`),
  /** What scans saw change, narrowed by who did it and of what, or the changes older than the one with this id. */
  changes(filter: { cause?: string | null; what?: string | null; before?: number | undefined } = {}): string {
    const query = new URLSearchParams();
    if (filter.cause) query.set("cause", filter.cause);
    if (filter.what) query.set("what", filter.what);
    if (filter.before !== undefined) query.set("before", String(filter.before));
    return query.size === 0 ? "/activity/changes" : `/activity/changes?${query.toString()}`;
  },
  settings: () => "/settings",
  windows: () => "/settings/windows",
  /** `from`: the page to come back to, a path of ours. */
  signIn: (from?: string) => (from === undefined || from === "/" ? "/sign-in" : `/sign-in?from=${part(from)}`),
  /** GET: the environments a filter lets through, in its order, as a file. */
  environmentsExport(format: "csv" | "json", filter: EnvironmentFilter): string {
    const query = writeFilter(filter);
    query.set("format", format);
    return `/api/environments/export?${query.toString()}`;
  },
  /** GET: a rollout's report, as a file. */
  rolloutExport: (id: string, format: "csv" | "json") => `/api/rollouts/${part(id)}/export?format=${format}`,
  /** GET, JSON: environments whose name, id or ARN contains the text. */
  environmentSearch: (text: string, limit: number) =>
    `/api/environments?${new URLSearchParams({ text, limit: String(limit) }).toString()}`,
};

/** Takes an address a request brought along and gives it if it is a path of this site, else the start page. */
export function ownPath(candidate: string | null | undefined): string {
  // "//host" and "/\host" are addresses of other sites to a browser; control characters are dropped by its parser.
  // oxlint-disable-next-line eslint/no-control-regex -- the control characters are what is refused
  if (!candidate || !/^\/(?![/\\])/.test(candidate) || /[\u0000-\u001f\\]/.test(candidate)) return "/";
  return candidate;
}
