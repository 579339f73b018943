import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import type { Simulator } from "#lib/simulator/server.ts";
import { clientConfig, startSimulator } from "#lib/simulator/server.ts";

const Ended = z.object({ code: z.number().default(0), stdout: z.string(), stderr: z.string() });
const Capture = z.object({
  summary: z.string(),
  findings: z.array(z.object({ id: z.string(), verdict: z.string() })),
  calls: z.record(z.string(), z.number()),
});

let simulator: Simulator;
let folder = "";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "verify-aws-"));
  simulator = await startSimulator({ environments: 30, accounts: 1, regions: ["eu-west-1"], throttle: "off" });
});
afterAll(async () => {
  await simulator.close();
  await rm(folder, { recursive: true, force: true });
});

async function run(...args: string[]): Promise<z.infer<typeof Ended>> {
  const { accessKeyId, secretAccessKey } = clientConfig(simulator).credentials;
  const child = promisify(execFile)(process.execPath, [join(import.meta.dirname, "main.ts"), ...args], {
    env: {
      ...process.env,
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      AWS_SESSION_TOKEN: "",
      AWS_PROFILE: "",
      AWS_REGION: "eu-west-1",
      AWS_CONFIG_FILE: "/dev/null",
    },
  });
  return Ended.parse(await child.catch((error: unknown) => error));
}

const fast = () => ["--endpoint-url", simulator.endpoint, "--rate", "500", "--max-environments", "5"];

test("no difference: exit code 0, a table with a summary, and a capture for its owner alone", async () => {
  const file = join(folder, "capture.json");
  const { code, stdout, stderr } = await run(...fast(), "--save", file);
  expect(stderr).toContain("Read it before you pass it on");
  expect(code).toBe(0);
  expect(stdout).toContain("needs a write: not asked");
  expect(stdout.trimEnd().split("\n").at(-1)).toMatch(
    /^\d+ questions: \d+ the same, 0 differ, \d+ cannot be told\. \d+ calls in .+, 0 throttled; nothing was changed\.$/,
  );
  const capture = await readFile(file, "utf8");
  expect(Capture.parse(JSON.parse(capture)).calls["elasticbeanstalk:DescribeEnvironments"]).toBeGreaterThan(0);
  expect(capture).not.toContain(simulator.world.accounts[0]?.id);
  expect(simulator.world.journal).toEqual([]);
});

test("a difference: exit code 1, and JSON names it", async () => {
  for (const { instances } of simulator.world.lanes.flatMap(({ environments }) => environments))
    for (const instance of instances) instance.hopLimit = 64;
  const { code, stdout } = await run(...fast(), "--json");
  expect(code).toBe(1);
  const { findings } = Capture.parse(JSON.parse(stdout));
  expect(findings.filter(({ verdict }) => verdict === "differs").map(({ id }) => id)).toEqual(["instances.hop-limit"]);
});

test.for([
  ["an option that does not exist", ["--write"], "usage:"],
  ["nobody there", ["--endpoint-url", "http://127.0.0.1:1"], "could not run"],
] as const)("%s: exit code 2, and why", async ([, args, why]) => {
  const { code, stderr } = await run(...args);
  expect(code).toBe(2);
  expect(stderr).toContain(why);
});
