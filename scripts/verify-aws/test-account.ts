import { afterAll, beforeAll } from "vitest";
import type { Simulator, SimulatorOptions } from "#lib/simulator/server.ts";
import { clientConfig, startSimulator } from "#lib/simulator/server.ts";
import type { Lane } from "#lib/simulator/world.ts";
import type { Fact } from "./fact.ts";
import { playUpdates, simulatorFacts } from "./reference.ts";
import type { Edit } from "./test-proxy.ts";
import { startProxy } from "./test-proxy.ts";
import type { Settings, Verification } from "./verify.ts";
import { verify } from "./verify.ts";

const REGION = "eu-west-1";
let believed: readonly Fact[];
const running: Simulator[] = [];

beforeAll(async () => {
  believed = await simulatorFacts({ validate: true });
});
afterAll(async () => {
  await Promise.all(running.map((simulator) => simulator.close()));
});

/** An account whose last hour was busy, as the one to be verified. */
export async function account(options: Partial<SimulatorOptions> = {}): Promise<{ simulator: Simulator; lane: Lane }> {
  const simulator = await startSimulator({
    seed: 11,
    environments: 120,
    accounts: 1,
    regions: [REGION],
    throttle: "off",
    ...options,
  });
  running.push(simulator);
  playUpdates(simulator.world, new Date());
  const [lane] = simulator.world.lanes;
  if (lane === undefined) throw new Error("no lane");
  return { simulator, lane };
}

export function verified(simulator: Simulator, settings: Partial<Settings> = {}): Promise<Verification> {
  const { credentials, endpoint } = clientConfig(simulator);
  return verify(
    {
      regions: [REGION],
      endpoint,
      credentials,
      maxEnvironments: 15,
      platforms: false,
      validate: true,
      callsPerSecond: 1_000,
      ...settings,
    },
    undefined,
    believed,
  );
}

export async function edited(
  simulator: Simulator,
  edit: Edit,
  settings: Partial<Settings> = {},
): Promise<Verification> {
  const proxy = await startProxy(simulator.endpoint, edit);
  try {
    return await verified(simulator, { endpoint: proxy.endpoint, ...settings });
  } finally {
    await proxy.close();
  }
}

export const differing = ({ findings }: Verification): string[] =>
  findings.filter(({ verdict }) => verdict === "differs").map(({ id }) => id);

export const wordsAbout = ({ findings }: Verification, id: string): string =>
  JSON.stringify(findings.find((finding) => finding.id === id)?.differences);
