import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { EC2Client } from "@aws-sdk/client-ec2";
import { ElasticBeanstalkClient } from "@aws-sdk/client-elastic-beanstalk";
import { OrganizationsClient } from "@aws-sdk/client-organizations";
import { STSClient } from "@aws-sdk/client-sts";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import product from "#package.json" with { type: "json" };
import { config } from "#lib/config.ts";
import type { LaneKey } from "#lib/imds/environment.ts";
import type { BucketSettings } from "./bucket.ts";
import { BEANSTALK_BUCKET, CLOUDWATCH_BUCKET, EC2_BUCKET } from "./bucket.ts";
import type { CredentialProvider } from "./credentials.ts";
import { assumedRole } from "./credentials.ts";
import type { Limiter } from "./limiter.ts";
import { createLimiter } from "./limiter.ts";
import { renewing } from "./renewal.ts";

/** Where AWS is. `null`: at its own addresses. `ambient` takes the place of the SDK's default credential chain. */
type AwsSetting = {
  endpointUrl: string | null;
  ambient?: CredentialProvider;
  /** How fast to go instead of finding it out; for tests against an AWS that never throttles. */
  bucket?: BucketSettings;
};

/**
 * How a lane is reached: with a role in its account, or (`null`) with the identity the process has. Where `aws` is left
 * out, the configuration tells where AWS is; tests say it themselves.
 */
export type LaneAccess = LaneKey & {
  roleArn: string | null;
  externalId: string | null;
  aws?: AwsSetting;
};

/** Everything needed to call AWS in one lane; one per process and lane, so that all its callers share the limiters. */
export type LaneClients = {
  beanstalk: ElasticBeanstalkClient;
  /** Never sends a request twice, and never on a connection that was used before. */
  beanstalkWrites: ElasticBeanstalkClient;
  cloudWatch: CloudWatchClient;
  ec2: EC2Client;
  sts: STSClient;
  /** Made when it is first asked for: of all lanes, one asks. The SDK knows the one address that each partition has. */
  organizations: () => OrganizationsClient;
  limiters: { beanstalk: Limiter; cloudWatch: Limiter; ec2: Limiter };
};

const CONNECTION_TIMEOUT_MS = 5_000;
const REQUEST_TIMEOUT_MS = 30_000;
/** A write must end long before anybody takes it for lost (lib/jobs/advance-lane.ts). */
export const WRITE_TIMEOUT_MS = 15_000;
const timeouts = {
  connectionTimeout: CONNECTION_TIMEOUT_MS,
  requestTimeout: REQUEST_TIMEOUT_MS,
  throwOnRequestTimeout: true,
};

/** Connections of one lane to one of AWS's addresses: more than it has calls at a time. */
const READS_AT_ONCE = 16;

/** Each lane has connections of its own: calls that hang in one lane take none from another that has the same address. */
function reading(): NodeHttpHandler {
  const agent = { keepAlive: true, maxSockets: READS_AT_ONCE };
  return new NodeHttpHandler({ ...timeouts, httpAgent: agent, httpsAgent: agent });
}

type Registry = {
  lanes: Map<string, LaneClients>;
  ambients: WeakMap<CredentialProvider, number>;
  nextAmbient: number;
  writes: NodeHttpHandler;
};

const REGISTRY = Symbol.for("imds-fleet.lanes");

/** A bundler may load this module twice in a process; the limiters must still be the same ones. */
function registry(): Registry {
  // The symbol is ours alone, so its type is known.
  const slots = globalThis as typeof globalThis & { [REGISTRY]?: Registry };
  slots[REGISTRY] ??= {
    lanes: new Map(),
    ambients: new WeakMap(),
    nextAmbient: 1,
    // An idle connection that AWS closes meanwhile would look like a lost answer.
    writes: new NodeHttpHandler({
      ...timeouts,
      requestTimeout: WRITE_TIMEOUT_MS,
      httpAgent: { keepAlive: false },
      httpsAgent: { keepAlive: false },
    }),
  };
  return slots[REGISTRY];
}

function keyOf(access: LaneAccess, aws: AwsSetting): string {
  const { ambients, nextAmbient } = registry();
  let ambient = aws.ambient === undefined ? 0 : ambients.get(aws.ambient);
  if (aws.ambient !== undefined && ambient === undefined) {
    ambient = nextAmbient;
    ambients.set(aws.ambient, ambient);
    registry().nextAmbient += 1;
  }
  return JSON.stringify([
    access.accountId,
    access.region,
    access.roleArn,
    access.externalId,
    aws.endpointUrl,
    ambient,
    aws.bucket ?? null,
  ]);
}

/**
 * Takes how a lane is reached and gives its clients; the same ones for the same lane. Nothing is sent yet. Clients send
 * each request once: `call.ts` repeats reads, so that every try passes the limiter.
 */
export function laneClients(access: LaneAccess): LaneClients {
  const aws = access.aws ?? { endpointUrl: config().awsEndpointUrl };
  const { lanes, writes } = registry();
  const key = keyOf(access, aws);
  const known = lanes.get(key);
  if (known !== undefined) return known;

  const common = {
    region: access.region,
    requestHandler: reading(),
    customUserAgent: [["imds-fleet", product.version] as [string, string]],
    // A custom endpoint cannot be combined with either, whatever the machine's AWS configuration says.
    useFipsEndpoint: false,
    useDualstackEndpoint: false,
    ...(aws.endpointUrl === null ? {} : { endpoint: aws.endpointUrl }),
  };
  const ambient = aws.ambient === undefined ? {} : { credentials: aws.ambient };
  // STS answers quickly or not at all, and a second try of AssumeRole changes nothing.
  const roleConfig = { ...common, ...ambient, maxAttempts: 3 };
  const identity =
    access.roleArn === null ? ambient : { credentials: assumedRole(roleConfig, access.roleArn, access.externalId) };
  const once = { ...common, ...identity, maxAttempts: 1 };
  let organizations: OrganizationsClient | undefined;
  const clients: LaneClients = {
    beanstalk: renewing(new ElasticBeanstalkClient(once)),
    beanstalkWrites: renewing(new ElasticBeanstalkClient({ ...once, requestHandler: writes })),
    cloudWatch: renewing(new CloudWatchClient(once)),
    ec2: renewing(new EC2Client(once)),
    sts: renewing(new STSClient(once)),
    organizations: () => (organizations ??= renewing(new OrganizationsClient(once))),
    limiters: {
      beanstalk: createLimiter(aws.bucket ?? BEANSTALK_BUCKET),
      cloudWatch: createLimiter(aws.bucket ?? CLOUDWATCH_BUCKET),
      ec2: createLimiter(aws.bucket ?? EC2_BUCKET),
    },
  };
  lanes.set(key, clients);
  return clients;
}
