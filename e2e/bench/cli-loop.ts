import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { findAwsCli } from "../../scripts/aws-cli.ts";
import type { SimulatedAws } from "../running/aws.ts";
import type { WorldEnvironment } from "../running/shapes.ts";

const run = promisify(execFile);

/** Takes environments and reads the settings of each with the AWS CLI, so many processes at once; gives the seconds it took. */
export async function readByCli(
  aws: SimulatedAws,
  environments: readonly WorldEnvironment[],
  atOnce: number,
): Promise<number> {
  const cli = findAwsCli();
  const rest = environments.values();
  const work = async (): Promise<void> => {
    for (const { accountId, region, application, name } of rest) {
      const account = aws.ready.accounts.find(({ id }) => id === accountId);
      if (account === undefined) throw new Error(`The simulator has no account ${accountId}`);
      const command = ["elasticbeanstalk", "describe-configuration-settings"];
      const asked = ["--application-name", application, "--environment-name", name, "--region", region];
      await run(cli, [...command, ...asked, "--endpoint-url", aws.ready.endpoint, "--output", "json"], {
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
      });
    }
  };
  const began = performance.now();
  await Promise.all(Array.from({ length: atOnce }, work));
  return (performance.now() - began) / 1_000;
}
