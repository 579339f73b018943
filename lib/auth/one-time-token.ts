import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { config } from "#lib/config.ts";
import { paths } from "#lib/paths.ts";

const MEMO = Symbol.for("imds-fleet.one-time-token");
// globalThis is shared by the parts Next bundles apart (start and routes); the symbol is ours alone, so its type is known.
const memory = globalThis as typeof globalThis & { [MEMO]?: string };

function present(): string {
  const { signIn } = config();
  memory[MEMO] ??= (signIn.kind === "token" ? signIn.token : null) ?? randomBytes(24).toString("base64url");
  return memory[MEMO];
}

/** Gives the address that signs in with the token that is valid now. The token is in the fragment, which no log ever sees. */
export function tokenAddress(): string {
  const { host, port } = config();
  const name = host.includes(":") && !host.startsWith("[") ? `[${host}]` : host;
  return `http://${name}:${port}${paths.signIn()}#token=${encodeURIComponent(present())}`;
}

/** Prints the sign-in address, where one-time tokens are how people sign in. Called when the server starts. */
export function announceToken(): void {
  if (config().signIn.kind !== "token") return;
  process.stdout.write(`\nOpen this address to sign in (it works once):\n\n    ${tokenAddress()}\n\n`);
}

/** Takes a token and tells whether it is the valid one; it then is no longer, and the next one is printed. */
export function redeemToken(candidate: string): boolean {
  // Digests have one length, so the comparison's time tells nothing, not even the token's length.
  const digest = (text: string) => createHash("sha256").update(text).digest();
  if (!timingSafeEqual(digest(candidate), digest(present()))) return false;
  memory[MEMO] = randomBytes(24).toString("base64url");
  announceToken();
  return true;
}
