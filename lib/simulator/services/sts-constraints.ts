import type { Constraints } from "../protocols/constraints.ts";

const ARN = {
  length: [20, 2048],
  pattern: String.raw`[\u0009\u000A\u000D\u0020-\u007E\u0085\u00A0-\uD7FF\uE000-\uFFFD\u10000-\u10FFFF]+`,
} as const;
const SESSION_NAME = { length: [2, 64], pattern: String.raw`[\w+=,.@-]*` } as const;
const TAG_KEY = { length: [1, 128], pattern: String.raw`[\p{L}\p{Z}\p{N}_.:/=+\-@]+` } as const;

/** [MODEL] of AssumeRole; the caller's identity takes no input. */
export const stsConstraints: Constraints = {
  RoleArn: ARN,
  RoleSessionName: SESSION_NAME,
  SourceIdentity: SESSION_NAME,
  "PolicyArns[].arn": ARN,
  Policy: { length: [1, Infinity], pattern: String.raw`[\u0009\u000A\u000D\u0020-\u00FF]+` },
  DurationSeconds: { range: [900, 43_200] },
  Tags: { length: [0, 50] },
  "Tags[].Key": TAG_KEY,
  "Tags[].Value": { length: [0, 256], pattern: String.raw`[\p{L}\p{Z}\p{N}_.:/=+\-@]*` },
  TransitiveTagKeys: { length: [0, 50] },
  "TransitiveTagKeys[]": TAG_KEY,
  ExternalId: { length: [2, 1224], pattern: String.raw`[\w+=,.@:\/-]*` },
  SerialNumber: { length: [9, 256], pattern: String.raw`[\w+=/:,.@-]*` },
  TokenCode: { length: [6, 6], pattern: String.raw`[\d]*` },
  ProvidedContexts: { length: [1, 5] },
  "ProvidedContexts[].ProviderArn": ARN,
  "ProvidedContexts[].ContextAssertion": { length: [4, 2048] },
};
