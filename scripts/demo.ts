/**
 * `npm run demo`: the product on an embedded database (or the empty PostgreSQL database of `--database-url`) and the
 * built-in AWS simulator; no account, no key, no Docker.
 */
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { isEmptyDatabase } from "./postgres.ts";
import { NEXT, ROOT, answering, endTogether, exitOf, freePort, runNode } from "./processes.ts";
import { SimulatorReady } from "./simulator-ready.ts";

const { values } = parseArgs({
  options: {
    port: { type: "string", default: process.env["PORT"] ?? "3000" },
    "data-dir": { type: "string" },
    "database-url": { type: "string" },
    "skip-build": { type: "boolean", default: false },
    seed: { type: "string", default: "1" },
    environments: { type: "string", default: "240" },
    accounts: { type: "string", default: "5" },
    regions: { type: "string", default: "us-east-1,us-west-2,eu-west-1,eu-south-1,ap-northeast-1" },
    speed: { type: "string", default: "60" },
    throttle: { type: "string", default: "3,20" },
  },
});

const { "database-url": databaseUrl } = values;
if (databaseUrl !== undefined && !(await isEmptyDatabase(databaseUrl))) {
  console.error("The database of --database-url is not empty. What it holds would not be true of a new simulated AWS.");
  process.exit(1);
}

if (!values["skip-build"]) {
  console.log("Building…");
  const code = await exitOf(runNode([NEXT, "build"], { NEXT_TELEMETRY_DISABLED: "1" }));
  if (code !== 0) process.exit(code);
}

const simulator = spawn(
  process.execPath,
  [
    "lib/simulator/start.ts",
    ...(["seed", "environments", "accounts", "regions", "speed", "throttle"] as const).flatMap((name) => [
      `--${name}`,
      values[name],
    ]),
  ],
  { cwd: ROOT, stdio: ["ignore", "pipe", "inherit"] },
);
const line = await new Promise<string>((resolve, reject) => {
  createInterface({ input: simulator.stdout }).once("line", resolve);
  simulator.once("exit", () => reject(new Error("The simulator ended before it was ready")));
});
const aws = SimulatorReady.parse(JSON.parse(line));

// The simulated AWS begins anew at every start, so what an earlier demo stored of it is no longer true.
const port = await freePort(Number(values.port));
const dataDir = join(ROOT, values["data-dir"] ?? `.data/demo-${port}`);
const stackFile = join(dataDir, "stack.json");
if (existsSync(dataDir) && !existsSync(stackFile)) {
  console.error(
    `${dataDir} is not a demo's folder, and a demo begins by emptying its own: name another with --data-dir.`,
  );
  simulator.kill();
  process.exit(1);
}
await rm(dataDir, { recursive: true, force: true });
await mkdir(dataDir, { recursive: true });
await writeFile(stackFile, "{}");

const [ambient] = aws.accounts;
const url = `http://127.0.0.1:${port}`;
const server = runNode(["scripts/start.ts"], {
  HOST: "127.0.0.1",
  PORT: String(port),
  DATA_DIR: dataDir,
  DATABASE_URL: databaseUrl ?? "",
  DEMO: "1",
  NEXTAUTH_URL: url,
  AWS_ENDPOINT_URL: aws.endpoint,
  AWS_ACCESS_KEY_ID: ambient?.accessKeyId ?? "",
  AWS_SECRET_ACCESS_KEY: ambient?.secretAccessKey ?? "",
  AWS_SESSION_TOKEN: "",
  AWS_PROFILE: "",
  AWS_EC2_METADATA_DISABLED: "true",
  AWS_REGION: aws.regions[0] ?? "",
  // The accounts are found in their organization, and the regions in each account.
  REGIONS: "",
  ACCOUNTS: "",
  ACCOUNTS_FILE: "",
  ORGANIZATION_ROLE_NAME: "OrganizationAccountAccessRole",
  ORGANIZATION_EXTERNAL_ID: "",
  ORGANIZATION_ACCOUNTS: "",
  ORGANIZATION_EXCLUDED_ACCOUNTS: "",
  SCAN_INTERVAL_SECONDS: process.env["SCAN_INTERVAL_SECONDS"] ?? "20",
  ROLLOUT_TICK_SECONDS: process.env["ROLLOUT_TICK_SECONDS"] ?? "1",
});
endTogether([simulator, server]);
await answering(url, server);
await writeFile(stackFile, JSON.stringify({ url, aws }));

console.log(`
  IMDS Fleet is at ${url}

  The simulated AWS is at ${aws.endpoint}; with the AWS CLI:
    export AWS_ACCESS_KEY_ID=${ambient?.accessKeyId} AWS_SECRET_ACCESS_KEY=${ambient?.secretAccessKey}
    aws elasticbeanstalk describe-environments --endpoint-url ${aws.endpoint} --region ${aws.regions[0]}

  Ctrl+C ends both.
`);
