import type { AwsFailure } from "#lib/errors.ts";
import { DENIED } from "./denial.ts";
import type { FailReason } from "./target.ts";

/** What to do next, by what AWS said. */
export type Advice =
  | "permissions"
  | "launch-configurations-gone"
  | "busy"
  | "validation"
  | "throttled"
  | "events"
  | "refresh"
  | "instances"
  | "aborted"
  | "kept"
  | "gone";

// AWS's sentence in accounts that came after launch configurations.
const NO_LAUNCH_CONFIGURATIONS = /launch configuration creation operation is not available/iu;

function adviceOnWords(words: string): Advice {
  if (NO_LAUNCH_CONFIGURATIONS.test(words)) return "launch-configurations-gone";
  return DENIED.test(words) ? "permissions" : "events";
}

const THROTTLES: ReadonlySet<string> = new Set(["Throttling", "ThrottlingException", "RequestLimitExceeded"]);

/** Takes the code of AWS's refusal and tells whether it says that there were too many calls. */
export function isThrottle(code: string): boolean {
  return THROTTLES.has(code);
}

/** Takes AWS's refusal and gives what to do next; by code first, for messages vary. */
export function adviceOnRefusal({ code, message }: AwsFailure): Advice {
  switch (code) {
    case "InsufficientPrivilegesException":
    case "AccessDenied":
    case "AccessDeniedException":
    case "UnauthorizedOperation":
      return "permissions";
    case "ConfigurationValidationException":
      return "validation";
    default:
      if (isThrottle(code)) return "throttled";
      return /must be ready/iu.test(message) ? "busy" : adviceOnWords(message);
  }
}

/** Takes why a target failed and gives what to do next. */
export function adviceOf(reason: FailReason): Advice {
  switch (reason.kind) {
    case "refused":
      return adviceOnRefusal(reason.failure);
    case "rolled-back":
    case "completed-with-errors":
      return adviceOnWords(reason.words.join("\n"));
    case "aborted":
      return "aborted";
    case "terminated":
      return "gone";
    case "instances-disagree":
      return "instances";
    case "value-kept":
      return "kept";
    case "inconclusive":
      return "refresh";
  }
}

/** How enhanced health words its events. AWS: health-enhanced-status */
const HEALTH = /^Environment health has transitioned/iu;

/** Takes why a target failed and gives the line of AWS's that tells most, or `null` where AWS said nothing. */
export function tellingLine(reason: FailReason): string | null {
  switch (reason.kind) {
    case "refused":
      return `${reason.failure.code}: ${reason.failure.message}`;
    case "rolled-back":
    case "completed-with-errors":
      // The cause comes before the lines that only say that it failed, and those before how ill it is.
      return (
        reason.words.find((line) => adviceOnWords(line) !== "events") ??
        reason.words.find((line) => !HEALTH.test(line)) ??
        reason.words[0] ??
        null
      );
    case "aborted":
    case "instances-disagree":
    case "value-kept":
    case "terminated":
    case "inconclusive":
      return null;
  }
}
