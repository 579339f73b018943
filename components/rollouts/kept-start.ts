import { z } from "zod/mini";
import { NOW_AND_IN_WINDOWS } from "#components/windows/start-choice.ts";
import type { StartChoice } from "#components/windows/start-choice.ts";
import { textOf } from "#lib/rollouts/plan.ts";
import type { Acknowledgements } from "#lib/rollouts/rollout.ts";

/** What a person decided about a draft's start and the server does not know yet: when, and what is accepted. */
export type KeptStart = { choice: StartChoice; accepted: Acknowledgements };

export const NOTHING_ACCEPTED: Acknowledgements = { downtime: false, noEvidence: false, inUse: null };

const UNDECIDED: KeptStart = { choice: NOW_AND_IN_WINDOWS, accepted: NOTHING_ACCEPTED };

/** Only this is asked of a browser's store. */
type Store = Pick<Storage, "getItem" | "setItem" | "removeItem">;

const Kept = z.strictObject({
  planHash: z.string(),
  choice: z.strictObject({
    isLater: z.boolean(),
    local: z.string(),
    zone: z.string(),
    override: z.strictObject({ isOn: z.boolean(), reason: z.string() }),
  }),
  accepted: z.strictObject({
    downtime: z.boolean(),
    noEvidence: z.boolean(),
    inUse: z.nullable(
      z.discriminatedUnion("kind", [
        z.strictObject({ kind: z.literal("leave-out") }),
        z.strictObject({ kind: z.literal("override"), reason: z.string() }),
      ]),
    ),
  }),
});

const keyOf = (rolloutId: string): string => `imds-fleet:start:${rolloutId}`;

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Takes a store, a draft's id and its plan's hash and gives what was kept for exactly that plan; anything else is dropped. */
export function readStart(store: Store, rolloutId: string, planHash: string): KeptStart | null {
  const text = store.getItem(keyOf(rolloutId));
  if (text === null) return null;
  const { data } = Kept.safeParse(parsed(text));
  if (data?.planHash === planHash) return { choice: data.choice, accepted: data.accepted };
  store.removeItem(keyOf(rolloutId));
  return null;
}

/** Takes a store, a draft's id, its plan's hash and what is decided for that plan, and keeps it; nothing where nothing is. */
export function keepStart(store: Store, rolloutId: string, planHash: string, start: KeptStart): void {
  if (textOf(start) === textOf(UNDECIDED)) store.removeItem(keyOf(rolloutId));
  else store.setItem(keyOf(rolloutId), JSON.stringify({ planHash, ...start }));
}

/** Takes a store and a draft's id and drops what was kept of it. */
export function forgetStart(store: Store, rolloutId: string): void {
  store.removeItem(keyOf(rolloutId));
}
