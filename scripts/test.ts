/**
 * `npm test`: lint, unit and simulator tests, a production build, and the flows in a real browser; what needs a database
 * runs on the embedded one and on PostgreSQL.
 */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findChromium } from "./chromium.ts";
import { introduce, startPostgres } from "./postgres.ts";
import { NEXT, exitOf, runNode } from "./processes.ts";
import { ofChaos, ofPlaywright, ofVitest } from "./test-reports.ts";
import type { Outcome } from "./test-reports.ts";

// Without it half of the tests would be left out, so there is no run.
const postgres = await startPostgres().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  console.log("\n0 passed, 1 failed");
  process.exit(1);
});
console.log(introduce(postgres));
const server = { TEST_DATABASE_URL: postgres.url };
const CHAOS = [
  { database: "pglite", targets: "30", waved: "24", kills: "4", speed: "20" },
  { database: "postgres", targets: "40", waved: "24", kills: "3", speed: "18" },
];
const results = await mkdtemp(join(tmpdir(), "imds-fleet-"));
const totals = { passed: 0, failed: 0 };
/** What failed, told once more at the end: above it stand thousands of lines. */
const failures: string[] = [];
let broken = false;

async function step(name: string, args: readonly string[], env: Record<string, string> = {}): Promise<boolean> {
  console.log(`\n── ${name}`);
  const begun = Date.now();
  const code = await exitOf(runNode(args, env));
  console.log(`── ${name}: ${code === 0 ? "done" : "failed"} after ${Math.round((Date.now() - begun) / 1_000)} s`);
  if (code !== 0) {
    broken = true;
    failures.push(`step: ${name}`);
  }
  return code === 0;
}

async function count(file: string, of: (report: unknown) => Outcome): Promise<void> {
  try {
    const outcome = of(JSON.parse(await readFile(join(results, file), "utf8")));
    totals.passed += outcome.passed;
    totals.failed += outcome.failed;
    failures.push(...outcome.failures);
  } catch (error) {
    console.error(`No result can be read of ${file}: ${String(error)}`);
    broken = true;
  }
}

const binary = (name: string) => `node_modules/${name}`;

async function everything(): Promise<void> {
  await step("types", [binary("typescript/bin/tsc"), "--noEmit"]);
  await step("lint", [binary("oxlint/bin/oxlint"), "--deny-warnings"]);
  await step("format", [binary("oxfmt/bin/oxfmt"), "--check"]);
  await step("dead code", [binary("knip/bin/knip.js")]);

  await step(
    "unit, simulator, database",
    [
      binary("vitest/vitest.mjs"),
      "run",
      "--reporter=default",
      "--reporter=json",
      `--outputFile.json=${join(results, "vitest.json")}`,
    ],
    server,
  );
  await count("vitest.json", ofVitest);

  if (await step("production build", [NEXT, "build"], { NEXT_TELEMETRY_DISABLED: "1" })) {
    const chromium = { CHROMIUM_PATH: findChromium() };
    for (const database of ["pglite", "postgres"]) {
      const report = `playwright-${database}.json`;
      await step(`browser, on ${database}`, [binary("@playwright/test/cli.js"), "test", ...process.argv.slice(2)], {
        ...server,
        E2E_DATABASE: database,
        ...chromium,
        PLAYWRIGHT_REPORT: join(results, report),
      });
      await count(report, ofPlaywright);
    }
    // As `npm run chaos` does, with fewer targets and kills.
    for (const { database, targets, waved, kills, speed } of CHAOS) {
      const report = `chaos-${database}.json`;
      const size = ["--targets", targets, "--waved", waved, "--cap", "1", "--kills", kills, "--speed", speed];
      const args = ["e2e/chaos/main.ts", "--database", database, ...size, "--report", join(results, report)];
      await step(`chaos, on ${database}`, args, { ...server, ...chromium });
      await count(report, ofChaos);
    }
  }
}

try {
  await everything();
} catch (error) {
  console.error(error);
  broken = true;
} finally {
  await postgres.stop().catch((error: unknown) => {
    console.error(error);
    broken = true;
  });
  await rm(results, { recursive: true, force: true });
}
if (broken && totals.failed === 0) totals.failed = 1;
if (failures.length > 0) console.log(["\n── what failed", ...failures].join("\n"));
console.log(`\n${totals.passed} passed, ${totals.failed} failed`);
process.exit(totals.failed === 0 ? 0 : 1);
