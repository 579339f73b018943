import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { services } from "../catalog.ts";
import type { Simulator } from "../server.ts";

/** What the CLI did: its exit code, what it printed, and that as JSON (`undefined` where it printed none). */
export type CliAnswer = { code: number; out: string; err: string; json: unknown };

export type AskOptions = {
  /** Counts from 0. */
  account?: number;
  region?: string;
  endpoint?: string;
  credentials?: { accessKeyId: string; secretAccessKey: string; sessionToken?: string };
};

export type Cli = {
  /** Runs a command like `sts get-caller-identity`. */
  ask: (command: string, args?: readonly string[], options?: AskOptions) => Promise<CliAnswer>;
  /** The operations that were asked for, as `signing name/Operation`. */
  asked: ReadonlySet<string>;
  close: () => Promise<void>;
};

/** The CLI's name of a service by its signing name. */
export const COMMANDS: Readonly<Record<string, string>> = {
  elasticbeanstalk: "elasticbeanstalk",
  ec2: "ec2",
  sts: "sts",
  monitoring: "cloudwatch",
  organizations: "organizations",
};

/** `DescribeEnvironments` as the CLI calls it. */
export const commandOf = (operation: string): string => operation.replaceAll(/(?!^)([A-Z])/g, "-$1").toLowerCase();

/** Arguments by name, like `{ "max-items": "5" }`; of some there are several. */
export const flags = (values: Readonly<Record<string, string | readonly string[]>>): string[] =>
  Object.entries(values).flatMap(([name, value]) => [`--${name}`, ...[value].flat()]);

/** Each start costs half a second of a processor. */
const AT_ONCE = 3;

/** The operations the simulator plays of the services with these signing names, as `signing name/Operation`. */
export const playedBy = (...signingNames: string[]): string[] =>
  services
    .filter(({ signingName }) => signingNames.includes(signingName))
    .flatMap(({ signingName, handlers }) => Object.keys(handlers).map((operation) => `${signingName}/${operation}`))
    .toSorted();

const operationsByCommand = new Map(
  services.flatMap(({ signingName, operations }) =>
    [...operations.keys()].map((operation) => [
      `${COMMANDS[signingName] ?? signingName} ${commandOf(operation)}`,
      `${signingName}/${operation}`,
    ]),
  ),
);

/** Lets so many tasks run at once; the others wait their turn. */
const takingTurns = (atOnce: number) => {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async <T>(task: () => Promise<T>): Promise<T> => {
    if (running >= atOnce) await new Promise<void>((resolve) => waiting.push(resolve));
    else running++;
    try {
      return await task();
    } finally {
      const next = waiting.shift();
      if (next === undefined) running--;
      else next();
    }
  };
};

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/**
 * The AWS CLI at `path`, pointed at a simulator, in a home of its own. With `validates: false` it sends also what its own
 * model of the service forbids.
 */
export const startCli = async (path: string, simulator: Simulator, { validates = true } = {}): Promise<Cli> => {
  const home = await mkdtemp(join(tmpdir(), "aws-cli-"));
  const config = join(home, "config");
  await writeFile(config, `[default]\noutput = json\nparameter_validation = ${validates}\n`);
  const inTurn = takingTurns(AT_ONCE);
  const asked = new Set<string>();

  const ask: Cli["ask"] = (command, args = [], options = {}) => {
    const { account = 0, region = simulator.ready.regions[0] ?? "", endpoint = simulator.endpoint } = options;
    const credentials = options.credentials ?? simulator.ready.accounts[account];
    const operation = operationsByCommand.get(command);
    if (operation !== undefined) asked.add(operation);
    const env: Record<string, string> = {
      PATH: process.env["PATH"] ?? "",
      HOME: home,
      LC_ALL: "C.UTF-8",
      AWS_CONFIG_FILE: config,
      AWS_SHARED_CREDENTIALS_FILE: join(home, "credentials"),
      AWS_EC2_METADATA_DISABLED: "true",
      AWS_MAX_ATTEMPTS: "1",
      AWS_PAGER: "",
      AWS_DEFAULT_REGION: region,
      ...(credentials !== undefined && {
        AWS_ACCESS_KEY_ID: credentials.accessKeyId,
        AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
        ...("sessionToken" in credentials &&
          credentials.sessionToken !== undefined && { AWS_SESSION_TOKEN: credentials.sessionToken }),
      }),
    };
    const whole = [...command.split(" "), ...args, "--endpoint-url", endpoint];
    return inTurn(
      () =>
        new Promise<CliAnswer>((resolve) => {
          // Next.js makes NODE_ENV part of every environment's type.
          const options = { env: { ...env, NODE_ENV: process.env.NODE_ENV }, maxBuffer: 64 * 1024 * 1024 };
          execFile(path, whole, options, (error, out, err) => {
            const code = error === null ? 0 : typeof error.code === "number" ? error.code : -1;
            resolve({ code, out, err, json: jsonOf(out) });
          });
        }),
    );
  };
  return { ask, asked, close: () => rm(home, { recursive: true, force: true }) };
};
