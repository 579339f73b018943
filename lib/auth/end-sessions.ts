"use server";
import { writeAudit } from "#lib/db/audit-queries.ts";
import { database } from "#lib/db/database.ts";
import { raiseEpoch } from "#lib/db/session-epochs.ts";
import { currentActor } from "./current-actor.ts";

/** Ends every session of who calls it, this one too. Takes nothing, so there is nobody else's to end. */
export async function endSessions(): Promise<void> {
  const actor = await currentActor();
  if (actor === null) return;
  const { sql } = await database();
  await sql.transaction(async (tx) => {
    await raiseEpoch(tx, actor.subject);
    await writeAudit(tx, {
      at: new Date(),
      actor: actor.name,
      actorRole: actor.role,
      action: "signed-out-everywhere",
      subject: `person:${actor.subject}`,
      before: null,
      after: null,
    });
  });
}
