/** Authentication and throttling: each service has its own codes for the same refusals. */

import { errorOf, type AwsError } from "./errors.ts";

export const missingToken = errorOf({
  situation: "a request without signature",
  code: "MissingAuthenticationToken",
  status: 403,
  message: "Request is missing Authentication Token",
  source:
    "[DOC] CommonErrors: code and status; [REAL] words, https://github.com/abuzuhri/Amazon-SP-API-CSharp/issues/99 (another service)",
});

export const malformedAuthorization = errorOf({
  situation: "an `Authorization` header that is not a SigV4 signature",
  code: "IncompleteSignature",
  status: 400,
  message: "Authorization header is not a complete AWS4-HMAC-SHA256 signature",
  source: "[DOC] CommonErrors: code and status; [invented] words",
});

export const missingDate = errorOf({
  situation: "a signature without `X-Amz-Date`",
  code: "IncompleteSignature",
  status: 400,
  message:
    "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. Authorization={authorization}",
  source:
    "[DOC] CommonErrors: code and status; [REAL] words, https://github.com/AnWeber/httpyac/issues/769 (another service, with 403)",
});

export const scopeDateMismatch = errorOf({
  situation: "an `X-Amz-Date` that is no date, or of another day than the credential's scope",
  code: "SignatureDoesNotMatch",
  status: 403,
  message: "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP",
  source: "[DOC] SigV4 troubleshooting",
});

export const unknownKey = errorOf({
  situation: "an unknown access key, another session's token, or a region that is not enabled for the account",
  code: "InvalidClientTokenId",
  status: 403,
  message: "The security token included in the request is invalid.",
  source: "[REAL] https://github.com/prowler-cloud/prowler/issues/2458",
});

export const expiredToken = errorOf({
  situation: "a session that has ended",
  code: "ExpiredToken",
  status: 403,
  message: "The security token included in the request is expired",
  source: "[REAL] https://github.com/jenkinsci/ec2-plugin/pull/1008",
});

export const badSignature = errorOf({
  situation: "a signature that does not fit the request, or one that leaves out `Host`",
  code: "SignatureDoesNotMatch",
  status: 403,
  message:
    "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.",
  source:
    "[REAL] https://github.com/brendanhay/amazonka/issues/66 (Route 53); in EC2's envelope, https://github.com/aws/aws-cli/issues/135",
});

export const signatureExpired = errorOf({
  situation: "signed more than five minutes ago",
  code: "SignatureDoesNotMatch",
  status: 403,
  message: "Signature expired: {signed at} is now earlier than {earliest} ({now} - 5 min.)",
  source: "[REAL] https://github.com/hashicorp/terraform-provider-aws/issues/326",
});

export const signatureNotYetCurrent = errorOf({
  situation: "signed for more than five minutes ahead",
  code: "SignatureDoesNotMatch",
  status: 403,
  message: "Signature not yet current: {signed at} is still later than {latest} ({now} + 5 min.)",
  source: "[REAL] https://serverfault.com/questions/724114",
});

export const throttled = errorOf({
  situation: "more calls than the bucket of account, region and service allows",
  code: "Throttling",
  status: 400,
  message: "Rate exceeded",
  source: "[REAL] https://github.com/jckuester/awsweeper/issues/115 (Elastic Beanstalk); [invented] rates",
});

export const ec2MissingToken = errorOf({
  situation: "EC2: a request without signature",
  code: "MissingParameter",
  status: 400,
  message: "The request must contain the parameter AWSAccessKeyId",
  source: "[REAL] https://github.com/awsdocs/aws-doc-sdk-examples/issues/4026; [INFER] status",
});

export const ec2UnknownKey = errorOf({
  situation: "EC2: an unknown access key, another session's token, or a region that is not enabled for the account",
  code: "AuthFailure",
  status: 401,
  message: "AWS was not able to validate the provided access credentials",
  source: "[REAL] https://github.com/hashicorp/packer/issues/10302",
});

export const ec2ClockOff = errorOf({
  situation: "EC2: signed more than five minutes ago, or for more than five minutes ahead",
  code: "AuthFailure",
  status: 401,
  message: "AWS was not able to validate the provided access credentials",
  source:
    "[REAL] https://github.com/hashicorp/terraform-provider-aws/issues/1102; the code also https://github.com/aws/aws-sdk-java/issues/519 and https://github.com/skypilot-org/skypilot/issues/1897",
});

export const ec2RequestExpired = errorOf({
  situation: "EC2: a session that has ended",
  code: "RequestExpired",
  status: 400,
  message: "Request has expired.",
  source: "[REAL] https://github.com/aws/aws-sdk-go-v2/issues/1674",
});

export const ec2Throttled = errorOf({
  situation: "EC2: more calls than the bucket allows",
  code: "RequestLimitExceeded",
  status: 503,
  message: "Request limit exceeded.",
  source: "[REAL] https://github.com/karamelchef/karamel/issues/46",
});

/** A service's words for what is refused before an operation is looked at. */
export type Refusals = {
  missingToken: () => AwsError;
  malformedAuthorization: () => AwsError;
  missingDate: (authorization: string) => AwsError;
  scopeDateMismatch: () => AwsError;
  unknownKey: () => AwsError;
  expiredToken: () => AwsError;
  badSignature: () => AwsError;
  signatureExpired: (signedAt: string, earliest: string, now: string) => AwsError;
  signatureNotYetCurrent: (signedAt: string, latest: string, now: string) => AwsError;
  throttled: () => AwsError;
};

/** The refusals of all services but EC2. */
export const queryRefusals: Refusals = {
  missingToken,
  malformedAuthorization,
  missingDate,
  scopeDateMismatch,
  unknownKey,
  expiredToken,
  badSignature,
  signatureExpired,
  signatureNotYetCurrent,
  throttled,
};

/** EC2's refusals. */
export const ec2Refusals: Refusals = {
  ...queryRefusals,
  missingToken: ec2MissingToken,
  unknownKey: ec2UnknownKey,
  expiredToken: ec2RequestExpired,
  signatureExpired: () => ec2ClockOff(),
  signatureNotYetCurrent: () => ec2ClockOff(),
  throttled: ec2Throttled,
};
