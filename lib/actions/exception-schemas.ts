import { z } from "zod";
import { expiryProblem, OWNER_LENGTH, REASON_LENGTH } from "#lib/imds/exception.ts";

/** What is said of an accepted risk: who answers for it, why, and until when. */
export const TermsSchema = z.strictObject({
  owner: z.string().trim().min(OWNER_LENGTH.min).max(OWNER_LENGTH.max),
  reason: z.string().trim().min(REASON_LENGTH.min).max(REASON_LENGTH.max),
  until: z.iso.datetime().superRefine((until, context) => {
    const problem = expiryProblem(until, Date.now());
    if (problem !== null) context.addIssue({ code: "custom", message: problem });
  }),
});
