/**
 * `npm run bench`: what a scan of ten thousand environments costs, in time, calls and memory, and how fast the list answers
 * meanwhile; what a rollout of a thousand takes beside what its caps and AWS's updates alone do. The real server, built
 * before, against a throttled simulated AWS. Exits 1 where a bar is missed.
 */
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { ROOT } from "../../scripts/processes.ts";
import { RolloutBench } from "./rollout-run.ts";
import { BenchRun } from "./run.ts";

const { values } = parseArgs({
  options: {
    /** `scan` or `rollout`; left out: both. */
    only: { type: "string" },
    /** `pglite`, `postgres`, or `both` one after the other. */
    database: { type: "string", default: "both" },
    environments: { type: "string", default: "10000" },
    /** Three accounts in a third as many regions. */
    lanes: { type: "string", default: "30" },
    seed: { type: "string", default: "1" },
    /** AWS's calls a second and burst, per lane and service. */
    throttle: { type: "string", default: "3,20" },
    "cli-sample": { type: "string", default: "96" },
    /** Of the rollout: its targets, the lanes they are in (two accounts in half as many regions), and how many of a lane at once. */
    targets: { type: "string", default: "1000" },
    "rollout-lanes": { type: "string", default: "30" },
    cap: { type: "string", default: "5" },
    /** Seconds between two looks at a lane, and what AWS's durations are divided by: an update must last 20 looks. */
    tick: { type: "string", default: "2" },
    speed: { type: "string", default: "3.3" },
  },
});

const whole = (name: string, text: string): number => {
  if (!/^\d+$/.test(text)) throw new Error(`--${name} takes a whole number, not '${text}'`);
  return Number(text);
};

const lanes = whole("lanes", values.lanes);
if (lanes === 0 || lanes % 3 !== 0 || lanes > 30) throw new Error("--lanes takes a multiple of 3 up to 30");
const [rate, burst] = values.throttle.split(",").map(Number);
if (rate === undefined || burst === undefined || !(rate > 0 && burst >= 1))
  throw new Error(`--throttle takes calls per second and burst, like 3,20; not '${values.throttle}'`);
const KINDS = { pglite: ["pglite"], postgres: ["postgres"], both: ["postgres", "pglite"] } as const;
const kinds = Object.entries(KINDS).find(([name]) => name === values.database)?.[1];
if (kinds === undefined) throw new Error(`--database takes pglite, postgres or both, not '${values.database}'`);
if (!existsSync(join(ROOT, ".next/BUILD_ID"))) throw new Error("There is no build yet: run `npm run build` first.");

const { only } = values;
if (only !== undefined && only !== "scan" && only !== "rollout")
  throw new Error(`--only takes scan or rollout, not '${only}'`);
const rolloutLanes = whole("rollout-lanes", values["rollout-lanes"]);
if (rolloutLanes === 0 || rolloutLanes % 2 !== 0 || rolloutLanes > 30)
  throw new Error("--rollout-lanes takes an even number up to 30");

type Bench = { run: () => Promise<boolean>; end: () => Promise<void> };
type Place = { kind: (typeof kinds)[number]; folder: string };
const BENCHES = {
  scan: (place: Place): Bench =>
    new BenchRun({
      ...place,
      seed: whole("seed", values.seed),
      environments: whole("environments", values.environments),
      lanes,
      throttle: { rate, burst },
      cliSample: whole("cli-sample", values["cli-sample"]),
    }),
  rollout: (place: Place): Bench =>
    new RolloutBench({
      ...place,
      seed: whole("seed", values.seed),
      targets: whole("targets", values.targets),
      lanes: rolloutLanes,
      cap: whole("cap", values.cap),
      tickSeconds: whole("tick", values.tick),
      speed: Number(values.speed),
      throttle: { rate, burst },
    }),
};
const benches = only === undefined ? [BENCHES.scan, BENCHES.rollout] : [BENCHES[only]];

let kept = true;
for (const [kind, bench] of kinds.flatMap((kind) => benches.map((bench) => [kind, bench] as const))) {
  const folder = await mkdtemp(join(tmpdir(), "imds-fleet-bench-"));
  const run = bench({ kind, folder });
  // The server is a process group of its own: told to end, we have to end it.
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.once(signal, () => void run.end().finally(() => process.exit(1)));
  try {
    kept = (await run.run()) && kept;
  } finally {
    await run.end();
    await rm(folder, { recursive: true, force: true });
  }
}
console.log(kept ? "\nevery bar was kept" : "\na bar was missed");
process.exit(kept ? 0 : 1);
