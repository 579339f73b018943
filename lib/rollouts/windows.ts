import type { Target } from "./target.ts";
import type {
  ChangeWindow,
  ClosedTargets,
  Closure,
  HeldLane,
  WindowName,
  WindowOutlook,
  WindowRule,
} from "./window.ts";
import { stretchesOf } from "./window-times.ts";
import type { Stretch } from "./window-times.ts";

const DAY = 86_400_000;
/** Every weekly window begins again within this, also where clocks change or a date is skipped. */
const LONGEST_GAP = 9 * DAY;
/** Weekly windows of several zones meet anew when clocks change; what has not opened in a year and a month never does. */
const HORIZON = 400 * DAY;

/** Where an environment is, as far as windows know. */
type Place = Pick<Target, "accountId" | "region" | "application">;
type NamedRule = WindowRule & WindowName;

const speaksOf = (list: readonly string[], value: string): boolean => list.length === 0 || list.includes(value);

/** Takes an environment and gives the windows that speak of it. */
export function windowsOf<W extends WindowRule>(place: Place, windows: readonly W[]): W[] {
  return windows.filter(
    ({ scope }) =>
      speaksOf(scope.accounts, place.accountId) &&
      speaksOf(scope.regions, place.region) &&
      speaksOf(scope.applications, place.application),
  );
}

/** Takes a window and gives the stretch an instant lies in, the last to end where several overlap. */
function stretchAt(rule: WindowRule, at: number): Stretch | undefined {
  return stretchesOf(rule, { from: at, to: at + 1 }).toSorted((one, other) => other.to - one.to)[0];
}

/** Takes a window and gives when it next begins after an instant; `undefined`: never again. */
function nextStart(rule: WindowRule, after: number): number | undefined {
  const horizon = rule.recurrence.kind === "weekly" ? after + LONGEST_GAP : Infinity;
  return stretchesOf(rule, { from: after, to: horizon }).find(({ from }) => from > after)?.from;
}

type Blocked = { why: Closure["why"]; windows: NamedRule[]; notBefore: number };

/** Takes the windows that speak of an environment and gives what closes it at an instant, and how long at least. */
function blockedAt(windows: readonly NamedRule[], at: number): Blocked | undefined {
  const denying = windows.flatMap((window) => {
    const stretch = window.kind === "deny" ? stretchAt(window, at) : undefined;
    return stretch === undefined ? [] : [{ window, stretch }];
  });
  if (denying.length > 0) {
    const notBefore = Math.max(...denying.map(({ stretch }) => stretch.to));
    return { why: "denied", windows: denying.map(({ window }) => window), notBefore };
  }
  const allowing = windows.filter(({ kind }) => kind === "allow");
  if (allowing.length === 0 || allowing.some((window) => stretchAt(window, at) !== undefined)) return undefined;
  const notBefore = Math.min(...allowing.map((window) => nextStart(window, at) ?? Infinity));
  return { why: "outside", windows: allowing, notBefore };
}

/** Takes an environment, all windows and an instant and tells whether it must not be changed then. Deny wins over allow. */
export function isClosed(place: Place, windows: readonly NamedRule[], at: Date): boolean {
  return blockedAt(windowsOf(place, windows), at.getTime()) !== undefined;
}

/** The end of the last absolute range: from there on every week is like the one before, until clocks change. */
function settledAfter(windows: readonly WindowRule[], at: number): number {
  const ends = windows
    .filter(({ recurrence }) => recurrence.kind === "once")
    .flatMap((window) => stretchesOf(window, { from: at, to: Infinity }))
    .flatMap(({ from, to }) => [from, to])
    .filter(Number.isFinite);
  return Math.max(at, ...ends);
}

