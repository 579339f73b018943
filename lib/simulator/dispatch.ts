import { AwsError, internalFailure, serviceUnavailable, unknownService } from "./errors.ts";
import type { Fault, Faults } from "./faults.ts";
import { awsQuery } from "./protocols/aws-query.ts";
import type { Operation, Protocol, WireRequest, WireResponse } from "./protocols/protocol.ts";
import { validateInput } from "./protocols/validate.ts";
import { queryRefusals } from "./refusals.ts";
import type { Service } from "./service.ts";
import { accountOf, authenticate, claimOf, type Claim } from "./sigv4.ts";
import { take, type Bucket, type Limit } from "./throttle.ts";
import type { Call, CallCount, Caller, JournalEntry, World } from "./world.ts";

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
  /** Wall time: what signatures and throttles are measured by. */
  wallClock: () => Date;
  /** The world's time: wall time, and what it was moved ahead. */
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
    case undefined:
    case "expired-token":
    case "expired-page-token":
    case "partial-counts":
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
    case "expired-page-token":
    case "partial-counts":
    case "clock-skew":
    case "drop-before":
      return { response, afterMs: 0, date };
  }
};

/** AWS's wall time as a call meets it. */
const skewed = (fault: Fault | undefined, now: Date): Date =>
  fault?.kind === "clock-skew" ? new Date(now.getTime() + fault.seconds * 1_000) : now;

/** What a call is for. */
type Place = Pick<CallCount, "accountId" | "region" | "service" | "operation">;

type Reading = { input: unknown; problem?: Error };

/** All services played here name it so, in all protocols. */
const hasPageToken = ({ body }: WireRequest): boolean => Buffer.from(body).includes("NextToken");

/** Stands for a token that was given out once: no service knows it any more, and each has its own words for that. */
const EXPIRED_PAGE = "ZXhwaXJlZA";

/** A call's input, or `null` and why it cannot be read. */
const readingOf = async (
  protocol: Protocol,
  request: WireRequest,
  operation: Operation,
  fault: Fault | undefined,
): Promise<Reading> => {
  try {
    const input = await protocol.readInput(request, operation);
    const isExpired = fault?.kind === "expired-page-token" && typeof input === "object" && input !== null;
    return { input: isExpired ? { ...input, NextToken: EXPIRED_PAGE } : input };
  } catch (error) {
    return { input: null, problem: error instanceof Error ? error : new Error("no input", { cause: error }) };
  }
};

/** Whether AWS does what is asked, and the client never learns of it. */
const isAnswerLost = (fault: Fault | undefined): boolean => fault?.kind === "drop-after" || fault?.kind === "truncate";

/** Makes the function that takes a request from the wire to its answer; it never throws. */
export const makeDispatch = (options: DispatchOptions): Dispatch => {
  const { world, services, faults, limit, advance, wallClock, clock } = options;
  const buckets = new Map<string, Bucket>();

  const throttle = (service: Service, caller: Caller): void => {
    if (limit === "off") return;
    const key = `${caller.account.id}/${caller.region}/${service.signingName}`;
    const { allowed, bucket } = take(buckets.get(key), limit, wallClock());
    buckets.set(key, bucket);
    if (!allowed) throw service.refusals.throttled();
  };

  /** Counts a call where it belongs; one of nobody's, or for nothing the service has, belongs nowhere. */
  const count = (place: Place | undefined, ending: "answered" | "throttled" | "failed"): void => {
    if (place === undefined) return;
    const key = [place.accountId, place.region, place.service, place.operation].join("/");
    const known = world.calls.get(key) ?? { ...place, answered: 0, throttled: 0, failed: 0 };
    known[ending] += 1;
    world.calls.set(key, known);
  };

  const identify = async (service: Service, request: WireRequest, claim: Claim | undefined, now: Date) => {
    if (claim === undefined) {
      throw request.headers["authorization"] === undefined
        ? service.refusals.missingToken()
        : service.refusals.malformedAuthorization();
    }
    const { caller, sessionEndsAt } = await authenticate(world, request, claim, service.refusals, now);
    // A region that is not enabled does not know the account's keys [3P].
    if (service.scope === "regional" && !world.regions.includes(caller.region)) throw service.refusals.unknownKey();
    return { caller, hasEnded: sessionEndsAt !== undefined && sessionEndsAt <= clock() };
  };

  const run = async (
    service: Service,
    protocol: Protocol,
    request: WireRequest,
    claim: Claim | undefined,
    fault: Fault | undefined,
    requestId: string,
  ) => {
    const { caller, hasEnded } = await identify(service, request, claim, skewed(fault, wallClock()));
    const isExpired = hasEnded || fault?.kind === "expired-token";
    const name = protocol.operationName(request);
    const operation = name === undefined ? undefined : service.operations.get(name);
    if (operation === undefined) throw isExpired ? service.refusals.expiredToken() : protocol.unknownOperation(name);

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

    const { input, problem } = await readingOf(protocol, request, operation, fault);
    try {
      if (isExpired) throw service.refusals.expiredToken();
      if (problem !== undefined) throw problem;
      throttle(service, caller);
      refuseAs(fault, service);
      const handler = Object.hasOwn(service.handlers, operation.name) ? service.handlers[operation.name] : undefined;
      if (handler === undefined) throw protocol.unknownOperation(operation.name);
      validateInput(operation, input);
      const now = clock();
      advance(world, now);
      const call: Call = { world, caller, now, requestId, fault };
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

  /** What a signed call is for; without it, it is refused anyway. */
  const placeOf = (
    service: Service | undefined,
    protocol: Protocol,
    request: WireRequest,
    claim: Claim | undefined,
  ): Place | undefined => {
    const operation = protocol.operationName(request);
    const account = claim === undefined ? undefined : accountOf(world, claim.accessKeyId);
    if (operation === undefined || account === undefined || claim === undefined) return undefined;
    if (service?.operations.has(operation) !== true) return undefined;
    return { accountId: account.id, region: claim.region, service: claim.signingName, operation };
  };

  return async (request, requestId) => {
    const claim = claimOf(request);
    const service = serviceFor(services, request, claim);
    const protocol = protocolFor(service, request);
    const place = placeOf(service, protocol, request, claim);
    const fault = place === undefined ? undefined : faults.strike({ ...place, hasPageToken: hasPageToken(request) });
    if (fault?.kind === "drop-before") {
      count(place, "failed");
      return { response: undefined, afterMs: 0, date: wallClock() };
    }
    const answered = (response: WireResponse): Delivery => delivered(fault, response, skewed(fault, wallClock()));
    try {
      if (service !== undefined) {
        const response = await run(service, protocol, request, claim, fault, requestId);
        count(place, isAnswerLost(fault) ? "failed" : "answered");
        return answered(response);
      }
      throw claim === undefined ? queryRefusals.missingToken() : unknownService(claim.signingName);
    } catch (error) {
      const isThrottled = error instanceof AwsError && error.code === service?.refusals.throttled().code;
      count(place, isThrottled ? "throttled" : "failed");
      if (error instanceof AwsError) return answered(protocol.writeError(error, requestId));
      process.stderr.write(
        `simulator: request ${requestId} failed: ${error instanceof Error ? error.stack : String(error)}\n`,
      );
      return answered(protocol.writeError(internalFailure(), requestId));
    }
  };
};
