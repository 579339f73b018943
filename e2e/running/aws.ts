import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import { z } from "zod";
import { ROOT } from "../../scripts/processes.ts";
import { SimulatorReady } from "../../scripts/simulator-ready.ts";
import { JournalEntry, laneOf, WorldEnvironment } from "./shapes.ts";

const CallCount = z.object({
  accountId: z.string(),
  region: z.string(),
  service: z.string(),
  operation: z.string(),
  answered: z.int(),
  throttled: z.int(),
  failed: z.int(),
});
export type CallCount = z.infer<typeof CallCount>;

const CallCounts = z.object({ calls: z.array(CallCount) });

/** A simulated AWS in a process of its own, and what its control plane tells. */
export class SimulatedAws {
  readonly ready: z.infer<typeof SimulatorReady>;
  readonly process: ChildProcess;
  private constructor(ready: z.infer<typeof SimulatorReady>, child: ChildProcess) {
    this.ready = ready;
    this.process = child;
  }

  /** Takes the start script's flags and gives the running simulator. Throws where it ends before it is ready. */
  static async start(flags: Readonly<Record<string, string>>): Promise<SimulatedAws> {
    const args = Object.entries(flags).flatMap(([name, value]) => [`--${name}`, value]);
    const child = spawn(process.execPath, ["lib/simulator/start.ts", ...args], {
      cwd: ROOT,
      stdio: ["ignore", "pipe", "inherit"],
    });
    const line = await new Promise<string>((resolve, reject) => {
      createInterface({ input: child.stdout }).once("line", resolve);
      child.once("exit", () => reject(new Error("The simulator ended before it was ready")));
    });
    return new SimulatedAws(SimulatorReady.parse(JSON.parse(line)), child);
  }

  async #ask(path: string, body?: object, method = body === undefined ? "GET" : "POST"): Promise<unknown> {
    const answer = await fetch(`${this.ready.endpoint}/_simulator/${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`The simulator answered ${answer.status} to ${path}: ${await answer.text()}`);
    return answer.json();
  }

  /** From now on this share of all answers is lost after AWS has acted: the connection ends, or the answer does. */
  async loseAnswers(share: number): Promise<void> {
    await this.#ask("faults", { fault: "drop-after", probability: share * 0.7 });
    await this.#ask("faults", { fault: "truncate", probability: share * 0.3 });
  }

  /** From now on calls meet a fault, as the rule says (docs/simulator.md). */
  async strike(rule: {
    fault: string;
    milliseconds?: number;
    count?: number;
    accountId?: string;
    region?: string;
    service?: string;
    operation?: string;
  }): Promise<void> {
    await this.#ask("faults", rule);
  }

  /** Takes all faults away. */
  async calm(): Promise<void> {
    await this.#ask("faults", undefined, "DELETE");
  }

  /** Decides how an environment's updates end. */
  async setFate(environmentId: string, fate: WorldEnvironment["fate"]): Promise<void> {
    await this.#ask("fate", { environmentId, fate });
  }

  /** An environment becomes ill, or well again. */
  async setHealth(environmentId: string, health: "Green" | "Red"): Promise<void> {
    await this.#ask("health", { environmentId, health });
  }

  async environments(): Promise<WorldEnvironment[]> {
    return z.object({ environments: z.array(WorldEnvironment) }).parse(await this.#ask("state")).environments;
  }

  async journal(): Promise<JournalEntry[]> {
    return z.object({ journal: z.array(JournalEntry) }).parse(await this.#ask("journal")).journal;
  }

  /** Every operation that was called in a lane, and how often it was answered, throttled and failed. */
  async calls(): Promise<CallCount[]> {
    return CallCounts.parse(await this.#ask("calls")).calls;
  }

  /** Counts calls from zero again. */
  async forgetCalls(): Promise<void> {
    await this.#ask("calls", undefined, "DELETE");
  }

  /** Somebody deploys a version there, which takes so many simulated minutes; settings and dates move with it. */
  async deploy(environmentId: string, minutes: number): Promise<void> {
    await this.#ask("deploy", { environmentId, minutes });
  }

  /** Completes what is due next, and no more. */
  async completeNext(): Promise<void> {
    await this.#ask("step", { transitions: 1 });
  }

  /** Completes everything that is under way. */
  async completeAll(): Promise<void> {
    await this.#ask("step", { transitions: "all" });
  }

  /** How often the engine has looked at each lane's events, which nothing but the engine does. */
  async looks(): Promise<Map<string, number>> {
    return new Map(
      (await this.calls())
        .filter(({ operation }) => operation === "DescribeEvents")
        .map((call) => [laneOf(call), call.answered + call.throttled + call.failed]),
    );
  }

  /** All calls, and what share of them was throttled and lost. */
  async load(): Promise<{ calls: number; throttled: number; failed: number }> {
    const sum = { calls: 0, throttled: 0, failed: 0 };
    for (const { answered, throttled, failed } of await this.calls()) {
      sum.calls += answered + throttled + failed;
      sum.throttled += throttled;
      sum.failed += failed;
    }
    return sum;
  }
}
