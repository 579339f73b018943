/** What arrives one by one and is stored together. */
export type Gathered<T> = {
  /** Takes one; rejects with what storing an earlier one failed with. */
  add: (item: T) => Promise<void>;
  /** Stores what is left. Nothing is under way once it has settled. */
  end: () => Promise<void>;
};

/** A transaction for each of thousands of answers would cost more than reading them; screens ask no more often than this. */
const STORE_EVERY_MS = 2_000;

/** Takes how items are stored and gives what gathers them, and stores those of two seconds together. */
export function gather<T>(store: (items: readonly T[]) => Promise<void>): Gathered<T> {
  let waiting: T[] = [];
  let stored = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  let failed = false;
  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    const items = waiting;
    waiting = [];
    if (items.length === 0) return;
    stored = stored.then(() => store(items));
    // Whoever adds next, or ends, is told.
    stored.catch(() => {
      failed = true;
    });
  };
  return {
    add: async (item) => {
      waiting.push(item);
      timer ??= setTimeout(flush, STORE_EVERY_MS);
      if (failed) await stored;
    },
    end: () => {
      flush();
      return stored;
    },
  };
}
