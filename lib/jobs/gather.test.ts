import { expect, test, vi } from "vitest";
import { gather } from "./gather.ts";

test("stores what comes within a second together, in order, and the rest at the end", async () => {
  vi.useFakeTimers();
  try {
    const stored: number[][] = [];
    const gathered = gather<number>(async (items) => {
      stored.push([...items]);
    });
    await gathered.add(1);
    await gathered.add(2);
    expect(stored).toEqual([]);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(stored).toEqual([[1, 2]]);
    await gathered.add(3);
    await gathered.end();
    expect(stored).toEqual([[1, 2], [3]]);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(stored).toEqual([[1, 2], [3]]);
  } finally {
    vi.useRealTimers();
  }
});

test("tells whoever adds next, and whoever ends, what storing failed with, and stores nothing more", async () => {
  vi.useFakeTimers();
  try {
    let tries = 0;
    const gathered = gather<number>(() => {
      tries += 1;
      return Promise.reject(new Error("the database is gone"));
    });
    await gathered.add(1);
    await vi.advanceTimersByTimeAsync(2_000);
    await expect(gathered.add(2)).rejects.toThrow("the database is gone");
    await expect(gathered.end()).rejects.toThrow("the database is gone");
    expect(tries).toBe(1);
  } finally {
    vi.useRealTimers();
  }
});
