import type { NextAuthOptions, User } from "next-auth";
import CredentialsProvider from "next-auth/providers/credentials";
import type { OAuthConfig } from "next-auth/providers/oauth";
import { config, sessionSecret } from "#lib/config.ts";
import type { SignInConfig } from "#lib/config.ts";
import { writeAudit } from "#lib/db/audit-queries.ts";
import { database } from "#lib/db/database.ts";
import { readEpoch } from "#lib/db/session-epochs.ts";
import { paths } from "#lib/paths.ts";
import { addressedToLoopback } from "./loopback.ts";
import { roleOf } from "./oidc-role.ts";
import { redeemToken } from "./one-time-token.ts";
import { isRole } from "./role.ts";
import type { Role } from "./role.ts";

declare module "next-auth" {
  interface User {
    role: Role | null;
  }
  interface Session {
    subject: string;
    name: string;
    role: Role;
    epoch: number;
    until: number;
  }
}

declare module "next-auth/jwt" {
  interface JWT {
    role?: Role;
    epoch?: number;
    /** When it ends whatever is done with it, in milliseconds since 1970: next-auth's own expiry slides with each use. */
    until?: number;
  }
}

const WORKING_DAY_SECONDS = 12 * 60 * 60;

type Claims = Record<string, unknown> & { sub: string };

function openId(signIn: Extract<SignInConfig, { kind: "oidc" }>): OAuthConfig<Claims> {
  const text = (value: unknown) => (typeof value === "string" && value !== "" ? value : null);
  return {
    id: "oidc",
    name: new URL(signIn.issuer).host,
    type: "oauth",
    issuer: signIn.issuer,
    wellKnown: `${signIn.issuer.replace(/\/$/, "")}/.well-known/openid-configuration`,
    clientId: signIn.clientId,
    clientSecret: signIn.clientSecret,
    authorization: { params: { scope: "openid profile email" } },
    idToken: true,
    checks: ["pkce", "state", "nonce"],
    profile: (claims) => ({
      // A subject is unique within its issuer only.
      id: `${signIn.issuer}|${claims.sub}`,
      name: text(claims["name"]) ?? text(claims["preferred_username"]) ?? text(claims["email"]) ?? claims.sub,
      role: roleOf(claims, signIn.roleClaim, signIn.roleMap),
    }),
  };
}

/** Credentials that only a browser on this machine may use; `admit` takes what was sent and gives who that is. */
function onThisMachine(id: "token" | "demo", field: string, admit: (value: string) => User | null) {
  return CredentialsProvider({
    id,
    name: id,
    credentials: { [field]: { type: "text" } },
    authorize: (sent, request) => {
      const headers: Readonly<Record<string, unknown>> = request.headers ?? {};
      const header = (name: string) => {
        const value = headers[name];
        return typeof value === "string" ? value : null;
      };
      if (!addressedToLoopback(header)) return null;
      const value: unknown = sent?.[field];
      return typeof value === "string" ? admit(value.trim()) : null;
    },
  });
}

function providerOf(signIn: SignInConfig) {
  switch (signIn.kind) {
    case "oidc":
      return openId(signIn);
    case "token":
      return onThisMachine("token", "token", (token) =>
        redeemToken(token) ? { id: "local", name: "local", role: "admin" } : null,
      );
    case "demo":
      return onThisMachine("demo", "role", (role) =>
        isRole(role) ? { id: `demo:${role}`, name: `demo ${role}`, role } : null,
      );
  }
}

async function audit(user: User, action: "signed-in" | "sign-in-refused"): Promise<void> {
  const { sql } = await database();
  const actor = user.name ?? user.id;
  await writeAudit(sql, {
    at: new Date(),
    actor,
    actorRole: user.role ?? "none",
    action,
    subject: `person:${user.id}`,
    before: null,
    after: null,
  });
}

// next-auth learns its own address from the process's variables only. On this machine it is whatever loopback name the
// browser used, which `addressedToLoopback` has checked before anybody is let in.
function tellOrigin(): void {
  const { signIn, nextAuthUrl, host, port } = config();
  if (nextAuthUrl !== null) return;
  // oxlint-disable-next-line node/no-process-env -- see above
  if (signIn.kind === "oidc") process.env["NEXTAUTH_URL"] = `http://${host}:${port}`;
  // oxlint-disable-next-line node/no-process-env -- see above
  else process.env["AUTH_TRUST_HOST"] = "1";
}

/** Gives next-auth its options, as the configuration says. */
export function authOptions(): NextAuthOptions {
  tellOrigin();
  return {
    providers: [providerOf(config().signIn)],
    secret: sessionSecret(),
    session: { strategy: "jwt", maxAge: WORKING_DAY_SECONDS },
    pages: { signIn: paths.signIn(), error: paths.signIn() },
    callbacks: {
      async signIn({ user }) {
        if (user.role !== null) return true;
        await audit(user, "sign-in-refused");
        return false;
      },
      async jwt({ token, user, trigger }) {
        // Only at sign-in; what a browser sends to "update" a session is never taken.
        if (trigger !== "signIn" || user.role === null) return token;
        const epoch = await readEpoch((await database()).sql, user.id);
        return {
          sub: user.id,
          name: user.name ?? user.id,
          role: user.role,
          epoch,
          until: Date.now() + WORKING_DAY_SECONDS * 1_000,
        };
      },
      session({ session, token }) {
        const { sub, name, role, epoch, until } = token;
        if (sub === undefined || role === undefined || epoch === undefined || until === undefined)
          throw new Error("The session is of an older version");
        return { expires: session.expires, subject: sub, name: name ?? sub, role, epoch, until };
      },
    },
    events: { signIn: ({ user }) => audit(user, "signed-in") },
    logger: {
      error(code, metadata) {
        // A cookie of an earlier secret, or of another dashboard on this machine: the person just signs in again.
        if (code === "JWT_SESSION_ERROR") return;
        const told = metadata instanceof Error ? metadata : "error" in metadata ? metadata.error : metadata;
        const message = told instanceof Error ? told.message : JSON.stringify(told);
        process.stderr.write(
          `${JSON.stringify({ level: "error", at: new Date().toISOString(), from: "next-auth", code, message })}\n`,
        );
      },
      warn() {},
      debug() {},
    },
  };
}
