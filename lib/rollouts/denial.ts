import type { FailReason } from "./target.ts";

/** Codes with which AWS denies a call to a known identity. */
const CODES: ReadonlySet<string> = new Set([
  "AccessDenied",
  "AccessDeniedException",
  "InsufficientPrivilegesException",
  "UnauthorizedOperation",
]);

/** How IAM's refusals are worded where they come as an event, of a call Elastic Beanstalk made on our behalf. */
export const DENIED =
  /not authorized to perform|do not have permission|insufficient privileges|UnauthorizedOperation|AccessDenied/iu;

/** Takes why a target failed and gives AWS's words of a missing permission, none where it failed for something else. */
export function denialIn(reason: FailReason): string[] {
  switch (reason.kind) {
    case "refused": {
      const { code, message } = reason.failure;
      return CODES.has(code) || DENIED.test(message) ? [message] : [];
    }
    case "rolled-back":
    case "completed-with-errors":
    case "aborted":
      return reason.words.filter((words) => DENIED.test(words));
    case "instances-disagree":
    case "value-kept":
    case "terminated":
    case "inconclusive":
      return [];
  }
}
