import { expect, test } from "vitest";
import { eachOf } from "./each-of.ts";

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

test("does each once, so many at a time", async () => {
  const done: number[] = [];
  let running = 0;
  let most = 0;
  await eachOf([1, 2, 3, 4, 5, 6, 7], 3, async (item) => {
    running += 1;
    most = Math.max(most, running);
    await turn();
    running -= 1;
    done.push(item);
  });
  expect(done).toEqual([1, 2, 3, 4, 5, 6, 7]);
  expect(most).toBe(3);
});

test("throws the first failure after what was under way has ended, and starts nothing more", async () => {
  const started: number[] = [];
  const ended: number[] = [];
  const work = eachOf([1, 2, 3, 4, 5], 2, async (item) => {
    started.push(item);
    await turn();
    if (item === 1) throw new Error("first");
    await turn();
    ended.push(item);
  });
  await expect(work).rejects.toThrow("first");
  expect(started).toEqual([1, 2]);
  expect(ended).toEqual([2]);
});
