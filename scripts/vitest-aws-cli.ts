import { findAwsCli } from "./aws-cli.ts";

/** Finds or brings the AWS CLI once, before any worker starts: two of them would install it side by side. */
export function setup(): void {
  process.env["AWS_CLI_PATH"] = findAwsCli();
}
