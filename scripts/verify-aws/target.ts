import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { EC2Client } from "@aws-sdk/client-ec2";
import { ElasticBeanstalkClient } from "@aws-sdk/client-elastic-beanstalk";
import { parseXmlBody } from "@aws-sdk/core/protocols";
import { readCall } from "#lib/aws/call.ts";
import { AwsCallError } from "#lib/aws/failure.ts";
import type { Limiter } from "#lib/aws/limiter.ts";
import { createLimiter } from "#lib/aws/limiter.ts";
import type { Credentials } from "./credentials.ts";
import type { Raw, Traffic } from "./gate.ts";
import { NotAllowedError, ReadOnlyHandler, withRaw } from "./gate.ts";
import type { Reading } from "./reading.ts";
import { Tree } from "./tree.ts";

/** Where to ask, and how fast. */
export type TargetOptions = {
  region: string;
  /** Instead of AWS. */
  endpoint?: string | undefined;
  credentials: Credentials;
  callsPerSecond: number;
  validate: boolean;
};

/** One region of one account, through clients that can only read. */
export type Target = {
  region: string;
  beanstalk: ElasticBeanstalkClient;
  ec2: EC2Client;
  cloudWatch: CloudWatchClient;
  /** Makes a call at its turn, again where AWS asked for patience. Throws only what is no answer of AWS. */
  ask: <T>(operation: string, send: () => Promise<T>) => Promise<Reading<T>>;
  /** The same, with the answer as the tree of XML elements that came over the wire. */
  tree: (operation: string, send: () => Promise<unknown>) => Promise<Reading<Tree>>;
};

/** Starts a count of calls. */
export function newTraffic(): Traffic {
  return { calls: new Map(), hosts: new Set(), throttled: 0, startedAt: Date.now() };
}

function pacer(callsPerSecond: number, traffic: Traffic): Limiter {
  const limiter = createLimiter({
    startRate: callsPerSecond,
    minRate: Math.min(0.2, callsPerSecond),
    maxRate: callsPerSecond,
    burst: Math.max(2, callsPerSecond),
  });
  return {
    ...limiter,
    throttled: () => {
      traffic.throttled += 1;
      limiter.throttled();
    },
  };
}

/** Takes where to ask and a service's signing name and gives a client's configuration, with the gate in it. */
export function clientConfig(options: TargetOptions, traffic: Traffic, service: string) {
  return {
    region: options.region,
    credentials: options.credentials,
    // Tries again are made by `ask`, so that each passes the pacer.
    maxAttempts: 1,
    requestHandler: new ReadOnlyHandler(service, traffic, options.validate),
    customUserAgent: [["imds-fleet-verify", "1"] as [string, string]],
    // AWS_ENDPOINT_URL and a profile's endpoint_url would lead elsewhere without a word.
    ignoreConfiguredEndpointUrls: true,
    ...(options.endpoint === undefined ? {} : { endpoint: options.endpoint }),
  };
}

/** Takes where to ask and gives the clients to ask with; nothing is sent yet. */
export function openTarget(options: TargetOptions, traffic: Traffic): Target {
  const limiter = pacer(options.callsPerSecond, traffic);
  const beanstalk = new ElasticBeanstalkClient(clientConfig(options, traffic, "elasticbeanstalk"));
  const ask: Target["ask"] = async (operation, send) => {
    const stop = new AbortController();
    const once = async () => {
      try {
        return await send();
      } catch (error) {
        // No use trying again: it would be refused again.
        if (error instanceof NotAllowedError) stop.abort(error);
        throw error;
      }
    };
    try {
      return { ok: true, value: await readCall(limiter, operation, { priority: "scan", signal: stop.signal }, once) };
    } catch (error) {
      if (error instanceof AwsCallError) return { ok: false, failure: error.failure };
      throw error;
    }
  };
  return {
    region: options.region,
    beanstalk,
    ec2: new EC2Client(clientConfig(options, traffic, "ec2")),
    cloudWatch: new CloudWatchClient(clientConfig(options, traffic, "monitoring")),
    ask,
    tree: async (operation, send) => {
      const reading = await ask(operation, () => withRaw(send));
      return reading.ok ? { ok: true, value: await treeOf(reading.value.raw, beanstalk) } : reading;
    },
  };
}

/** Takes a raw XML answer and gives its elements, without the outermost; throws for what is no XML. */
export async function treeOf(raw: Raw | undefined, { config }: ElasticBeanstalkClient): Promise<Tree> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the client hands the same to the parser; it lacks an endpoint by type only
  return Tree.parse(await parseXmlBody(raw?.body ?? "", config as Parameters<typeof parseXmlBody>[1]));
}
