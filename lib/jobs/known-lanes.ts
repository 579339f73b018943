import { setTimeout as delay } from "node:timers/promises";
import type { AccessTo } from "./lanes.ts";

/**
 * Whether a server knows which lanes are to be read. Until it does, the database has those of an earlier start: they are shown,
 * and nobody reads or writes there, for they may be configured no longer.
 */
export type KnownLanes = {
  areKnown: () => boolean;
  /** Rejects with why they cannot be known. */
  known: Promise<void>;
  /** Takes milliseconds, waits so long at most, and tells whether they are known then. */
  within: (milliseconds: number) => Promise<boolean>;
};

/** Takes what finds the lanes, begins it, and gives whether they are known. */
export function knowLanes(find: () => Promise<void>): KnownLanes {
  let areKnown = false;
  const settle = async (): Promise<void> => {
    await find();
    areKnown = true;
  };
  const known = settle();
  // Who waits is told all the same; while nobody does, the process is not to end for it.
  known.catch(() => undefined);
  const within = async (milliseconds: number): Promise<boolean> => {
    const ended = new AbortController();
    try {
      await Promise.race([known, delay(milliseconds, undefined, { signal: ended.signal })]);
    } finally {
      ended.abort();
    }
    return areKnown;
  };
  return { areKnown: () => areKnown, known, within };
}

/** Takes how lanes are reached and gives the same for whoever may ask before they are known: until then there is no access. */
export function accessOnceKnown({ areKnown }: Pick<KnownLanes, "areKnown">, accessTo: AccessTo): AccessTo {
  return (lane) => (areKnown() ? accessTo(lane) : Promise.resolve(undefined));
}
