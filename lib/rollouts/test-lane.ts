import type { HttpTokens } from "#lib/imds/posture.ts";
import type { LaneObservation, LaneTarget, ObservedEnvironment, ObservedSettings, Steer } from "./observation.ts";
import { NO_POLICY } from "./policy.ts";
import type { BeanstalkEvent } from "./rollout.ts";
import type { Before, Change, Target, TargetState } from "./target.ts";

/** The instant the examples happen at. */
export const NOW = new Date("2026-03-01T12:00:00.000Z");
export const later = (milliseconds: number): Date => new Date(NOW.getTime() + milliseconds);
export const SEEN = "2026-02-01T00:00:00.000Z";
export const DISABLE: Change = { kind: "set", methods: "v2-only" };

export const before: Before = {
  optionValue: "false",
  platformDefault: "false",
  methods: "v1-and-v2",
  equalsDefault: true,
  dateUpdated: SEEN,
  instanceCount: 2,
  replacement: { kind: "immutable" },
  launchKind: "launch-template",
};

/** Takes a state and gives a target in it; the environment's id is `e-<name>`. */
export function targetIn(state: TargetState, more: Partial<Target> = {}): Target {
  const name = more.name ?? "web";
  return {
    id: `target-${name}`,
    rolloutId: "rollout-1",
    accountId: "111122223333",
    region: "eu-west-1",
    environmentId: `e-${name}`,
    name,
    application: "shop",
    change: DISABLE,
    before,
    tags: null,
    validation: null,
    state,
    ...more,
  };
}

/** Takes a target, and what its rollout says where that is not the usual, and gives it in its lane. */
export const inLane = (
  target: Target,
  { capPerLane = 1, wave = 0, ...more }: Partial<Steer> & { capPerLane?: number; wave?: number } = {},
): LaneTarget => ({
  target,
  wave,
  steer: {
    status: "running",
    stopRequested: false,
    abortRequested: false,
    policy: { ...NO_POLICY, cap: { perLane: capPerLane, inAll: null } },
    openWave: 0,
    lane: { size: 4, inFlight: 0, failures: 0 },
    all: { size: 4, inFlight: 0, failures: 0 },
    ...more,
  },
});

/** What AWS shows of one environment in an example; what is left out is as it was before any change. */
export type Scene = {
  gone?: true;
  status?: string;
  dateUpdated?: string;
  abortable?: boolean;
  settings?: Partial<ObservedSettings>;
  tokens?: HttpTokens[];
  events?: Partial<BeanstalkEvent>[];
};

/** Takes scenes by environment id and gives an observation in which everything was read. */
export function observe(scenes: Record<string, Scene>): LaneObservation {
  const shown = Object.entries(scenes);
  const present = shown.filter(([, scene]) => scene.gone === undefined);
  return {
    environments: new Map(
      present.map(([environmentId, scene]): [string, ObservedEnvironment] => [
        environmentId,
        {
          environmentId,
          name: environmentId.slice(2),
          application: "shop",
          status: scene.status ?? "Ready",
          health: "Green",
          dateUpdated: scene.dateUpdated ?? SEEN,
          abortable: scene.abortable ?? false,
        },
      ]),
    ),
    settings: new Map(
      present.map(([id, scene]) => [
        id,
        {
          ok: true,
          value: {
            optionValue: "false",
            draft: null,
            replacement: before.replacement,
            launchKind: before.launchKind,
            ...scene.settings,
          },
        } as const,
      ]),
    ),
    instances: new Map(
      present.map(([id, scene]) => [
        id,
        (scene.tokens ?? ["optional", "optional"]).map((httpTokens, index) => ({
          id: `i-${index}`,
          httpTokens,
          launchedAt: null,
        })),
      ]),
    ),
    events: new Map(
      present.map(([id, scene]) => [
        id,
        (scene.events ?? []).map((event) => ({
          at: NOW.toISOString(),
          severity: "INFO",
          message: "",
          requestId: null,
          ...event,
        })),
      ]),
    ),
  };
}
