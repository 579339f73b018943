import { z } from "zod";

import type { Fault, NewFault } from "./faults.ts";

/** Far enough for any update, certificate or session, and a date that JavaScript still knows. */
export const YEAR_SECONDS = 366 * 86_400;

const where = {
  accountId: z.string().optional(),
  region: z.string().optional(),
  service: z.string().optional(),
  operation: z.string().optional(),
  probability: z.number().positive().max(1).optional(),
  count: z.int().positive().optional(),
};

/** A rule as `POST /_simulator/faults` takes it: the fault's name, where, how often, and what the fault itself needs. */
export const faultBody = z.discriminatedUnion("fault", [
  z.strictObject({
    fault: z.enum([
      "throttle-storm",
      "internal-error",
      "unavailable",
      "expired-token",
      "expired-page-token",
      "drop-before",
      "drop-after",
      "truncate",
    ]),
    ...where,
  }),
  z.strictObject({ fault: z.literal("partial-counts"), periodSeconds: z.int().positive().optional(), ...where }),
  z.strictObject({
    fault: z.literal("clock-skew"),
    seconds: z.number().min(-YEAR_SECONDS).max(YEAR_SECONDS),
    ...where,
  }),
  z.strictObject({ fault: z.literal("slow"), milliseconds: z.number().positive().max(600_000), ...where }),
]);

const faultOf = (body: z.infer<typeof faultBody>): Fault => {
  switch (body.fault) {
    case "partial-counts":
      return { kind: body.fault, periodSeconds: body.periodSeconds };
    case "clock-skew":
      return { kind: body.fault, seconds: body.seconds };
    case "slow":
      return { kind: body.fault, milliseconds: body.milliseconds };
    case "throttle-storm":
    case "internal-error":
    case "unavailable":
    case "expired-token":
    case "expired-page-token":
    case "drop-before":
    case "drop-after":
    case "truncate":
      return { kind: body.fault };
  }
};

/** Takes a body as it was sent and gives the rule it asks for. */
export const newFaultOf = (body: z.infer<typeof faultBody>): NewFault => {
  const { accountId, region, service, operation, probability, count } = body;
  return {
    fault: faultOf(body),
    where: { accountId, region, service, operation },
    ...(probability !== undefined && { probability }),
    ...(count !== undefined && { count }),
  };
};
