/**
 * `npm run chaos`: bulk changes through the real server on a throttled AWS that loses answers, with the server killed again
 * and again; then what AWS received, what the database says and how the world is are held against each other. One goes lane by
 * lane; another one in waves is paused, goes on, is stopped and rolled back.
 */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { ChaosRun } from "./run.ts";
import type { Checks } from "./stage.ts";

const whole = (name: string, text: string): number => {
  if (!/^\d+$/.test(text)) throw new Error(`--${name} takes a whole number, not '${text}'`);
  return Number(text);
};

const { values } = parseArgs({
  options: {
    /** `pglite`, `postgres`, or `both` one after the other. */
    database: { type: "string", default: "both" },
    targets: { type: "string", default: "200" },
    /** How many targets go in waves; 0 leaves that out. */
    waved: { type: "string", default: "40" },
    kills: { type: "string", default: "30" },
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
    /** Divides how long AWS's updates take; two servers need more time for as many kills, for one of them works on meanwhile. */
    speed: { type: "string" },
    /** How many targets of a lane may be in flight at once. */
    cap: { type: "string", default: "1" },
    /** This share of answers is lost after AWS has acted. */
    lost: { type: "string", default: "0.05" },
    throttle: { type: "string", default: "2,5" },
    /** Where to write how many checks passed and failed, and which failed, as JSON. */
    report: { type: "string" },
  },
});

const KINDS = { pglite: ["pglite"], postgres: ["postgres"], both: ["pglite", "postgres"] } as const;
const kinds = Object.entries(KINDS).find(([name]) => name === values.database)?.[1];
if (kinds === undefined) throw new Error(`--database takes pglite, postgres or both, not '${values.database}'`);

const SPEEDS = { pglite: "14", postgres: "10" } as const;
const totals: Checks = { passed: 0, failed: 0, failures: [] };
let running: { run: ChaosRun; folder: string } | undefined;
async function end(): Promise<void> {
  const { run, folder } = running ?? {};
  running = undefined;
  await run?.end();
  if (folder !== undefined) await rm(folder, { recursive: true, force: true });
}
// The servers are process groups of their own: told to end, we have to end them.
for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.once(signal, () => void end().finally(() => process.exit(1)));

for (const kind of kinds) {
  const folder = await mkdtemp(join(tmpdir(), "imds-fleet-chaos-"));
  const run = new ChaosRun({
    kind,
    folder,
    seed: whole("seed", values.seed),
    targets: whole("targets", values.targets),
    waved: whole("waved", values.waved),
    kills: whole("kills", values.kills),
    cap: whole("cap", values.cap),
    speed: values.speed ?? SPEEDS[kind],
    throttle: values.throttle,
    lost: Number(values.lost),
  });
  running = { run, folder };
  try {
    const { passed, failed, failures } = await run.run();
    totals.passed += passed;
    totals.failed += failed;
    totals.failures.push(...failures);
  } finally {
    await end();
  }
}
if (values.report !== undefined) await writeFile(values.report, JSON.stringify(totals));
console.log(`\n${totals.passed} passed, ${totals.failed} failed`);
process.exit(totals.failed === 0 ? 0 : 1);
