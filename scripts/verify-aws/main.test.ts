import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
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
  answerer: z.string(),
  hosts: z.array(z.string()),
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

async function runWith(env: Record<string, string>, ...args: string[]): Promise<z.infer<typeof Ended>> {
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
      ...env,
    },
  });
  return Ended.parse(await child.catch((error: unknown) => error));
}

const run = (...args: string[]) => runWith({}, ...args);
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

test("who was asked is said: a simulator is not AWS", async () => {
  const host = new URL(simulator.endpoint).host;
  const { stdout } = await run(...fast());
  expect(stdout).toContain(`What ${host} (not AWS) says`);
  expect(stdout).toContain(`asked: ${host}`);
  const { stdout: json } = await run(...fast(), "--json");
  expect(Capture.parse(JSON.parse(json))).toMatchObject({ answerer: `${host} (not AWS)`, hosts: [host] });
});

test("a run asks for credentials once, whatever the regions", async () => {
  const { accessKeyId, secretAccessKey } = clientConfig(simulator).credentials;
  const asked = join(folder, "asked");
  const keys = join(folder, "keys.json");
  const config = join(folder, "config");
  await writeFile(keys, JSON.stringify({ Version: 1, AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey }));
  await writeFile(config, `[profile counted]\ncredential_process = sh -c 'echo >> ${asked}; cat ${keys}'\n`);
  const { code, stderr } = await runWith(
    {
      AWS_ACCESS_KEY_ID: "",
      AWS_SECRET_ACCESS_KEY: "",
      AWS_CONFIG_FILE: config,
      AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
    },
    ...fast(),
    "--profile",
    "counted",
    "--region",
    "eu-west-1,us-east-1",
  );
  expect({ code, stderr }).not.toMatchObject({ code: 2 });
  expect(await readFile(asked, "utf8")).toBe("\n");
});

test.for([
  ["an option that does not exist", ["--write"], "usage:"],
  ["nobody there", ["--endpoint-url", "http://127.0.0.1:1"], "could not run"],
  [
    "a file that cannot be written, before anybody is asked",
    ["--endpoint-url", "http://127.0.0.1:1", "--save", "/nowhere/at/all.json"],
    "ENOENT",
  ],
] as const)("%s: exit code 2, and why", async ([, args, why]) => {
  const { code, stderr } = await run(...args);
  expect(code).toBe(2);
  expect(stderr).toContain(why);
});
