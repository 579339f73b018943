import type { LimiterClock } from "./limiter.ts";

/** A clock that stands still until told, and timers that fire, in order, when it passes them. */
export function handClock() {
  let now = 0;
  const timers = new Set<{ at: number; wake: () => void }>();
  const clock: LimiterClock = {
    now: () => now,
    after: (ms, wake) => {
      const timer = { at: now + ms, wake };
      timers.add(timer);
      return () => timers.delete(timer);
    },
  };
  /** Lets what a wake-up set in motion come to rest, before the next one is looked for. */
  const settle = async () => {
    for (let turn = 0; turn < 8; turn += 1) await Promise.resolve();
  };
  const advance = async (ms: number) => {
    const end = now + ms;
    for (;;) {
      await settle();
      const due = [...timers].filter(({ at }) => at <= end).toSorted((one, other) => one.at - other.at)[0];
      if (due === undefined) break;
      timers.delete(due);
      now = Math.max(now, due.at);
      due.wake();
    }
    now = end;
    await settle();
  };
  return { clock, advance, timers };
}
