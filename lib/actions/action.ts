import { randomUUID } from "node:crypto";
import type { z } from "zod";
import { currentActor } from "#lib/auth/current-actor.ts";
import type { Actor } from "#lib/auth/current-actor.ts";
import { atLeast } from "#lib/auth/role.ts";
import type { Role } from "#lib/auth/role.ts";
import { AwsCallError } from "#lib/aws/failure.ts";
import { config } from "#lib/config.ts";
import { writeAudit } from "#lib/db/audit-queries.ts";
import { database } from "#lib/db/database.ts";
import type { Sql } from "#lib/db/database.ts";
import type { ActionFailure, ActionResult } from "#lib/errors.ts";

/** What every verb is given: who acts, where it is written down, whether a webhook is told of it, and whether metrics are read. */
export type ActionContext = { actor: Actor; sql: Sql; now: Date; announces: boolean; readsMetrics: boolean };

/** Thrown by a verb to refuse; the wrapper turns it into an answer. Inside a transaction it also undoes the writes. */
export class Refusal extends Error {
  override name = "Refusal";
  readonly failure: ActionFailure;
  constructor(code: ActionFailure["code"], detail: string | null = null) {
    super(detail ?? code);
    this.failure = { code, detail, aws: null };
  }
}

/** Takes a context, a role and a name, and refuses where the actor's role does not reach; the refusal is audited. */
export async function demandRole({ actor, sql, now }: ActionContext, role: Role, action: string): Promise<void> {
  if (atLeast(actor.role, role)) return;
  await writeAudit(sql, {
    at: now,
    actor: actor.name,
    actorRole: actor.role,
    action: "access-refused",
    subject: action,
    before: null,
    after: { needed: role },
  });
  throw new Refusal("role-required", role);
}

type Verb<S extends z.ZodType, T> = {
  name: string;
  /** The least role that may call it at all; verbs whose need depends on the input ask `demandRole` for more. */
  role: Role;
  /** `change`: leads to a change in AWS, so it can't be reached in read-only mode. */
  reach: "look" | "change";
  schema: S;
  run: (context: ActionContext, input: z.output<S>) => Promise<T>;
};

/**
 * Makes a server action of a verb: signed in, read-only mode, role, schema, in this order, then the verb. Whatever
 * goes wrong comes back as a failure that says what was not done; what nobody foresaw is logged under an id.
 */
export function action<S extends z.ZodType, T>(verb: Verb<S, T>): (input: z.input<S>) => Promise<ActionResult<T>> {
  return async (input) => {
    const fail = (code: ActionFailure["code"], detail: string | null = null): ActionResult<T> => ({
      ok: false,
      failure: { code, detail, aws: null },
    });
    try {
      const actor = await currentActor();
      if (actor === null) return fail("not-signed-in");
      if (verb.reach === "change" && config().readOnly) return fail("read-only");
      const { webhook, metrics } = config();
      const context: ActionContext = {
        actor,
        sql: (await database()).sql,
        now: new Date(),
        announces: webhook !== null,
        readsMetrics: metrics !== null,
      };
      await demandRole(context, verb.role, verb.name);
      const parsed = verb.schema.safeParse(input);
      if (!parsed.success) {
        return fail(
          "invalid-input",
          parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("; "),
        );
      }
      return { ok: true, value: await verb.run(context, parsed.data) };
    } catch (error) {
      if (error instanceof Refusal) return { ok: false, failure: error.failure };
      if (error instanceof AwsCallError)
        return { ok: false, failure: { code: "aws-refused", detail: null, aws: error.failure } };
      const id = randomUUID();
      const told =
        error instanceof Error
          ? { name: error.name, message: error.message, stack: error.stack }
          : { message: String(error) };
      process.stderr.write(
        `${JSON.stringify({ level: "error", at: new Date().toISOString(), from: verb.name, id, ...told })}\n`,
      );
      return fail("internal", id);
    }
  };
}
