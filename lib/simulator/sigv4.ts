import { createHash } from "node:crypto";

import { Sha256 } from "@smithy/core/checksum";
import { HttpRequest } from "@smithy/core/protocols";
import { SignatureV4 } from "@smithy/signature-v4";

import type { WireRequest } from "./protocols/protocol.ts";
import type { Refusals } from "./refusals.ts";
import type { Account, Caller, Session, World } from "./world.ts";

/** What the `Authorization` header says, before anything of it is believed. */
export type Claim = {
  accessKeyId: string;
  date: string;
  region: string;
  signingName: string;
  signedHeaders: ReadonlySet<string>;
  signature: string;
};

const CLAIM =
  /^AWS4-HMAC-SHA256 +Credential=([^/, ]+)\/(\d{8})\/([a-z0-9-]+)\/([a-z0-9-]+)\/aws4_request, *SignedHeaders=([^, ]+), *Signature=([0-9a-f]{64})$/;

/** AWS lets a request's clock be off by this much; https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html. */
const ALLOWED_SKEW_MS = 5 * 60_000;

/** Reads a SigV4 `Authorization` header; `undefined` when there is none or it is not one. */
export const claimOf = (request: WireRequest): Claim | undefined => {
  const match = CLAIM.exec(request.headers["authorization"] ?? "");
  if (match === null) return undefined;
  const [, accessKeyId = "", date = "", region = "", signingName = "", signedHeaders = "", signature = ""] = match;
  return {
    accessKeyId,
    date,
    region,
    signingName,
    signedHeaders: new Set(signedHeaders.split(";")),
    signature,
  };
};

/** Whose access key it is, whether or not the request's signature holds. */
export const accountOf = (world: World, accessKeyId: string): Account | undefined => {
  const session = world.sessions.find((candidate) => candidate.accessKeyId === accessKeyId);
  return world.accounts.find((candidate) =>
    session === undefined ? candidate.accessKeyId === accessKeyId : candidate.id === session.accountId,
  );
};

type Identity = { account: Account; secretAccessKey: string; session: Session | undefined };

const identify = (world: World, accessKeyId: string, token: string | undefined): Identity | undefined => {
  const session = world.sessions.find((candidate) => candidate.accessKeyId === accessKeyId);
  const account = accountOf(world, accessKeyId);
  if (account === undefined || session?.sessionToken !== token) return undefined;
  return { account, secretAccessKey: (session ?? account).secretAccessKey, session };
};

/** The signing instant in `X-Amz-Date`'s form, e.g. 20260827T101500Z. */
const basicDate = (date: Date): string => date.toISOString().replace(/[-:]|\.\d+/g, "");

const parseBasicDate = (text: string): Date | undefined => {
  if (!/^\d{8}T\d{6}Z$/.test(text)) return undefined;
  const date = new Date(text.replace(/^(....)(..)(..)T(..)(..)(..)Z$/, "$1-$2-$3T$4:$5:$6Z"));
  return Number.isNaN(date.getTime()) ? undefined : date;
};

const queryOf = (request: WireRequest): Record<string, string[]> =>
  Object.fromEntries([...new Set(request.query.keys())].map((key) => [key, request.query.getAll(key)]));

const signAgain = async (
  request: WireRequest,
  claim: Claim,
  secretAccessKey: string,
  signingDate: Date,
): Promise<Claim | undefined> => {
  const signer = new SignatureV4({
    credentials: { accessKeyId: claim.accessKeyId, secretAccessKey },
    region: claim.region,
    service: claim.signingName,
    sha256: Sha256,
    applyChecksum: false,
  });
  const headers = Object.fromEntries([...claim.signedHeaders].map((name) => [name, request.headers[name] ?? ""]));
  const signed = await signer.sign(
    new HttpRequest({
      method: request.method,
      path: request.path,
      query: queryOf(request),
      headers,
      body: request.body,
    }),
    { signingDate, signableHeaders: new Set(claim.signedHeaders) },
  );
  return claimOf({ ...request, headers: signed.headers });
};

/** The signer trusts a body hash sent along; AWS computes its own. */
const bodyHashHolds = (request: WireRequest): boolean => {
  const claimed = request.headers["x-amz-content-sha256"];
  return claimed === undefined || claimed === createHash("sha256").update(request.body).digest("hex");
};

const callerOf = ({ account, session }: Identity, region: string): Caller => {
  const roleName = session?.roleArn.split("/").at(-1) ?? "";
  return session === undefined
    ? {
        account,
        region,
        principalArn: `arn:aws:iam::${account.id}:user/${account.alias}`,
        userId: idOf("AIDA", account.id),
      }
    : {
        account,
        region,
        principalArn: `arn:aws:sts::${account.id}:assumed-role/${roleName}/${session.sessionName}`,
        userId: `${idOf("AROA", session.roleArn)}:${session.sessionName}`,
      };
};

/** A unique id as IAM makes them, always the same for the same thing. */
export const idOf = (prefix: string, thing: string): string =>
  prefix +
  BigInt(`0x${createHash("sha256").update(thing).digest("hex")}`)
    .toString(32)
    .toUpperCase()
    .slice(0, 17);

/** Who signed a request; the session's end is for the caller to judge, by the world's clock. */
type Signer = { caller: Caller; sessionEndsAt: Date | undefined };

/**
 * Finds who signed a request, by signing it again; https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html.
 * Throws the service's refusal for an unknown key, no date, a clock too far from `now`, a wrong signature.
 */
export const authenticate = async (
  world: World,
  request: WireRequest,
  claim: Claim,
  refusals: Refusals,
  now: Date,
): Promise<Signer> => {
  const identity = identify(world, claim.accessKeyId, request.headers["x-amz-security-token"]);
  if (identity === undefined) throw refusals.unknownKey();

  const sentAt = request.headers["x-amz-date"];
  if (sentAt === undefined) throw refusals.missingDate(request.headers["authorization"] ?? "");
  const signingDate = parseBasicDate(sentAt);
  if (signingDate === undefined || !sentAt.startsWith(claim.date)) {
    throw refusals.scopeDateMismatch();
  }
  const skewMs = now.getTime() - signingDate.getTime();
  const limit = (ms: number): string => basicDate(new Date(now.getTime() + ms));
  if (skewMs > ALLOWED_SKEW_MS) throw refusals.signatureExpired(sentAt, limit(-ALLOWED_SKEW_MS), limit(0));
  if (skewMs < -ALLOWED_SKEW_MS) throw refusals.signatureNotYetCurrent(sentAt, limit(ALLOWED_SKEW_MS), limit(0));

  const again =
    claim.signedHeaders.has("host") && bodyHashHolds(request)
      ? await signAgain(request, claim, identity.secretAccessKey, signingDate)
      : undefined;
  if (again?.signature !== claim.signature) throw refusals.badSignature();
  return { caller: callerOf(identity, claim.region), sessionEndsAt: identity.session?.expiresAt };
};
