import { notSubscribed } from "./errors.ts";
import type { Operation, Protocol } from "./protocols/protocol.ts";
import type { Refusals } from "./refusals.ts";
import type { Call, Lane } from "./world.ts";

/** What a handler answers: the SDK's output type without the part only the SDK fills in. */
type Answer<Output> = Omit<Output, "$metadata">;

/** One operation: parsed input in, output object (members as in the SDK's types) out; throws only `AwsError`. */
export type Handler<Input, Output> = (call: Call, input: Input) => Answer<Output>;

/**
 * A service's operations by their AWS name. `never` lets each handler keep its own input type: the dispatcher parses the
 * request by the schema of the very operation it looks up here.
 */
export type ServiceHandlers = Readonly<Record<string, (call: Call, input: never) => object>>;

/** A simulated service: what its calls look like, what it understands of them, and how it refuses. */
export type Service = {
  /** For people. */
  name: string;
  /** As in SigV4's credential scope, e.g. `monitoring` for CloudWatch. */
  signingName: string;
  /** A global service answers in any region, also one the world does not have. */
  scope: "regional" | "global";
  /** In order of preference; the last one words errors where no protocol recognises the request. */
  protocols: readonly [Protocol, ...Protocol[]];
  operations: ReadonlyMap<string, Operation>;
  handlers: ServiceHandlers;
  refusals: Refusals;
};

/** The lane a call is about; throws where the account has nothing in that region. */
export const laneOf = ({ world, caller }: Call): Lane => {
  const lane = world.lanes.find(({ accountId, region }) => accountId === caller.account.id && region === caller.region);
  if (lane === undefined) throw notSubscribed();
  return lane;
};
