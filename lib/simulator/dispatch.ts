import { AwsError, internalFailure, serviceUnavailable, unknownService } from "./errors.ts";
import type { Fault, Faults } from "./faults.ts";
import { awsQuery } from "./protocols/aws-query.ts";
import type { Protocol, WireRequest, WireResponse } from "./protocols/protocol.ts";
import { validateInput } from "./protocols/validate.ts";
import { queryRefusals } from "./refusals.ts";
import type { Service } from "./service.ts";
import { accountOf, authenticate, claimOf, type Claim } from "./sigv4.ts";
import { take, type Bucket, type Limit } from "./throttle.ts";
import type { Call, Caller, JournalEntry, World } from "./world.ts";

/** What becomes of a request: an answer (`undefined`: the connection ends without one), sent this much later, and AWS's time. */
export type Delivery = { response: WireResponse | undefined; afterMs: number; date: Date };

export type Dispatch = (request: WireRequest, requestId: string) => Promise<Delivery>;

export type DispatchOptions = {
  world: World;
  services: readonly Service[];
  faults: Faults;
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

/** Throws where a fault lets AWS refuse what it would have done. */
const refuseAs = (fault: Fault | undefined, { refusals }: Service): void => {
  switch (fault?.kind) {
    case "throttle-storm":
      throw refusals.throttled();
    case "internal-error":
      throw internalFailure();
    case "unavailable":
      throw serviceUnavailable();
    case "expired-token":
      throw refusals.expiredToken();
    case undefined:
    case "clock-skew":
    case "drop-before":
    case "drop-after":
    case "truncate":
    case "slow":
      return;
  }
};

/** Where a fault strikes the answer on its way: nothing of it, half of it, or all of it later. */
const delivered = (fault: Fault | undefined, response: WireResponse, date: Date): Delivery => {
  switch (fault?.kind) {
    case "drop-after":
      return { response: undefined, afterMs: 0, date };
    case "truncate":
      return {
        response: { ...response, body: response.body.slice(0, Math.floor(response.body.length / 2)) },
        afterMs: 0,
        date,
      };
    case "slow":
      return { response, afterMs: fault.milliseconds, date };
    case undefined:
    case "throttle-storm":
    case "internal-error":
    case "unavailable":
    case "expired-token":
    case "clock-skew":
    case "drop-before":
      return { response, afterMs: 0, date };
  }
};

/** AWS's time as a call meets it. */
const skewed = (fault: Fault | undefined, now: Date): Date =>
  fault?.kind === "clock-skew" ? new Date(now.getTime() + fault.seconds * 1_000) : now;

/** Makes the function that takes a request from the wire to its answer; it never throws. */
export const makeDispatch = ({ world, services, faults, limit, advance, clock }: DispatchOptions): Dispatch => {
  const buckets = new Map<string, Bucket>();

  const throttle = (service: Service, caller: Caller): void => {
    if (limit === "off") return;
    const key = `${caller.account.id}/${caller.region}/${service.signingName}`;
    const { allowed, bucket } = take(buckets.get(key), limit, clock());
    buckets.set(key, bucket);
    if (!allowed) throw service.refusals.throttled();
  };

  const identify = async (
    service: Service,
    request: WireRequest,
    claim: Claim | undefined,
    now: Date,
  ): Promise<Caller> => {
    if (claim === undefined) {
      throw request.headers["authorization"] === undefined
        ? service.refusals.missingToken()
        : service.refusals.malformedAuthorization();
    }
    const caller = await authenticate(world, request, claim, service.refusals, now);
    // A region that is not enabled does not know the account's keys [3P].
    if (service.scope === "regional" && !world.regions.includes(caller.region)) throw service.refusals.unknownKey();
    return caller;
  };

  const run = async (
    service: Service,
    protocol: Protocol,
    request: WireRequest,
    claim: Claim | undefined,
    fault: Fault | undefined,
    requestId: string,
  ) => {
    const caller = await identify(service, request, claim, skewed(fault, clock()));
    const name = protocol.operationName(request);
    const operation = name === undefined ? undefined : service.operations.get(name);
    if (operation === undefined) throw protocol.unknownOperation(name);

    const journal = (input: unknown, outcome: JournalEntry["outcome"]): void => {
      if (READING.test(operation.name)) return;
      const { account, region, principalArn } = caller;
      world.journal.push({
        sequence: world.journal.length + 1,
        at: clock(),
        requestId,
        accountId: account.id,
        region,
        principalArn,
        service: service.signingName,
        operation: operation.name,
        input,
        outcome,
        fault: fault?.kind ?? null,
      });
    };

    const count = (ending: "answered" | "throttled" | "failed"): void => {
      const { account, region } = caller;
      const key = [account.id, region, service.signingName, operation.name].join("/");
      const known = world.calls.get(key) ?? {
        accountId: account.id,
        region,
        service: service.signingName,
        operation: operation.name,
        answered: 0,
        throttled: 0,
        failed: 0,
      };
      known[ending] += 1;
      world.calls.set(key, known);
    };

    let input: unknown;
    try {
      input = await protocol.readInput(request, operation);
      throttle(service, caller);
      refuseAs(fault, service);
      const handler = Object.hasOwn(service.handlers, operation.name) ? service.handlers[operation.name] : undefined;
      if (handler === undefined) throw protocol.unknownOperation(operation.name);
      validateInput(operation, input);
      const now = clock();
      advance(world, now);
      const call: Call = { world, caller, now, requestId };
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- `validateInput` held it against this operation's schema
      const output = handler(call, input as never);
      journal(input, { kind: "accepted" });
      count(fault?.kind === "drop-after" || fault?.kind === "truncate" ? "failed" : "answered");
      return protocol.writeOutput(operation, output, requestId);
    } catch (error) {
      const { code, message } = error instanceof AwsError ? error : internalFailure();
      journal(input, { kind: "refused", code, message });
      count(code === service.refusals.throttled().code ? "throttled" : "failed");
      throw error;
    }
  };

  /** The fault that strikes a signed call for an operation; others are refused anyway. */
  const struck = (service: Service | undefined, protocol: Protocol, request: WireRequest, claim: Claim | undefined) => {
    const operation = service === undefined ? undefined : protocol.operationName(request);
    const account = claim === undefined ? undefined : accountOf(world, claim.accessKeyId);
    if (operation === undefined || account === undefined || claim === undefined) return undefined;
    const { region, signingName } = claim;
    return faults.strike({ accountId: account.id, region, service: signingName, operation });
  };

  return async (request, requestId) => {
    const claim = claimOf(request);
    const service = serviceFor(services, request, claim);
    const protocol = protocolFor(service, request);
    const fault = struck(service, protocol, request, claim);
    if (fault?.kind === "drop-before") return { response: undefined, afterMs: 0, date: clock() };
    const answered = (response: WireResponse): Delivery => delivered(fault, response, skewed(fault, clock()));
    try {
      if (service !== undefined) return answered(await run(service, protocol, request, claim, fault, requestId));
      throw claim === undefined ? queryRefusals.missingToken() : unknownService(claim.signingName);
    } catch (error) {
      if (error instanceof AwsError) return answered(protocol.writeError(error, requestId));
      process.stderr.write(
        `simulator: request ${requestId} failed: ${error instanceof Error ? error.stack : String(error)}\n`,
      );
      return answered(protocol.writeError(internalFailure(), requestId));
    }
  };
};
