import type { PauseReason, RolloutStatus, WaveView } from "./rollout.ts";

/** What a person or the engine did to a rollout, as the audit log has it. */
export type Deed = { at: string; by: string } & (
  | { kind: "scheduled" | "unscheduled" | "resumed" }
  | { kind: "paused"; pause: PauseReason }
  | { kind: "stop-requested"; abort: boolean }
  | { kind: "target-skipped"; name: string }
);

/** A line of a rollout's own timeline. `by`: who did it; `null`: it followed by itself. */
export type Happening = { at: string; by: string | null } & (
  | { kind: "planned" | "started" | "finished" | "stopped" }
  | { kind: "wave-opened" | "wave-passed"; wave: number }
  /** All of its targets have ended. */
  | { kind: "bake-began"; wave: number; minutes: number }
  | Deed
);

type Lived = {
  status: RolloutStatus;
  createdBy: string;
  createdAt: string;
  startedBy: string | null;
  startedAt: string | null;
  finishedAt: string | null;
  waves: readonly Pick<WaveView, "number" | "bakeMinutes" | "openedAt" | "endedAt" | "passedAt" | "passedBy">[];
};

/** How lines of one moment follow one another. */
const ORDER: Record<Happening["kind"], number> = {
  planned: 0,
  scheduled: 1,
  unscheduled: 2,
  started: 3,
  resumed: 4,
  "target-skipped": 5,
  "bake-began": 6,
  "wave-passed": 7,
  "wave-opened": 8,
  paused: 9,
  "stop-requested": 10,
  finished: 11,
  stopped: 11,
};

function ofWave({ number: wave, bakeMinutes, ...times }: Lived["waves"][number]): Happening[] {
  const { openedAt, endedAt, passedAt, passedBy } = times;
  return [
    ...(openedAt === null ? [] : [{ kind: "wave-opened" as const, at: openedAt, by: null, wave }]),
    ...(endedAt === null || bakeMinutes === 0
      ? []
      : [{ kind: "bake-began" as const, at: endedAt, by: null, wave, minutes: bakeMinutes }]),
    ...(passedAt === null ? [] : [{ kind: "wave-passed" as const, at: passedAt, by: passedBy, wave }]),
  ];
}

/** Takes a rollout with its waves and what was done to it, and gives its timeline, oldest first. */
export function happeningsOf(rollout: Lived, deeds: readonly Deed[]): Happening[] {
  const { status, createdAt, createdBy, startedAt, startedBy, finishedAt } = rollout;
  const lines: Happening[] = [
    { kind: "planned", at: createdAt, by: createdBy },
    ...(startedAt === null ? [] : [{ kind: "started" as const, at: startedAt, by: startedBy }]),
    ...rollout.waves.flatMap(ofWave),
    ...deeds,
    ...(finishedAt === null || (status !== "finished" && status !== "stopped")
      ? []
      : [{ kind: status, at: finishedAt, by: null }]),
  ];
  return lines.toSorted(
    (one, other) => Date.parse(one.at) - Date.parse(other.at) || ORDER[one.kind] - ORDER[other.kind],
  );
}
