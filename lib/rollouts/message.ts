import type { PauseReason, RolloutKind, RolloutSummary, TargetCounts, WaveView } from "./rollout.ts";

/** What happens to a rollout that a webhook is told of. Names are of environments, the first few of so many. */
export type RolloutNews =
  | { kind: "started" }
  | { kind: "wave-done"; wave: DoneWave }
  | { kind: "paused"; pause: PauseReason | (Extract<PauseReason, { kind: "halt" }> & { reason: string }) }
  | { kind: "resumed"; by: string }
  | { kind: "finished"; status: "finished" | "stopped"; failed: string[] };

/** A wave that has passed. `passedBy`: who ended its bake; `null`: its gates did. `gatesFailed`: in how many its bake failed. */
export type DoneWave = Pick<WaveView, "number" | "kind" | "label" | "openedAt" | "endedAt" | "passedBy"> & {
  counts: TargetCounts;
  gatesFailed: number;
};

/** What every message says of its rollout. `environment` is there where it has a single one. */
export type RolloutFacts = Pick<
  RolloutSummary,
  "id" | "kind" | "change" | "basedOn" | "createdBy" | "startedBy" | "startedAt" | "counts" | "gatesFailed"
> & {
  policy: RolloutSummary["policy"]["name"];
  waves: number;
  environment: {
    accountId: string;
    accountLabel: string;
    region: string;
    environmentId: string;
    environmentName: string;
    application: string;
  } | null;
};

/** Takes why a rollout exists and tells whether that is told: of a single change, which a person watches, only how it ended. */
export function isTold(kind: RolloutKind, { kind: news }: RolloutNews): boolean {
  return kind !== "toggle" || news === "finished";
}

/** Takes a rollout, what happened to it and when, and gives the message; docs/webhooks.md has its fields. */
export function messageOf({ id, ...facts }: RolloutFacts, news: RolloutNews, at: Date) {
  return {
    type: `rollout.${news.kind}`,
    at,
    data: { rolloutId: id, ...facts, ...detailOf(news, facts.startedAt, at) },
  };
}

/** Screens count waves from 1. */
const shown = (number: number): number => number + 1;

function detailOf(news: RolloutNews, startedAt: string | null, at: Date): object {
  switch (news.kind) {
    case "started":
      return {};
    case "wave-done":
      return { wave: { ...news.wave, number: shown(news.wave.number), passedAt: at.toISOString() } };
    case "paused":
      return {
        pause: news.pause.kind === "inconclusive" ? { ...news.pause, wave: shown(news.pause.wave) } : news.pause,
      };
    case "resumed":
      return { resumedBy: news.by };
    case "finished":
      return {
        status: news.status,
        finishedAt: at.toISOString(),
        seconds: startedAt === null ? null : Math.round((at.getTime() - Date.parse(startedAt)) / 1_000),
        failed: news.failed,
      };
  }
}
