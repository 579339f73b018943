import fc from "fast-check";
import { afterAll, beforeAll, it, vi } from "vitest";
import { onEachDatabase } from "#lib/db/test-database.ts";
import { watchUpdates } from "./test-engine-checks.ts";
import { Happening, happenings, settle } from "./test-engine-commands.ts";

import { setStage } from "./test-engine-stage.ts";
import type { Setup, Stage } from "./test-engine-stage.ts";
import { KEPT } from "./test-engine-scenarios.ts";
import { startWire } from "./test-engine-worker.ts";
import type { Wire } from "./test-engine-worker.ts";

const RUNS = Number(process.env["MODEL_RUNS"] ?? 40);
const COMMANDS = Number(process.env["MODEL_COMMANDS"] ?? 30);
/** A failing run prints these three; with them it is repeated. */
const { MODEL_SEED: seed, MODEL_PATH: path, MODEL_REPLAY_PATH: replayPath } = process.env;

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

  async function run(setup: Setup, commands: Iterable<fc.AsyncCommand<object, Stage>>): Promise<void> {
    const stage = await setStage(sql(), wires, setup);
    watchUpdates(stage);
    try {
      await fc.asyncModelRun(() => ({ model: {}, real: stage }), commands);
      await settle(stage);
    } finally {
      for (const worker of [0, 1]) await stage.lives[worker]?.die();
      await stage.aws.close();
    }
  }

  const wanted = fc.constantFrom<Setup["wanted"][number]>("disable", "disable", "disable", "enable", "remove", "keep");
  const setups: fc.Arbitrary<Setup> = fc.record({
    seed: fc.integer({ min: 1, max: 6 }),
    wanted: fc.array(wanted, { minLength: 2, maxLength: 4 }),
    cap: fc.integer({ min: 1, max: 2 }),
    rollouts: fc.constantFrom<1 | 2>(1, 1, 2),
  });

  it.each(KEPT)("no longer: $broke", async ({ setup, steps }) => {
    await run(
      setup,
      steps.map((step) => new Happening(step)),
    );
  });

  it("keeps its promises, whatever happens in whatever order", { timeout: 3_600_000 }, async () => {
    await fc.assert(fc.asyncProperty(setups, happenings(COMMANDS, replayPath), run), {
      numRuns: RUNS,
      ...(seed === undefined ? {} : { seed: Number(seed) }),
      ...(path === undefined ? {} : { path }),
    });
  });
});
