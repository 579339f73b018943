import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { z } from "zod";
import { ROOT, freePort, serveArgs } from "../../scripts/processes.ts";
import type { SimulatedAws } from "./aws.ts";
import { Rollout, Target } from "./shapes.ts";

/** Where the product keeps its data: a folder of its own, or a PostgreSQL that several servers share. */
export type Storage = { dataDir: string; databaseUrl: string | null };

/** A server that does not answer for so long is asked again. */
const ANSWER_MS = 10_000;

const Summary = z.object({
  id: z.string(),
  status: z.string(),
  counts: z.record(z.string(), z.int()),
});
type Summary = z.infer<typeof Summary>;

const Lane = z.object({
  accountId: z.string(),
  region: z.string(),
  scan: z.object({ kind: z.enum(["never", "queued", "scanning", "idle"]) }),
  lastSuccessAt: z.iso.datetime().nullable(),
  failure: z.object({ code: z.string(), message: z.string() }).nullable(),
  environmentCount: z.int(),
});
type Lane = z.infer<typeof Lane>;

/** One server process of the product that can be killed without warning and started again at the same address. */
export class ProductServer {
  readonly url: string;
  /** When the running process was started. */
  startedAt = 0;
  /** What the process has written, from its last start on. */
  output = "";
  cookie = "";
  readonly #port: number;
  readonly #env: Readonly<Record<string, string>>;
  #child: ChildProcess | undefined;
  #isMeantToRun = false;

  private constructor(port: number, env: Readonly<Record<string, string>>) {
    this.#port = port;
    this.#env = env;
    this.url = `http://127.0.0.1:${port}`;
  }

  /**
   * Takes the simulated AWS, the regions to work in, where the data is, how often to scan and to look, and whether accounts and
   * regions are to be discovered instead of named; starts nothing yet.
   */
  static async at(
    aws: SimulatedAws,
    regions: readonly string[],
    storage: Storage,
    {
      scanIntervalSeconds = 60,
      tickSeconds = 1,
      discovers = false,
    }: { scanIntervalSeconds?: number; tickSeconds?: number; discovers?: boolean } = {},
  ): Promise<ProductServer> {
    const port = await freePort(0);
    const [ambient, ...others] = aws.ready.accounts;
    const account = ({ id }: { id: string }) => ({ id, label: id, regions });
    return new ProductServer(port, {
      NODE_ENV: "production",
      NEXT_TELEMETRY_DISABLED: "1",
      DEMO: "1",
      HOST: "127.0.0.1",
      PORT: String(port),
      NEXTAUTH_URL: `http://127.0.0.1:${port}`,
      // The same for all servers, so that a session outlives any of them.
      NEXTAUTH_SECRET: "a-test-has-nothing-to-hide-and-32-characters",
      DATA_DIR: storage.dataDir,
      DATABASE_URL: storage.databaseUrl ?? "",
      AWS_ENDPOINT_URL: aws.ready.endpoint,
      AWS_ACCESS_KEY_ID: ambient?.accessKeyId ?? "",
      AWS_SECRET_ACCESS_KEY: ambient?.secretAccessKey ?? "",
      AWS_SESSION_TOKEN: "",
      AWS_PROFILE: "",
      AWS_EC2_METADATA_DISABLED: "true",
      REGIONS: discovers ? "" : regions.join(","),
      AWS_REGION: regions[0] ?? "",
      ORGANIZATION_ROLE_NAME: discovers ? "OrganizationAccountAccessRole" : "",
      ORGANIZATION_EXTERNAL_ID: "",
      ORGANIZATION_ACCOUNTS: "",
      ORGANIZATION_EXCLUDED_ACCOUNTS: "",
      ACCOUNTS_FILE: "",
      ACCOUNTS: discovers
        ? ""
        : JSON.stringify([
            ...(ambient === undefined ? [] : [account(ambient)]),
            ...others.map((other) => ({ ...account(other), roleArn: other.roleArn, externalId: other.externalId })),
          ]),
      SCAN_INTERVAL_SECONDS: String(scanIntervalSeconds),
      ROLLOUT_TICK_SECONDS: String(tickSeconds),
    });
  }

  start(): void {
    this.#isMeantToRun = true;
    this.startedAt = Date.now();
    this.output = "";
    // Its own process group, so that nothing of it outlives the kill.
    const child = spawn(process.execPath, serveArgs("127.0.0.1", this.#port), {
      cwd: ROOT,
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, ...this.#env },
    });
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (chunk: Buffer) => {
        this.output = (this.output + chunk.toString("utf8")).slice(-20_000);
      });
    this.#child = child;
  }

  /** The process, for whoever measures it; it leads a process group of its own. */
  get pid(): number | undefined {
    return this.#child?.pid;
  }

  get exitCode(): number | null {
    return this.#child?.exitCode ?? null;
  }

  get signalCode(): NodeJS.Signals | null {
    return this.#child?.signalCode ?? null;
  }

  isRunning(): boolean {
    return this.#child !== undefined && this.exitCode === null && this.signalCode === null;
  }

  /** Whether the process has ended although nobody killed it. */
  hasDied(): boolean {
    return this.#isMeantToRun && !this.isRunning();
  }

  /** Ends the process without warning, as the kernel or a power switch would. */
  async kill(): Promise<void> {
    this.#isMeantToRun = false;
    const child = this.#child;
    if (child?.pid === undefined || !this.isRunning()) return;
    const gone = once(child, "exit");
    process.kill(-child.pid, "SIGKILL");
    await gone;
  }

  /** Gives the process's exit code when it ends by itself, or `undefined` after a minute. */
  async exit(): Promise<number | undefined> {
    const child = this.#child;
    if (child === undefined) throw new Error("The server was never started");
    if (this.isRunning()) await once(child, "exit", { signal: AbortSignal.timeout(60_000) }).catch(() => undefined);
    return child.exitCode ?? undefined;
  }

  async #get<T>(path: string, schema: z.ZodType<T>): Promise<T | undefined> {
    try {
      const answer = await fetch(`${this.url}${path}`, {
        headers: { cookie: this.cookie },
        signal: AbortSignal.timeout(ANSWER_MS),
      });
      return answer.ok ? schema.parse(await answer.json()) : undefined;
    } catch (error) {
      // Not listening yet, or killed while it answered.
      if (error instanceof z.ZodError) throw error;
      return undefined;
    }
  }

  /** How far the scan of each lane is. */
  lanes(): Promise<Lane[] | undefined> {
    return this.#get("/api/lanes", z.array(Lane));
  }

  /** The newest rollout, or `undefined` while the server does not answer. */
  async newest(): Promise<Summary | undefined> {
    return (await this.#get("/api/rollouts", z.object({ rollouts: z.array(Summary) })))?.rollouts[0];
  }

  /** A rollout with its targets. */
  rollout(id: string): Promise<Rollout | undefined> {
    return this.#get(`/api/rollouts/${id}/whole`, Rollout);
  }

  /** A rollout with all that is kept of each target. */
  async wholeRollout(id: string): Promise<Rollout | undefined> {
    const rollout = await this.rollout(id);
    if (rollout === undefined) return undefined;
    const targets: Rollout["targets"] = [];
    for (const target of rollout.targets) {
      const whole = await this.#get(`/api/rollouts/${id}?target=${target.id}`, Target);
      if (whole === undefined) return undefined;
      targets.push(whole);
    }
    return { ...rollout, targets };
  }
}
