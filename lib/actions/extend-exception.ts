"use server";

import { randomUUID } from "node:crypto";
import { z } from "zod";
import { writeAudit } from "#lib/db/audit-queries.ts";
import { endException, findException, insertExceptions, isExtended } from "#lib/db/exception-queries.ts";
import type { Exception } from "#lib/imds/exception.ts";
import { isInForce, statusOf } from "#lib/imds/exception.ts";
import { action, Refusal } from "./action.ts";
import { TermsSchema } from "./exception-schemas.ts";

/**
 * Accepts a risk for longer, on terms of its own: the earlier exception ends as extended and stays as it was accepted. One
 * that has expired can be taken up again; one that was ended cannot, for somebody decided against it.
 */
export const extendException = action({
  name: "extend-exception",
  role: "approver",
  reach: "change",
  schema: z.strictObject({ exceptionId: z.uuid(), terms: TermsSchema }),
  run: async ({ sql, actor, now }, { exceptionId, terms }) =>
    sql.transaction(async (tx) => {
      const earlier = await findException(tx, exceptionId);
      if (earlier === null) throw new Refusal("wrong-status", exceptionId);
      const status = statusOf(earlier, now.getTime());
      if (status === "revoked" || status === "extended" || (await isExtended(tx, exceptionId)))
        throw new Refusal("wrong-status", status);
      const next: Exception = {
        id: randomUUID(),
        scope: earlier.scope,
        ...terms,
        createdBy: actor.name,
        createdAt: now.toISOString(),
        extends: earlier.id,
        end: null,
      };
      const by = { by: actor.name, why: "extended", now } as const;
      // Two who extend at once: the second finds it ended.
      if (isInForce(status) && !(await endException(tx, exceptionId, by)))
        throw new Refusal("wrong-status", "extended");
      await insertExceptions(tx, [next]);
      await writeAudit(tx, {
        at: now,
        actor: actor.name,
        actorRole: actor.role,
        action: "exception-extended",
        subject: `exception:${next.id}`,
        before: earlier,
        after: next,
      });
      return { id: next.id };
    }),
});
