"use server";

import { writeAudit } from "#lib/db/audit-queries.ts";
import { endWindow as endInDatabase } from "#lib/db/window-queries.ts";
import { action, Refusal } from "./action.ts";
import { auditedWindow, wakeWaitingLanes, windowFor } from "./window-access.ts";
import { SeenWindowSchema } from "./window-schemas.ts";

/** Ends a change window for good; it stays on record. */
export const endWindow = action({
  name: "end-window",
  role: "approver",
  reach: "look",
  schema: SeenWindowSchema,
  run: async (context, { windowId, version }) => {
    const { sql, actor, now } = context;
    const before = await windowFor(context, windowId);
    await sql.transaction(async (tx) => {
      if (!(await endInDatabase(tx, { id: windowId, version, by: actor.name, now })))
        throw new Refusal("wrong-status", before.name);
      await writeAudit(tx, {
        at: now,
        actor: actor.name,
        actorRole: actor.role,
        action: "window-ended",
        subject: `window:${windowId}`,
        before: auditedWindow(before),
        after: null,
      });
    });
    await wakeWaitingLanes(context);
    return { windowId };
  },
});
