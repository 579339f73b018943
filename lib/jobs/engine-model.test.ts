import fc from "fast-check";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { liftHalt } from "#lib/db/halt-queries.ts";
import { onEachDatabase } from "#lib/db/test-database.ts";
import { statuses, watchUpdates } from "./test-engine-checks.ts";
import { Happening, settle } from "./test-engine-commands.ts";
import { happenings } from "./test-engine-happenings.ts";

import { setStage } from "./test-engine-stage.ts";
import type { Setup, Stage } from "./test-engine-stage.ts";
import { KEPT } from "./test-engine-scenarios.ts";
import { closeWindow } from "./test-engine-windows.ts";
import { startWire } from "./test-engine-worker.ts";
import type { Wire } from "./test-engine-worker.ts";

/**
 * How much is tried: so many runs of each mix on each database (MODEL_RUNS) of so many steps (MODEL_STEPS). A failing run
 * prints the variables that repeat it, and its steps to keep as a scenario.
 */
const { MODEL_RUNS, MODEL_STEPS, MODEL_SEED, MODEL_PATH, MODEL_REPLAY_PATH } = process.env;
const RUNS = Number(MODEL_RUNS ?? 25);
/** Many times what the usual number of runs takes; more of them take as long as they take. */
const TIMEOUT_MS = MODEL_RUNS === undefined ? 600_000 : 24 * 3_600_000;
const REPEATED = {
  ...(MODEL_SEED === undefined ? {} : { seed: Number(MODEL_SEED) }),
  ...(MODEL_PATH === undefined ? {} : { path: MODEL_PATH }),
};

onEachDatabase((sql) => {
  let wires: Wire[] = [];
  beforeAll(async () => {
    wires = await Promise.all([startWire(), startWire(), startWire()]);
  });
  afterAll(async () => {
    await Promise.all(wires.map((wire) => wire.close()));
  });
  // Only the date is ours, and it only goes on: the embedded database lives in this process and reads the same clock.
  beforeAll(() => {
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() });
  });
  afterAll(() => {
    vi.useRealTimers();
  });

  async function run(
    setup: Setup,
    commands: Iterable<fc.AsyncCommand<object, Stage>>,
    look: (stage: Stage) => Promise<void> = () => Promise.resolve(),
  ): Promise<void> {
    const stage = await setStage(sql(), wires, setup);
    watchUpdates(stage);
    try {
      await fc.asyncModelRun(() => ({ model: {}, real: stage }), commands);
      await look(stage);
      await settle(stage);
    } finally {
      for (const worker of [0, 1]) await stage.lives[worker]?.die();
      await liftHalt(sql());
      while (stage.windows.length > 0) await closeWindow(stage, 0);
      await stage.aws.close();
    }
  }

  const wanted = fc.constantFrom<Setup["wanted"][number]>("disable", "disable", "disable", "enable", "remove", "keep");
  const setups: fc.Arbitrary<Setup> = fc.record(
    {
      seed: fc.integer({ min: 1, max: 6 }),
      wanted: fc.array(wanted, { minLength: 2, maxLength: 4 }),
      cap: fc.integer({ min: 1, max: 2 }),
      rollouts: fc.constantFrom<1 | 2>(1, 1, 2),
      ahead: fc.constantFrom(0, 0, -4, 4),
      policy: fc.constantFrom<Setup["policy"]>("none", "no failure", "one failure in all", "waves", "bakes"),
      startsIn: fc.constantFrom(0, 0, 0, 60, 3_600),
      overridesWindows: fc.constantFrom(false, false, false, true),
    },
    { noNullPrototype: true },
  );

  it.each(KEPT)("no longer: $broke", async ({ setup, steps, leaves }) => {
    const happened = steps.map((step) => new Happening(step));
    await run(setup, happened, async (stage) => {
      expect(await statuses(stage)).toEqual(leaves);
    });
  });

  it.each([
    { what: "everything", steps: 30 },
    { what: "workers", steps: 12 },
    { what: "people", steps: 20 },
    { what: "windows", steps: 20 },
  ] as const)("keeps its promises, whatever happens in whatever order: $what", { timeout: TIMEOUT_MS }, async (mix) => {
    const steps = Number(MODEL_STEPS ?? mix.steps);
    const property = fc.asyncProperty(setups, happenings(mix.what, steps, MODEL_REPLAY_PATH), (setup, happened) =>
      run(setup, happened),
    );
    const tried = await fc.check(property, { numRuns: RUNS, ...REPEATED });
    if (tried.failed) {
      const words = await fc.asyncDefaultReportMessage(tried);
      const replay = /replayPath="([^"]*)"/.exec(words ?? "")?.[1] ?? "";
      const again = `MODEL_SEED=${tried.seed} MODEL_PATH=${tried.counterexamplePath} MODEL_REPLAY_PATH='${replay}'`;
      throw new Error(`${words}\nTo repeat it: ${again} vitest run engine-model -t ${mix.what}`, {
        cause: tried.errorInstance,
      });
    }
    expect(tried.failed).toBe(false);
  });
});
