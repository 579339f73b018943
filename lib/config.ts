import { randomBytes } from "node:crypto";
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { AccountConfig, OrganizationConfig } from "./config-accounts.ts";
import { accountsOf, accountVariables, homeRegionOf, json, noteIssues, organizationOf } from "./config-accounts.ts";

/** How people prove who they are. `token` and `demo` are for one machine; the configuration refuses them on any other address. */
export type SignInConfig =
  | {
      kind: "oidc";
      issuer: string;
      clientId: string;
      clientSecret: string;
      roleClaim: string;
      roleMap: Record<string, RoleName>;
    }
  | { kind: "token"; token: string | null }
  | { kind: "demo" };

const ROLE_NAMES = ["viewer", "operator", "author", "approver", "admin"] as const;
type RoleName = (typeof ROLE_NAMES)[number];

const LOG_LEVELS = ["debug", "info", "warn", "error"] as const;

export type Config = {
  /** PostgreSQL's address; `null`: the embedded database in `dataDir`. */
  databaseUrl: string | null;
  dataDir: string;
  host: string;
  port: number;
  accounts: AccountConfig[];
  /** `null`: no organization is asked. */
  organization: OrganizationConfig | null;
  /** Where AWS is asked what is not of any region: who we are, which accounts and regions there are. */
  homeRegion: string;
  /** Where AWS is spoken to instead of AWS's own addresses; `null`: AWS. */
  awsEndpointUrl: string | null;
  /** No write can be reached. */
  readOnly: boolean;
  scanIntervalSeconds: number;
  rolloutTickSeconds: number;
  /**
   * How often CloudWatch is asked about an environment at most, about how many days, and how many US dollars a month that may
   * cost by its list price; `null`: never.
   */
  metrics: { intervalMinutes: number; windowDays: number; dollarsAtMost: number } | null;
  /** Who is told of alerts and rollouts, and what signs it; `null`: nobody. */
  webhook: { url: string; secrets: string[] } | null;
  signIn: SignInConfig;
  nextAuthSecret: string | null;
  nextAuthUrl: string | null;
  logLevel: (typeof LOG_LEVELS)[number];
};

/** The environment's variables do not describe something that can run; the message lists everything wrong at once. */
export class ConfigError extends Error {
  override name = "ConfigError";
}

const webAddress = z.url({ protocol: /^https?$/, error: "is no http or https address" });
// A word that is neither yes nor no must not silently leave writes on.
const flag = z
  .enum(["1", "true", "0", "false"], "is none of 1, true, 0, false")
  .transform((word) => word === "1" || word === "true");
const whole = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d+$/, "is no whole number")
    .transform(Number)
    .pipe(z.number().min(least, `is less than ${least}`).max(most, `is more than ${most}`));
// Standard Webhooks: 24 to 64 random bytes in base64, marked as what they are.
const webhookSecret = z
  .string()
  .regex(/^whsec_[A-Za-z0-9+/]+={0,2}$/, "is no secret such as whsec_ and base64")
  .refine((secret) => {
    const { length } = Buffer.from(secret.slice("whsec_".length), "base64");
    return length >= 24 && length <= 64;
  }, "is no secret of 24 to 64 bytes");

const variables = z.object({
  ...accountVariables,
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: "is no postgres:// address" }).optional(),
  DATA_DIR: z.string().default(".data"),
  HOST: z.string().default("127.0.0.1"),
  PORT: whole(0, 65_535).default(3000),
  AWS_ENDPOINT_URL: webAddress.optional(),
  READ_ONLY: flag.default(false),
  SCAN_INTERVAL_SECONDS: whole(5, 86_400).default(300),
  ROLLOUT_TICK_SECONDS: whole(1, 300).default(15),
  METRICS_INTERVAL_MINUTES: whole(0, 10_080).default(60),
  METRICS_WINDOW_DAYS: whole(1, 60).default(14),
  // Ten thousand environments of two instances, all of which call, are read every hour for less than 300.
  METRICS_DOLLARS_A_MONTH: whole(1, 1_000_000).default(500),
  WEBHOOK_URL: webAddress.optional(),
  WEBHOOK_SECRET: z
    .string()
    .transform((list) => list.trim().split(/\s+/))
    .pipe(z.array(webhookSecret).max(2, "names more than two secrets"))
    .optional(),
  DEMO: flag.default(false),
  OIDC_ISSUER: webAddress.optional(),
  OIDC_CLIENT_ID: z.string().optional(),
  OIDC_CLIENT_SECRET: z.string().optional(),
  OIDC_ROLE_CLAIM: z.string().default("groups"),
  OIDC_ROLE_MAP: z
    .string()
    .transform(json)
    .pipe(z.record(z.string(), z.enum(ROLE_NAMES)))
    .optional(),
  NEXTAUTH_SECRET: z.string().min(32, "is shorter than 32 characters").optional(),
  NEXTAUTH_URL: webAddress.optional(),
  SIGN_IN_TOKEN: z.string().min(16, "is shorter than 16 characters").optional(),
  LOG_LEVEL: z.enum(LOG_LEVELS).default("info"),
});
type Variables = z.output<typeof variables>;

function isLoopbackHost(host: string): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|\[?::1\]?)$/.test(host);
}

