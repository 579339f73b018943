import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { findAwsCli } from "./aws-cli.ts";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "aws-cli-"));
  vi.stubEnv("AWS_CLI_PATH", undefined);
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true, force: true });
});

/** A program named aws in a folder of its own; gives its path. */
const program = async (name: string, script: string): Promise<string> => {
  const path = join(folder, name, "aws");
  await mkdir(join(folder, name));
  await writeFile(path, `#!/bin/sh\n${script}\n`);
  await chmod(path, 0o755);
  return path;
};
const onPath = (...paths: string[]) => vi.stubEnv("PATH", paths.map((path) => join(path, "..")).join(delimiter));

test("the first on the path that works is taken, not a shim of something that is gone", async () => {
  const shim = await program("shim", "echo 'aws: command not found' >&2; exit 127");
  const other = await program("other", "echo 'something else'");
  const real = await program("real", "echo 'aws-cli/2.9.19 Python/3.11.2'");
  onPath(shim, other, real);
  expect(findAwsCli()).toBe(real);
});

test("the one that is named is taken, or nothing", async () => {
  const real = await program("real", "echo 'aws-cli/2.9.19 Python/3.11.2'");
  const old = await program("old", "echo 'aws-cli/1.16.0 Python/2.7.1' >&2");
  onPath(real);
  vi.stubEnv("AWS_CLI_PATH", old);
  expect(findAwsCli()).toBe(old);
  vi.stubEnv("AWS_CLI_PATH", join(folder, "none"));
  expect(() => findAwsCli()).toThrow("does not answer to --version");
});
