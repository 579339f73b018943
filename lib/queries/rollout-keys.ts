import type { ListedStatus, RolloutStatus } from "#lib/rollouts/rollout.ts";

/** Where what is known of rollouts is kept; all that is of one rollout stands under its own key. */
export const rolloutKeys = {
  all: ["rollouts"] as const,
  list: (status: ListedStatus | null) => ["rollouts", "list", status] as const,
  one: (id: string) => ["rollouts", "one", id] as const,
  whole: (id: string) => ["rollouts", "one", id, "whole"] as const,
  targets: (id: string, address: string, page: number) => ["rollouts", "one", id, "targets", address, page] as const,
  target: (id: string, targetId: string) => ["rollouts", "one", id, "target", targetId] as const,
  failures: (id: string, count: number) => ["rollouts", "one", id, "failures", count] as const,
  timeline: (id: string, status: RolloutStatus) => ["rollouts", "one", id, "timeline", status] as const,
  timeLeft: (id: string) => ["rollouts", "one", id, "time-left"] as const,
  undo: (id: string) => ["rollouts", "one", id, "undo"] as const,
};
