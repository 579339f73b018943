import { eq, sql as raw } from "drizzle-orm";
import type { Sql } from "./database.ts";
import { sessionEpochs } from "./schema-people.ts";

/** Takes a person and gives the epoch their sessions must bear; 0 until it is raised for the first time. */
export async function readEpoch(sql: Sql, subject: string): Promise<number> {
  const [row] = await sql
    .select({ epoch: sessionEpochs.epoch })
    .from(sessionEpochs)
    .where(eq(sessionEpochs.subject, subject));
  return row?.epoch ?? 0;
}

/** Takes a person and ends all their sessions; gives the new epoch. */
export async function raiseEpoch(sql: Sql, subject: string): Promise<number> {
  const [row] = await sql
    .insert(sessionEpochs)
    .values({ subject, epoch: 1 })
    .onConflictDoUpdate({
      target: sessionEpochs.subject,
      set: { epoch: raw`${sessionEpochs.epoch} + 1` },
    })
    .returning({ epoch: sessionEpochs.epoch });
  if (row === undefined) throw new Error("An upsert gave no row");
  return row.epoch;
}