function webhookOf(values: Variables, wrong: string[]): Config["webhook"] {
  const { WEBHOOK_URL: url, WEBHOOK_SECRET: secrets } = values;
  if (url === undefined && secrets === undefined) return null;
  if (url === undefined || secrets === undefined) {
    wrong.push("WEBHOOK_URL and WEBHOOK_SECRET go together; one is missing");
    return null;
  }
  const { protocol, hostname, username, password } = new URL(url);
  if (protocol !== "https:" && !isLoopbackHost(hostname))
    wrong.push("WEBHOOK_URL is no https address; only a receiver on this machine may do without");
  if (username !== "" || password !== "")
    wrong.push("WEBHOOK_URL has a user name or password; messages are signed instead");
  return { url, secrets };
}

function metricsOf(values: Variables): Config["metrics"] {
  const intervalMinutes = values.METRICS_INTERVAL_MINUTES;
  if (intervalMinutes === 0) return null;
  return { intervalMinutes, windowDays: values.METRICS_WINDOW_DAYS, dollarsAtMost: values.METRICS_DOLLARS_A_MONTH };
}

function signInOf(values: Variables, wrong: string[]): SignInConfig {
  const oidc = [values.OIDC_ISSUER, values.OIDC_CLIENT_ID, values.OIDC_CLIENT_SECRET];
  if (oidc.some((value) => value !== undefined)) {
    const [issuer, clientId, clientSecret] = oidc;
    if (values.DEMO) wrong.push("DEMO is refused beside OIDC_ISSUER: demo sign-in asks for no proof");
    if (values.OIDC_ROLE_MAP === undefined)
      wrong.push('OIDC_ROLE_MAP is missing; for example {"platform-team":"admin"}');
    if (issuer === undefined || clientId === undefined || clientSecret === undefined) {
      wrong.push("OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET go together; some are missing");
      return { kind: "token", token: null };
    }
    return {
      kind: "oidc",
      issuer,
      clientId,
      clientSecret,
      roleClaim: values.OIDC_ROLE_CLAIM,
      roleMap: values.OIDC_ROLE_MAP ?? {},
    };
  }
  if (!isLoopbackHost(values.HOST)) {
    wrong.push(
      "HOST is not a loopback address: without OIDC_ISSUER anybody who reaches the address could sign in; set up OIDC or use 127.0.0.1",
    );
  }
  if (!values.DEMO) return { kind: "token", token: values.SIGN_IN_TOKEN ?? null };
  const endpoint = values.AWS_ENDPOINT_URL;
  if (endpoint === undefined || !isLoopbackHost(new URL(endpoint).hostname)) {
    wrong.push(
      "DEMO needs AWS_ENDPOINT_URL on a loopback address: demo sign-in gives every role to everybody, which no real account may meet",
    );
  }
  return { kind: "demo" };
}

/**
 * Takes the process's variables and gives the checked configuration; an empty variable is an absent one.
 * @throws ConfigError with one line per fault; it never repeats a value.
 */
export function readConfig(env: Readonly<Record<string, string | undefined>> = process.env): Config {
  const present = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ""));
  const wrong: string[] = [];
  const read = variables.safeParse(present);
  if (!read.success) {
    noteIssues(wrong, "", read.error.issues);
    throw new ConfigError(`The configuration cannot be used:\n- ${wrong.join("\n- ")}`);
  }
  const values = read.data;
  const accountConfigs = accountsOf(values, wrong);
  const config: Config = {
    databaseUrl: values.DATABASE_URL ?? null,
    dataDir: values.DATA_DIR,
    host: values.HOST,
    port: values.PORT,
    accounts: accountConfigs,
    organization: organizationOf(values, wrong),
    homeRegion: homeRegionOf(values, accountConfigs, wrong),
    awsEndpointUrl: values.AWS_ENDPOINT_URL ?? null,
    readOnly: values.READ_ONLY,
    scanIntervalSeconds: values.SCAN_INTERVAL_SECONDS,
    rolloutTickSeconds: values.ROLLOUT_TICK_SECONDS,
    metrics: metricsOf(values),
    webhook: webhookOf(values, wrong),
    signIn: signInOf(values, wrong),
    nextAuthSecret: values.NEXTAUTH_SECRET ?? null,
    nextAuthUrl: values.NEXTAUTH_URL ?? null,
    logLevel: values.LOG_LEVEL,
  };
  if (wrong.length > 0) throw new ConfigError(`The configuration cannot be used:\n- ${wrong.join("\n- ")}`);
  return config;
}

const MEMO = Symbol.for("imds-fleet.config");
// globalThis outlives a reload of this module in development; the symbol is ours alone, so its type is known.
const memory = globalThis as typeof globalThis & { [MEMO]?: Config };

/** Gives the process's configuration, read once. @throws ConfigError as `readConfig` does. */
export function config(): Config {
  memory[MEMO] ??= readConfig();
  return memory[MEMO];
}

/**
 * Takes the configuration and gives the secret sessions are signed with: NEXTAUTH_SECRET, or else one that is made once
 * and kept in the data folder, so that a restart signs nobody out. Replicas need NEXTAUTH_SECRET, for each has its own folder.
 */
export function sessionSecret(
  { nextAuthSecret, dataDir }: Pick<Config, "nextAuthSecret" | "dataDir"> = config(),
): string {
  if (nextAuthSecret !== null) return nextAuthSecret;
  const path = join(dataDir, "session-secret");
  mkdirSync(dataDir, { recursive: true });
  const draft = `${path}.${process.pid}.${randomBytes(4).toString("hex")}`;
  writeFileSync(draft, randomBytes(32).toString("base64url"), { mode: 0o600 });
  try {
    // A link is made whole or not at all: of two processes that start together one wins, and both read the winner's.
    linkSync(draft, path);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  } finally {
    rmSync(draft);
  }
  return readFileSync(path, "utf8");
}
