"use server";

import { randomUUID } from "node:crypto";
import { z } from "zod";
import { writeAudit } from "#lib/db/audit-queries.ts";
import { findEnvironments } from "#lib/db/environment-list.ts";
import { insertExceptions } from "#lib/db/exception-queries.ts";
import type { Exception, ExceptionScope } from "#lib/imds/exception.ts";
import { scopeFilter } from "#lib/imds/exception.ts";
import { action, Refusal } from "./action.ts";
import type { ActionContext } from "./action.ts";
import { TermsSchema } from "./exception-schemas.ts";
import { KeySchema } from "./schemas.ts";

const Input = z.strictObject({
  scope: z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("environments"), keys: z.array(KeySchema).min(1).max(1000) }),
    z.strictObject({
      kind: z.literal("filter"),
      address: z
        .string()
        .max(4000)
        .refine((address) => scopeFilter(address) !== null, "Not a filter that leaves something out"),
    }),
  ]),
  terms: TermsSchema,
});

async function scopesOf({ sql }: ActionContext, wanted: z.output<typeof Input>["scope"]): Promise<ExceptionScope[]> {
  if (wanted.kind === "filter") return [wanted];
  const keys = new Map(wanted.keys.map((key) => [JSON.stringify([key.accountId, key.region, key.environmentId]), key]));
  const found = await findEnvironments(sql, [...keys.values()]);
  if (found.length < keys.size) throw new Refusal("unknown-environment", `${keys.size - found.length}`);
  return found.map(({ accountId, region, environmentId, name }) => ({
    kind: "environment",
    key: { accountId, region, environmentId },
    name,
  }));
}

/** Accepts the risk of IMDSv1 for environments, each by itself, or for all that a filter lets through, also those to come. */
export const acceptRisk = action({
  name: "accept-risk",
  role: "approver",
  // It leads to no call of AWS, but to what a bulk change leaves out; read-only mode has no write at all.
  reach: "change",
  schema: Input,
  run: async (context, { scope, terms }) => {
    const { sql, actor, now } = context;
    const scopes = await scopesOf(context, scope);
    const accepted = scopes.map((each): Exception => ({
      id: randomUUID(),
      scope: each,
      ...terms,
      createdBy: actor.name,
      createdAt: now.toISOString(),
      extends: null,
      end: null,
    }));
    const [only] = accepted;
    if (only === undefined) throw new Refusal("nothing-to-do");
    await sql.transaction(async (tx) => {
      await insertExceptions(tx, accepted);
      await writeAudit(tx, {
        at: now,
        actor: actor.name,
        actorRole: actor.role,
        action: "risk-accepted",
        subject: accepted.length === 1 ? `exception:${only.id}` : `exceptions:${accepted.length}`,
        before: null,
        after: { ...terms, exceptions: accepted.map(({ id, scope: covered }) => ({ id, scope: covered })) },
      });
    });
    return { ids: accepted.map(({ id }) => id) };
  },
});
