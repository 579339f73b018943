import { evidenceOf } from "./evidence.ts";
import type { Fact } from "./fact.ts";
import type { LaneReading } from "./reading.ts";

/** Who asked is nobody's business. */
const CALLER = /arn:[\w-]+:(iam|sts)::[^\s'",)]+/g;
/** The same words come from every partition. */
const PARTITION = /\barn:aws[\w-]*:/g;

/**
 * Codes that say who may ask rather than what is wrong with the request: authentication, permissions, opt-in, and the
 * account's limit of buckets.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
 * https://docs.aws.amazon.com/elasticbeanstalk/latest/api/CommonErrors.html
 */
const DENIED: ReadonlySet<string> = new Set([
  "AccessDenied",
  "AccessDeniedException",
  "AuthFailure",
  "Blocked",
  "ExpiredToken",
  "ExpiredTokenException",
  "IncompleteSignature",
  "IncompleteSignatureException",
  "InsufficientPrivilegesException",
  "InvalidAccessKeyId",
  "InvalidClientTokenId",
  "InvalidSecurity",
  "InvalidSignatureException",
  "MissingAuthenticationToken",
  "MissingAuthenticationTokenException",
  "NotAuthorized",
  "NotSignedUp",
  "OptInRequired",
  "PendingVerification",
  "RequestExpired",
  "S3SubscriptionRequiredException",
  "SignatureDoesNotMatch",
  "SubscriptionRequiredException",
  "TokenRefreshRequired",
  "TooManyBucketsException",
  "UnauthorizedOperation",
  "UnrecognizedClientException",
]);

/** What AWS answered to requests that cannot succeed. */
export function refusalFacts(lanes: readonly LaneReading[]): Fact[] {
  return lanes.flatMap(({ refusals, redactor, region }) =>
    refusals.map(({ id, question, reading }): Fact => ({
      id: `${id.startsWith("validate.") ? "" : "refusals."}${id}`,
      question,
      evidence: evidenceOf([{ region, reading }], ([refusal]) =>
        refusal === undefined || DENIED.has(refusal.code)
          ? { kind: "nothing", why: `we may not ask: ${refusal?.code ?? "no answer"}` }
          : {
              kind: "entries",
              missing: "differs",
              extra: "differs",
              entries: {
                status: [String(refusal.status)],
                code: [refusal.code],
                words: [
                  redactor
                    .hide(refusal.words.replaceAll(CALLER, "<caller>"))
                    .replaceAll(region, "<region>")
                    .replaceAll(PARTITION, "arn:<partition>:"),
                ],
                elements: [refusal.elements],
              },
            },
      ),
    })),
  );
}
