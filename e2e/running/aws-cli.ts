import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { findAwsCli } from "../../scripts/aws-cli.ts";
import type { SimulatedAws } from "./aws.ts";

const run = promisify(execFile);
let found: string | undefined;

/**
 * Runs the AWS CLI against a simulated AWS in one of its lanes and gives what it printed as JSON; `undefined` where it printed
 * nothing. Throws where no CLI can be had, and with its own words where the command fails.
 */
export async function awsCli(
  aws: SimulatedAws,
  { accountId, region }: { accountId: string; region: string },
  command: readonly string[],
): Promise<unknown> {
  const account = aws.ready.accounts.find(({ id }) => id === accountId);
  if (account === undefined) throw new Error(`The simulator has no account ${accountId}`);
  found ??= findAwsCli();
  const common = ["--region", region, "--endpoint-url", aws.ready.endpoint, "--output", "json"];
  const { stdout } = await run(found, [...command, ...common], {
    env: {
      PATH: process.env["PATH"],
      HOME: process.env["HOME"],
      AWS_ACCESS_KEY_ID: account.accessKeyId,
      AWS_SECRET_ACCESS_KEY: account.secretAccessKey,
      AWS_EC2_METADATA_DISABLED: "true",
      // What a careful script sets against throttling.
      AWS_RETRY_MODE: "adaptive",
      AWS_MAX_ATTEMPTS: "10",
      NODE_ENV: "test",
    },
    maxBuffer: 32 * 1_024 * 1_024,
  });
  return stdout.trim() === "" ? undefined : JSON.parse(stdout);
}
