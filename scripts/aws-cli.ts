import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

const APT = "/usr/bin/apt-get";

/** What a CLI says of itself, like `aws-cli/2.9.19 Python/3.11.2 …`; `undefined` where it does not work, as a shim of pyenv may. */
function versionOf(path: string): string | undefined {
  // Versions 1 say it on the error stream under old Pythons.
  const { status, stdout, stderr } = spawnSync(path, ["--version"], { encoding: "utf8", timeout: 60_000 });
  const said = `${stdout}${stderr}`.trim();
  return status === 0 && said.startsWith("aws-cli/") ? said : undefined;
}

function onPath(): string | undefined {
  return (process.env["PATH"] ?? "")
    .split(delimiter)
    .map((folder) => join(folder, "aws"))
    .find((path) => existsSync(path) && versionOf(path) !== undefined);
}

function installed(): string | undefined {
  if (process.getuid?.() !== 0 || !existsSync(APT)) return undefined;
  console.log("No AWS CLI found; trying Debian's package.");
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  // Without success its own words are on the terminal.
  const apt = (...args: string[]) => spawnSync(APT, args, { stdio: "inherit", env });
  apt("update");
  apt("install", "-y", "--no-install-recommends", "awscli");
  return onPath();
}

/**
 * Gives the path of an AWS CLI, and prints which: the one `AWS_CLI_PATH` names, else one that works on the path, else
 * Debian's package.
 * @throws Error that says what to install where none can be had, or that the one named does not work.
 */
export function findAwsCli(): string {
  const named = process.env["AWS_CLI_PATH"] ?? "";
  const path = named === "" ? (onPath() ?? installed()) : named;
  if (path === undefined) {
    throw new Error(
      "The simulator's conformance tests need an AWS CLI: install one (Debian: apt-get install awscli) or set AWS_CLI_PATH.",
    );
  }
  const version = versionOf(path);
  if (version === undefined) throw new Error(`AWS_CLI_PATH is '${path}', which does not answer to --version.`);
  console.log(`AWS CLI: ${path} (${version})`);
  return path;
}
