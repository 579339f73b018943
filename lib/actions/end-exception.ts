"use server";

import { z } from "zod";
import { writeAudit } from "#lib/db/audit-queries.ts";
import { endException as endInDatabase, findException } from "#lib/db/exception-queries.ts";
import { isInForce, statusOf } from "#lib/imds/exception.ts";
import { action, Refusal } from "./action.ts";

/** Ends an accepted risk before it expires: what it covers counts again, and bulk changes take it again. */
export const endException = action({
  name: "end-exception",
  // Whoever could not accept the risk cannot judge that it is over either: a bulk change may follow at once.
  role: "approver",
  reach: "change",
  schema: z.strictObject({ exceptionId: z.uuid() }),
  run: async ({ sql, actor, now }, { exceptionId }) =>
    sql.transaction(async (tx) => {
      const exception = await findException(tx, exceptionId);
      if (exception === null) throw new Refusal("wrong-status", exceptionId);
      const status = statusOf(exception, now.getTime());
      if (!isInForce(status)) throw new Refusal("wrong-status", status);
      if (!(await endInDatabase(tx, exceptionId, { by: actor.name, why: "revoked", now })))
        throw new Refusal("wrong-status", "revoked");
      await writeAudit(tx, {
        at: now,
        actor: actor.name,
        actorRole: actor.role,
        action: "exception-ended",
        subject: `exception:${exceptionId}`,
        before: exception,
        after: { at: now.toISOString(), by: actor.name },
      });
      return { id: exceptionId };
    }),
});
