import type { PostureChangeView } from "#lib/imds/history.ts";
import type { EnvironmentHistory } from "#lib/queries/history.ts";
import type { OwnChange } from "#lib/rollouts/rollout.ts";

/** What happened to one environment: what a scan saw, or what we did. */
export type HistoryEntry =
  | { kind: "seen"; at: string; change: PostureChangeView }
  | { kind: "ours"; at: string; own: OwnChange };

/** Takes an environment's history and gives both kinds in one order, the newest first. */
export function mergeHistory({ changes, ours }: EnvironmentHistory): HistoryEntry[] {
  const seen = changes.map((change): HistoryEntry => ({ kind: "seen", at: change.seenAt, change }));
  const done = ours.map((own): HistoryEntry => ({ kind: "ours", at: own.startedAt, own }));
  return [...seen, ...done].toSorted((one, other) => Date.parse(other.at) - Date.parse(one.at));
}
