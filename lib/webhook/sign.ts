import { createHmac } from "node:crypto";

/**
 * Takes a message's id, the time of the attempt in seconds, the body as it is sent, and the secrets (`whsec_` and
 * base64), and gives the `webhook-signature` header: a signature per secret, so that a secret can be replaced without a gap.
 * Standard Webhooks 1.0.0, "Signature scheme" and "Multiple signatures".
 */
export function signatureOf(id: string, seconds: number, body: string, secrets: readonly string[]): string {
  return secrets
    .map((secret) => {
      const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
      return `v1,${createHmac("sha256", key).update(`${id}.${seconds}.${body}`).digest("base64")}`;
    })
    .join(" ");
}
