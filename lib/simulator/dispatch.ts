import { AwsError, internalFailure, unknownService } from "./errors.ts";
import { awsQuery } from "./protocols/aws-query.ts";
import type { Protocol, WireRequest, WireResponse } from "./protocols/protocol.ts";
import { validateInput } from "./protocols/validate.ts";
import { queryRefusals } from "./refusals.ts";
import type { Service } from "./service.ts";
import { authenticate, claimOf, type Claim } from "./sigv4.ts";
import { take, type Bucket, type Limit } from "./throttle.ts";
import type { Call, Caller, JournalEntry, World } from "./world.ts";

export type Dispatch = (request: WireRequest, requestId: string) => Promise<WireResponse>;

export type DispatchOptions = {
  world: World;
  services: readonly Service[];
  limit: Limit | "off";
  /** Brings the world up to the given instant; runs before each call. */
  advance: (world: World, now: Date) => void;
  clock: () => Date;
};

/** AWS names its reading operations so; all else counts as mutating and is journalled. AssumeRole changes no resource. */
const READING = /^(Describe|Get|List|Check|Validate|Search|AssumeRole)/;

/** For requests that belong to no service at all. */
const fallback = awsQuery({
  xmlNamespace: "http://webservices.amazon.com/AWSFault/2005-15-09",
  version: "",
});

const serviceFor = (
  services: readonly Service[],
  request: WireRequest,
  claim: Claim | undefined,
): Service | undefined =>
  claim === undefined
    ? services.find(({ protocols }) => protocols.some((protocol) => protocol.recognises(request)))
    : services.find(({ signingName }) => signingName === claim.signingName);

const protocolFor = (service: Service | undefined, request: WireRequest): Protocol =>
  service?.protocols.find((protocol) => protocol.recognises(request)) ?? service?.protocols.at(-1) ?? fallback;

/** Makes the function that takes a request from the wire to its answer; it never throws. */
export const makeDispatch = ({ world, services, limit, advance, clock }: DispatchOptions): Dispatch => {
  const buckets = new Map<string, Bucket>();

  const throttle = (service: Service, caller: Caller): void => {
    if (limit === "off") return;
    const key = `${caller.account.id}/${caller.region}/${service.signingName}`;
    const { allowed, bucket } = take(buckets.get(key), limit, clock());
    buckets.set(key, bucket);
    if (!allowed) throw service.refusals.throttled();
  };

  const identify = async (service: Service, request: WireRequest, claim: Claim | undefined): Promise<Caller> => {
    if (claim === undefined) {
      throw request.headers["authorization"] === undefined
        ? service.refusals.missingToken()
        : service.refusals.malformedAuthorization();
    }
    const caller = await authenticate(world, request, claim, service.refusals, clock());
    // A region that is not enabled does not know the account's keys [3P].
    if (service.scope === "regional" && !world.regions.includes(caller.region)) throw service.refusals.unknownKey();
    return caller;
  };

  const run = async (
    service: Service,
    protocol: Protocol,
    request: WireRequest,
    claim: Claim | undefined,
    requestId: string,
  ) => {
    const caller = await identify(service, request, claim);
    const name = protocol.operationName(request);
    const operation = name === undefined ? undefined : service.operations.get(name);
    if (operation === undefined) throw protocol.unknownOperation(name);

    const journal = (input: unknown, outcome: JournalEntry["outcome"]): void => {
      if (READING.test(operation.name)) return;
      const { account, region } = caller;
      world.journal.push({
        at: clock(),
        requestId,
        accountId: account.id,
        region,
        service: service.signingName,
        operation: operation.name,
        input,
        outcome,
      });
    };

    let input: unknown;
    try {
      input = await protocol.readInput(request, operation);
      throttle(service, caller);
      const handler = Object.hasOwn(service.handlers, operation.name) ? service.handlers[operation.name] : undefined;
      if (handler === undefined) throw protocol.unknownOperation(operation.name);
      validateInput(operation, input);
      const now = clock();
      advance(world, now);
      const call: Call = { world, caller, now, requestId };
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- `validateInput` held it against this operation's schema
      const output = handler(call, input as never);
      journal(input, { kind: "accepted" });
      return protocol.writeOutput(operation, output, requestId);
    } catch (error) {
      const { code, message } = error instanceof AwsError ? error : internalFailure();
      journal(input, { kind: "refused", code, message });
      throw error;
    }
  };

  return async (request, requestId) => {
    const claim = claimOf(request);
    const service = serviceFor(services, request, claim);
    const protocol = protocolFor(service, request);
    try {
      if (service !== undefined) return await run(service, protocol, request, claim, requestId);
      throw claim === undefined ? queryRefusals.missingToken() : unknownService(claim.signingName);
    } catch (error) {
      if (error instanceof AwsError) return protocol.writeError(error, requestId);
      process.stderr.write(
        `simulator: request ${requestId} failed: ${error instanceof Error ? error.stack : String(error)}\n`,
      );
      return protocol.writeError(internalFailure(), requestId);
    }
  };
};
