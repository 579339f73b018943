/**
 * Every error the simulated services answer with. Tags: [DOC] AWS documentation, [REAL] captured output of AWS that others
 * published, [3P] a third party's word, [invented] our own because nothing was found.
 */

/** An error as AWS words it; the protocols write it, each in its own envelope. */
export class AwsError extends Error {
  override readonly name = "AwsError";
  readonly code: string;
  readonly status: number;

  constructor(code: string, status: number, message: string) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

/** Makes an `AwsError` from its wire code, HTTP status and message. */
export const awsError = (code: string, status: number, message: string): AwsError =>
  new AwsError(code, status, message);

// Any service

/** [REAL] IAM's and STS's wording for broken constraints; several are joined. */
export const validationError = (...problems: string[]): AwsError =>
  awsError(
    "ValidationError",
    400,
    `${problems.length} validation error${problems.length === 1 ? "" : "s"} detected: ${problems.join("; ")}`,
  );

/** [DOC] code, CommonErrors; [invented] words. */
export const missingAction = (): AwsError =>
  awsError("MissingAction", 400, "The request must contain the parameter Action");

/** [invented] A Query value its type cannot hold. */
export const malformedInput = (parameter: string, value: string): AwsError =>
  awsError("MalformedInput", 400, `Invalid value '${value}' for parameter ${parameter}`);

/** [3P] The code AWS's JSON and CBOR services answer to a body they cannot read; [invented] words. */
export const serializationException = (): AwsError =>
  awsError("SerializationException", 400, "The request body does not fit the operation's input");

/** [DOC] CommonErrors. */
export const internalFailure = (): AwsError =>
  awsError(
    "InternalFailure",
    500,
    "The request processing has failed because of an unknown error, exception or failure.",
  );

/** [DOC] code and status, CommonErrors; [invented] words. */
export const serviceUnavailable = (): AwsError =>
  awsError("ServiceUnavailable", 503, "The request has failed due to a temporary failure of the server.");

/** [invented] A service this endpoint does not play. */
export const unknownService = (signingName: string): AwsError =>
  awsError("UnknownService", 501, `The simulator has no service '${signingName}'`);

/** [invented] Larger bodies than any simulated operation needs. */
export const requestTooLarge = (): AwsError => awsError("RequestEntityTooLarge", 413, "The request body is too large");

// Authentication and throttling: each service has its own codes for the same refusals.

export type Refusals = {
  missingToken: () => AwsError;
  incompleteSignature: (reason: string) => AwsError;
  unknownKey: () => AwsError;
  expiredToken: () => AwsError;
  badSignature: () => AwsError;
  skewed: (reason: string) => AwsError;
  throttled: () => AwsError;
};

/** The Query services' refusals. */
export const queryRefusals: Refusals = {
  // [DOC] code and status, CommonErrors; [REAL] words.
  missingToken: () => awsError("MissingAuthenticationToken", 403, "Request is missing Authentication Token"),
  // [DOC] code and status, CommonErrors.
  incompleteSignature: (reason) => awsError("IncompleteSignature", 400, reason),
  // [REAL]
  unknownKey: () => awsError("InvalidClientTokenId", 403, "The security token included in the request is invalid."),
  // [REAL] https://github.com/jenkinsci/ec2-plugin/pull/1008
  expiredToken: () => awsError("ExpiredToken", 403, "The security token included in the request is expired"),
  // [REAL]
  badSignature: () =>
    awsError(
      "SignatureDoesNotMatch",
      403,
      "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.",
    ),
  // [REAL] https://github.com/hashicorp/terraform-provider-aws/issues/326
  skewed: (reason) => awsError("SignatureDoesNotMatch", 403, reason),
  // [REAL] for Elastic Beanstalk: Throttling with 400.
  throttled: () => awsError("Throttling", 400, "Rate exceeded"),
};

/** EC2's refusals. */
export const ec2Refusals: Refusals = {
  ...queryRefusals,
  // [REAL]
  unknownKey: () => awsError("AuthFailure", 401, "AWS was not able to validate the provided access credentials"),
  // [REAL] https://github.com/aws/aws-sdk-go-v2/issues/1674: 400
  expiredToken: () => awsError("RequestExpired", 400, "Request has expired."),
  skewed: () => awsError("RequestExpired", 400, "Request has expired."),
  // [DOC] code, EC2 "Request throttling"; [REAL] 503 and words.
  throttled: () => awsError("RequestLimitExceeded", 503, "Request limit exceeded."),
};

// STS

/** [REAL] What a caller learns when a role's trust policy says no; AWS gives no reason. */
export const assumeRoleDenied = (principalArn: string, roleArn: string): AwsError =>
  awsError(
    "AccessDenied",
    403,
    `User: ${principalArn} is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`,
  );

/** [REAL] Role chaining is capped at an hour. */
export const roleChainingTooLong = (): AwsError =>
  awsError(
    "ValidationError",
    400,
    "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining",
  );

// EC2

/** [REAL] https://github.com/aws/aws-sdk-ruby/pull/2575: says "greater than 5" and accepts 5. */
export const maxResultsTooSmall = (value: number): AwsError =>
  awsError(
    "InvalidParameterValue",
    400,
    `Value ( ${value} ) for parameter maxResults is invalid. Expecting a value greater than 5.`,
  );

/** [invented] counterpart of the former. */
export const maxResultsTooLarge = (value: number): AwsError =>
  awsError(
    "InvalidParameterValue",
    400,
    `Value ( ${value} ) for parameter maxResults is invalid. Expecting a value less than or equal to 1000.`,
  );

/** [REAL] https://github.com/getmoto/moto/issues/6282 */
export const idsWithMaxResults = (): AwsError =>
  awsError(
    "InvalidParameterCombination",
    400,
    "The parameter instancesSet cannot be used with the parameter maxResults",
  );

/** [REAL] */
export const invalidFilter = (name: string): AwsError =>
  awsError("InvalidParameterValue", 400, `The filter '${name}' is invalid`);

/** [DOC] code, EC2 error codes; [REAL] words. */
export const tooManyFilterValues = (): AwsError =>
  awsError("FilterLimitExceeded", 400, "The maximum number of filter values specified on a single call is 200");

/** [REAL] */
export const instancesNotFound = (ids: readonly string[]): AwsError =>
  awsError(
    "InvalidInstanceID.NotFound",
    400,
    ids.length === 1
      ? `The instance ID '${ids[0] ?? ""}' does not exist`
      : `The instance IDs '${ids.join(", ")}' do not exist`,
  );

/** [REAL] */
export const malformedInstanceId = (id: string): AwsError =>
  awsError("InvalidInstanceID.Malformed", 400, `Invalid id: "${id}"`);

/** [DOC] code, EC2 error codes; [invented] words. */
export const invalidEc2Token = (): AwsError =>
  awsError("InvalidPaginationToken", 400, "The specified pagination token is not valid.");

/** [invented] */
export const invalidRegionName = (name: string): AwsError =>
  awsError("InvalidParameterValue", 400, `Invalid region: '${name}'`);

/** [DOC] EC2 error codes: what DryRun answers to a caller who may. */
export const dryRunOperation = (): AwsError =>
  awsError("DryRunOperation", 412, "Request would have succeeded, but DryRun flag is set.");

// CloudWatch

/** [REAL] CloudWatch's wording style: ValidationError that names the parameter. */
export const invalidMetricQuery = (message: string): AwsError => awsError("ValidationError", 400, message);

/** [MODEL] code; [invented] words. */
export const invalidNextToken = (): AwsError =>
  awsError("InvalidNextToken", 400, "The next token specified is invalid.");
