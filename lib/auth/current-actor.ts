import "server-only";
import { redirect } from "next/navigation";
import { getServerSession } from "next-auth";
import { cache } from "react";
import { database } from "#lib/db/database.ts";
import { readEpoch } from "#lib/db/session-epochs.ts";
import { paths } from "#lib/paths.ts";
import { authOptions } from "./options.ts";
import { atLeast, isRole } from "./role.ts";
import type { Role } from "./role.ts";

/** Who acts: `subject` identifies, `name` is shown and audited. */
export type Actor = { subject: string; name: string; role: Role };

/** Somebody is signed in whose role does not reach. */
class RoleRequiredError extends Error {
  override name = "RoleRequiredError";
  readonly needed: Role;
  constructor(needed: Role) {
    super(`The role ${needed} is needed`);
    this.needed = needed;
  }
}

/** Gives who is signed in, or `null`: no session, a bad one, or one that "sign out everywhere" has ended. Once per request. */
export const currentActor = cache(async (): Promise<Actor | null> => {
  const session = await getServerSession(authOptions());
  if (session === null || !isRole(session.role) || session.until <= Date.now()) return null;
  const epoch = await readEpoch((await database()).sql, session.subject);
  if (session.epoch !== epoch) return null;
  return { subject: session.subject, name: session.name, role: session.role };
});

/** Takes the least role a page needs and gives who is signed in; nobody: to sign-in. Throws RoleRequiredError. */
export async function requireRole(needed: Role): Promise<Actor> {
  const actor = await currentActor();
  if (actor === null) redirect(paths.signIn());
  if (!atLeast(actor.role, needed)) throw new RoleRequiredError(needed);
  return actor;
}