/** Takes the windows that speak of an environment and gives the first instant from `at` on at which it is open; `null`: never. */
export function nextOpening(windows: readonly NamedRule[], at: Date): Date | null {
  const end = settledAfter(windows, at.getTime()) + HORIZON;
  let instant = at.getTime();
  while (instant <= end) {
    const blocked = blockedAt(windows, instant);
    if (blocked === undefined) return new Date(instant);
    instant = blocked.notBefore;
  }
  return null;
}

/** Takes the windows that speak of an environment and an instant and gives why it is closed, or `null` where it is open. */
export function closureAt(windows: readonly NamedRule[], at: Date): Closure | null {
  const blocked = blockedAt(windows, at.getTime());
  if (blocked === undefined) return null;
  return {
    why: blocked.why,
    windows: blocked.windows.map(({ id, name }) => ({ id, name })),
    opensAt: nextOpening(windows, at)?.toISOString() ?? null,
  };
}

/** Takes environments, all windows and an instant and gives those that are closed, together by why and until when; soonest first. */
export function closedTargets(
  targets: readonly (Place & Pick<Target, "id">)[],
  windows: readonly NamedRule[],
  at: Date,
): ClosedTargets[] {
  const byWindows = new Map<string, { windows: NamedRule[]; targets: string[] }>();
  for (const target of targets) {
    const those = windowsOf(target, windows);
    const key = those.map(({ id }) => id).join();
    const known = byWindows.get(key) ?? { windows: those, targets: [] };
    known.targets.push(target.id);
    byWindows.set(key, known);
  }
  const byClosure = new Map<string, ClosedTargets>();
  for (const group of byWindows.values()) {
    const closure = closureAt(group.windows, at);
    if (closure === null) continue;
    const key = JSON.stringify(closure);
    byClosure.set(key, { ...closure, targets: [...(byClosure.get(key)?.targets ?? []), ...group.targets] });
  }
  const opening = ({ opensAt }: Closure): number => (opensAt === null ? Number.MAX_VALUE : Date.parse(opensAt));
  return [...byClosure.values()].toSorted((one, other) => opening(one) - opening(other));
}

/** Takes the same targets and those that are closed, the first to open first, and gives the lanes that wait for that. */
export function heldLanes(
  targets: readonly (Place & Pick<Target, "id">)[],
  closed: readonly ClosedTargets[],
): HeldLane[] {
  const places = new Map(targets.map((target) => [target.id, target]));
  const held = new Map<string, HeldLane>();
  for (const { opensAt, targets: ids } of closed) {
    for (const { accountId, region } of ids.flatMap((id) => places.get(id) ?? [])) {
      const lane = held.get(`${accountId} ${region}`) ?? { accountId, region, count: 0, opensAt };
      held.set(`${accountId} ${region}`, { ...lane, count: lane.count + 1 });
    }
  }
  return [...held.values()];
}

/** Takes a window and an instant and gives when it begins, or the unbroken run it is in ends; `null`: never. */
function nextChange(rule: WindowRule, at: number): number | null {
  let instant = stretchAt(rule, at)?.to;
  if (instant === undefined) return nextStart(rule, at) ?? null;
  while (instant < at + HORIZON) {
    const next: Stretch | undefined = stretchAt(rule, instant);
    if (next === undefined) return instant;
    instant = next.to;
  }
  return Number.isFinite(instant) && rule.recurrence.kind === "once" ? instant : null;
}

/** Takes windows and an instant and gives what each does then and in the seven days after. */
export function outlookOf(windows: readonly ChangeWindow[], at: Date): WindowOutlook[] {
  const from = at.getTime();
  const to = from + 7 * DAY;
  return windows.map((window) => {
    const changes = nextChange(window, from);
    return {
      window,
      isInForce: stretchAt(window, from) !== undefined,
      changesAt: changes === null ? null : new Date(changes).toISOString(),
      stretches: stretchesOf(window, { from, to }).map((stretch) => ({
        from: new Date(Math.max(from, stretch.from)).toISOString(),
        to: new Date(Math.min(to, stretch.to)).toISOString(),
      })),
    };
  });
}
