import type { Policy, WaveRule } from "./policy.ts";
import { shareOf } from "./policy.ts";
import type { Target } from "./target.ts";

/** What waves are made from. */
export type Waved = Pick<Target, "id" | "accountId" | "region" | "environmentId" | "application" | "tags">;

/** `untagged`: the last wave of a rule by tag, of what has no such tag. */
export type WaveKind = "canary" | "wave" | "untagged";

/** An ordered group of targets: it starts when the one before has ended and baked. */
export type Wave = {
  /** From 0. */
  number: number;
  kind: WaveKind;
  /** What its targets have in common: a region, an account, an application, a tag, or the share of all done after it. */
  label: string | null;
  bakeMinutes: number;
  targetIds: string[];
};

type Group = { kind: Wave["kind"]; label: string | null; targets: Waved[] };

/** By code unit: the same on every machine, whatever its language. */
const order = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);
const laneOf = ({ accountId, region }: Waved): string => `${accountId} ${region}`;
const nameOf = (target: Waved): string => `${laneOf(target)} ${target.environmentId}`;

function by(targets: readonly Waved[], key: (target: Waved) => string): Map<string, Waved[]> {
  return Map.groupBy(targets, key);
}

/** Targets one of each lane in turn, so that a share of all is a share of every lane, as far as that goes. */
function spread(targets: readonly Waved[]): Waved[] {
  const sorted = targets.toSorted((one, other) => order(nameOf(one), nameOf(other)));
  const lanes = [...by(sorted, laneOf).values()];
  const longest = Math.max(0, ...lanes.map((lane) => lane.length));
  return Array.from({ length: longest }, (_, place) => lanes.flatMap((lane) => lane[place] ?? [])).flat();
}

/** Those of `first` in that order, the others by name after them. */
function inOrder(names: Iterable<string>, first: readonly string[]): string[] {
  const rank = (name: string) => (first.includes(name) ? first.indexOf(name) : first.length);
  return [...names].toSorted((one, other) => rank(one) - rank(other) || order(one, other));
}

/** The value a target's wave goes by: where its instances disagree, the one that comes last, for that is the careful one. */
function tagOf({ tags }: Waved, { key, order: first }: Extract<WaveRule, { by: "tag" }>): string | undefined {
  return inOrder(tags !== null && Object.hasOwn(tags, key) ? (tags[key] ?? []) : [], first).at(-1);
}

function groupsByTag(rest: readonly Waved[], rule: Extract<WaveRule, { by: "tag" }>): Group[] {
  const groups = Map.groupBy(rest, (target) => tagOf(target, rule));
  const values = inOrder(
    [...groups.keys()].filter((value) => value !== undefined),
    rule.order,
  );
  return [
    ...values.map((value): Group => ({
      kind: "wave",
      label: `${rule.key}=${value}`,
      targets: groups.get(value) ?? [],
    })),
    { kind: "untagged", label: null, targets: groups.get(undefined) ?? [] },
  ];
}

function canaryOf(targets: readonly Waved[], { canary }: Policy): Waved[] {
  switch (canary.kind) {
    case "none":
      return [];
    case "amount":
      return targets.slice(0, Math.max(1, shareOf(canary.amount, targets.length)));
    case "one-per-region":
      return [...by(targets, ({ region }) => region).values()].flatMap(([first]) => first ?? []);
  }
}

function groupsOf(rest: readonly Waved[], all: number, rule: WaveRule, regions: Policy["regions"]): Group[] {
  const named = (key: (target: Waved) => string, sort: (keys: Iterable<string>) => string[]): Group[] => {
    const groups = by(rest, key);
    return sort(groups.keys()).map((label) => ({ kind: "wave", label, targets: groups.get(label) ?? [] }));
  };
  const byName = (keys: Iterable<string>) => [...keys].toSorted(order);
  switch (rule.by) {
    case "all":
      return [{ kind: "wave", label: null, targets: [...rest] }];
    case "region":
      return named(
        ({ region }) => region,
        (keys) => inOrder(keys, regions.order),
      );
    case "account":
      return named(({ accountId }) => accountId, byName);
    case "application":
      return named(({ application }) => application, byName);
    case "tag":
      return groupsByTag(rest, rule);
    case "percent": {
      let taken = all - rest.length;
      return rule.steps.map((percent) => {
        const until = Math.max(1, shareOf({ kind: "percent", percent }, all));
        const from = taken;
        taken = Math.max(taken, until);
        const done = all - rest.length;
        return { kind: "wave", label: `${percent} %`, targets: rest.slice(from - done, taken - done) };
      });
    }
  }
}

function inSequence(groups: readonly Group[], { order: first }: Policy["regions"]): Group[] {
  return groups.flatMap((group) => {
    const regions = by(group.targets, ({ region }) => region);
    return inOrder(regions.keys(), first).map((region) => ({
      ...group,
      label: group.label === null || group.label === region ? region : `${group.label} · ${region}`,
      targets: regions.get(region) ?? [],
    }));
  });
}

/**
 * Takes the targets that will change, in any order, and a policy without problems, and gives its waves: each target is in
 * exactly one, and none is empty. The same targets and policy give the same waves.
 */
export function wavesOf(targets: readonly Waved[], policy: Policy): Wave[] {
  const all = spread(targets);
  const canary = canaryOf(all, policy);
  const first = new Set(canary);
  const rest = all.filter((target) => !first.has(target));
  const groups = groupsOf(rest, all.length, policy.waves, policy.regions);
  const ordered: Group[] = [
    { kind: "canary", label: null, targets: canary },
    ...(policy.regions.run === "sequence" ? inSequence(groups, policy.regions) : groups),
  ];
  return ordered
    .filter((group) => group.targets.length > 0)
    .map((group, number) => ({
      number,
      kind: group.kind,
      label: group.label,
      bakeMinutes: group.kind === "canary" ? policy.bakeMinutes.canary : policy.bakeMinutes.wave,
      targetIds: group.targets.map(({ id }) => id),
    }));
}
