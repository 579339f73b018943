"use server";

import { writeAudit } from "#lib/db/audit-queries.ts";
import { editWindow as editInDatabase } from "#lib/db/window-queries.ts";
import { action, Refusal } from "./action.ts";
import { auditedWindow, faultless, wakeWaitingLanes, windowFor } from "./window-access.ts";
import { SeenWindowSchema, WindowDraftSchema } from "./window-schemas.ts";

/** Changes a change window as it was seen; rollouts under way follow it at once. */
export const editWindow = action({
  name: "edit-window",
  role: "approver",
  reach: "look",
  schema: SeenWindowSchema.extend({ draft: WindowDraftSchema }),
  run: async (context, { windowId, version, draft: input }) => {
    const { sql, actor, now } = context;
    const before = await windowFor(context, windowId);
    const draft = faultless(input);
    await sql.transaction(async (tx) => {
      if (!(await editInDatabase(tx, { id: windowId, version, draft }))) throw new Refusal("wrong-status", before.name);
      await writeAudit(tx, {
        at: now,
        actor: actor.name,
        actorRole: actor.role,
        action: "window-edited",
        subject: `window:${windowId}`,
        before: auditedWindow(before),
        after: auditedWindow(draft),
      });
    });
    await wakeWaitingLanes(context);
    return { windowId };
  },
});
