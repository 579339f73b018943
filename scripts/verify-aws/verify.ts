import { ignoredEndpoints } from "./asked-hosts.ts";
import type { Finding } from "./compare.ts";
import { compare } from "./compare.ts";
import type { Credentials } from "./credentials.ts";
import { callerOf, credentialsOf } from "./credentials.ts";
import type { Fact } from "./fact.ts";
import { factsOf } from "./facts.ts";
import type { Traffic } from "./gate.ts";
import type { Asked } from "./probe-platforms.ts";
import { readLane } from "./probes.ts";
import type { LaneReading } from "./reading.ts";
import { newRedactor } from "./redact.ts";
import { simulatorFacts } from "./reference.ts";
import { newTraffic, openTarget } from "./target.ts";

/** What to verify, and how; the command line's options. */
export type Settings = {
  regions: readonly string[];
  endpoint?: string | undefined;
  profile?: string | undefined;
  /** Instead of the SDK's credential chain. */
  credentials?: Credentials | undefined;
  environment?: string | undefined;
  maxEnvironments: number;
  platforms: boolean;
  validate: boolean;
  callsPerSecond: number;
};

/** What came of it. */
export type Verification = {
  accountId: string;
  regions: readonly string[];
  /** Who was asked, as the requests left. */
  hosts: readonly string[];
  /** Variables that name other hosts, of which no note was taken. */
  ignoredEndpoints: readonly string[];
  findings: readonly Finding[];
  /** What each side showed; names and ids of the account are not in it. */
  believed: readonly Fact[];
  said: readonly Fact[];
  traffic: Traffic;
  seconds: number;
};

/** Facts that hold AWS's sentences, in which the account's names are replaced. */
const WORDED = /^(events|refusals|validate)\./;

/** A name of the account that is also a word of AWS's is hidden on both sides, so that it makes no difference. */
function hiddenAlike(fact: Fact, hide: (text: string) => string): Fact {
  const { evidence } = fact;
  if (!WORDED.test(fact.id)) return fact;
  if (evidence.kind === "values") return { ...fact, evidence: { ...evidence, values: evidence.values.map(hide) } };
  if (evidence.kind !== "entries") return fact;
  const entries = Object.entries(evidence.entries).map(([key, values]) => [key, values.map(hide)]);
  return { ...fact, evidence: { ...evidence, entries: Object.fromEntries(entries) } };
}

/** Takes what the simulator showed and gives its event lines. */
function linesIn(facts: readonly Fact[]): ReadonlySet<string> {
  return new Set(
    facts.flatMap(({ id, evidence }) =>
      id.startsWith("events.") && evidence.kind === "values" ? evidence.values : [],
    ),
  );
}

/**
 * Asks AWS and a simulator the same questions and compares their answers. `believed` are the simulator's, where they are
 * known already. Throws where AWS accepts no credentials, or on a request that would not only read.
 */
export async function verify(
  settings: Settings,
  progress: (region: string, what: string) => void = () => {},
  believed?: readonly Fact[],
): Promise<Verification> {
  const { regions, endpoint, profile, callsPerSecond, validate } = settings;
  const [first = ""] = regions;
  const traffic = newTraffic();
  const credentials = settings.credentials ?? credentialsOf({ region: first, profile });
  const optionsFor = (region: string) => ({ region, endpoint, credentials, callsPerSecond, validate });
  const caller = await callerOf(regions.map(optionsFor), traffic);
  const { accountId } = caller;
  const beliefs = believed ?? (await simulatorFacts({ validate }));
  const redactor = newRedactor();
  const asked: Asked = new Map();
  const lanes = await Promise.all(
    regions.map((region): Promise<LaneReading> =>
      readLane(openTarget(optionsFor(region), traffic), accountId, redactor, {
        environment: settings.environment,
        maxEnvironments: settings.maxEnvironments,
        platforms: settings.platforms ? "offered" : "none",
        validate,
        leads: region === caller.region,
        asked,
        progress: (what) => progress(region, what),
      }),
    ),
  );
  const alike = beliefs.map((fact) => hiddenAlike(fact, redactor.hide));
  const said = factsOf(lanes, linesIn(alike));
  return {
    accountId,
    regions,
    hosts: [...traffic.hosts].toSorted(),
    ignoredEndpoints: endpoint === undefined ? ignoredEndpoints(process.env) : [],
    findings: compare(alike, said),
    believed: alike,
    said,
    traffic,
    seconds: Math.round((Date.now() - traffic.startedAt) / 1_000),
  };
}
