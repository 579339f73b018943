import { AsyncLocalStorage } from "node:async_hooks";
import { NodeHttpHandler } from "@smithy/node-http-handler";

type Request = Parameters<NodeHttpHandler["handle"]>[0];
type Options = Parameters<NodeHttpHandler["handle"]>[1];
type Answer = Awaited<ReturnType<NodeHttpHandler["handle"]>>;

/** The only questions that may leave this machine; every one of them reads. Credentials are fetched elsewhere (`credentialsOf`). */
export const READS: ReadonlySet<string> = new Set([
  "elasticbeanstalk:DescribeConfigurationOptions",
  "elasticbeanstalk:DescribeConfigurationSettings",
  "elasticbeanstalk:DescribeEnvironmentResources",
  "elasticbeanstalk:DescribeEnvironments",
  "elasticbeanstalk:DescribeEvents",
  "elasticbeanstalk:ListAvailableSolutionStacks",
  "elasticbeanstalk:ListTagsForResource",
  "ec2:DescribeInstances",
  "ec2:GetInstanceMetadataDefaults",
  "monitoring:GetMetricData",
  "monitoring:ListMetrics",
  "sts:GetCallerIdentity",
]);

/** Reads by AWS's own description, yet asks about a change: only with `--validate`. */
const VALIDATE = "elasticbeanstalk:ValidateConfigurationSettings";

/** A request that the allow-list does not have. It was not sent. */
export class NotAllowedError extends Error {
  override readonly name = "NotAllowedError";
  constructor(operation: string) {
    super(`${operation} is not on the list of operations that only read; it was not sent.`);
  }
}

/** What was sent so far. */
export type Traffic = { calls: Map<string, number>; hosts: Set<string>; throttled: number; startedAt: number };

/** The answer to a call as it came over the wire. */
export type Raw = { status: number; body: Uint8Array };

const current = new AsyncLocalStorage<{ raw: Raw | undefined }>();

/** Takes a call and gives its result with the raw answer, which the SDK would not show: it drops members it does not know. */
export async function withRaw<T>(call: () => Promise<T>): Promise<{ value: T; raw: Raw | undefined }> {
  const slot: { raw: Raw | undefined } = { raw: undefined };
  const value = await current.run(slot, call);
  return { value, raw: slot.raw };
}

/** The operation a request asks for, read from the bytes that would be sent: form field, target header or path. */
function operationOf({ body, headers, path }: Request): string {
  const target = headers["x-amz-target"]?.split(".").at(-1);
  if (target !== undefined) return target;
  const rpc = /^\/service\/[^/]+\/operation\/(\w+)$/.exec(path)?.[1];
  if (rpc !== undefined) return rpc;
  const form: unknown = body;
  const actions = typeof form === "string" ? new URLSearchParams(form).getAll("Action") : [];
  // Two actions in one request: whatever it means, it is none of ours.
  return actions.length === 1 ? (actions[0] ?? "unknown") : "unknown";
}

/**
 * The last place before a request leaves: it refuses what is not on the allow-list (throws `NotAllowedError`), counts
 * what is sent and keeps the raw answer. `service` is the signing name.
 */
export class ReadOnlyHandler extends NodeHttpHandler {
  readonly #service: string;
  readonly #traffic: Traffic;
  readonly #mayValidate: boolean;

  constructor(service: string, traffic: Traffic, mayValidate: boolean) {
    super({ connectionTimeout: 5_000, requestTimeout: 30_000, throwOnRequestTimeout: true });
    this.#service = service;
    this.#traffic = traffic;
    this.#mayValidate = mayValidate;
  }

  override async handle(request: Request, options?: Options): Promise<Answer> {
    const operation = `${this.#service}:${operationOf(request)}`;
    if (!READS.has(operation) && !(this.#mayValidate && operation === VALIDATE)) throw new NotAllowedError(operation);
    this.#traffic.calls.set(operation, (this.#traffic.calls.get(operation) ?? 0) + 1);
    this.#traffic.hosts.add(request.port === undefined ? request.hostname : `${request.hostname}:${request.port}`);
    const { response } = await super.handle(request, options);
    const stream: unknown = response.body;
    if (typeof stream !== "object" || stream === null || !(Symbol.asyncIterator in stream)) return { response };
    const chunks: Uint8Array[] = [];
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Node's responses are streams of bytes
    for await (const chunk of stream as AsyncIterable<Uint8Array>) chunks.push(chunk);
    const body = new Uint8Array(Buffer.concat(chunks));
    const slot = current.getStore();
    if (slot !== undefined) slot.raw = { status: response.statusCode, body };
    // The SDK takes bytes as well as a stream.
    response.body = body;
    return { response };
  }
}
