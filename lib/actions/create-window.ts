"use server";

import { randomUUID } from "node:crypto";
import { writeAudit } from "#lib/db/audit-queries.ts";
import { insertWindow } from "#lib/db/window-queries.ts";
import { action } from "./action.ts";
import { auditedWindow, faultless, wakeWaitingLanes } from "./window-access.ts";
import { WindowDraftSchema } from "./window-schemas.ts";

/** Keeps a new change window; it holds from now on, for rollouts under way as well. */
export const createWindow = action({
  name: "create-window",
  role: "approver",
  reach: "look",
  schema: WindowDraftSchema,
  run: async (context, input) => {
    const { sql, actor, now } = context;
    const draft = faultless(input);
    const windowId = randomUUID();
    await sql.transaction(async (tx) => {
      await insertWindow(tx, { id: windowId, draft, by: actor.name, now });
      await writeAudit(tx, {
        at: now,
        actor: actor.name,
        actorRole: actor.role,
        action: "window-created",
        subject: `window:${windowId}`,
        before: null,
        after: auditedWindow(draft),
      });
    });
    await wakeWaitingLanes(context);
    return { windowId };
  },
});
