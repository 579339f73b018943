import { rm } from "node:fs/promises";
import { emptyDatabase } from "../scripts/postgres.ts";

/** The database all flows run on: `E2E_DATABASE` names it, the embedded one unless it does. */
export const DATABASE = process.env["E2E_DATABASE"] === "postgres" ? "postgres" : "pglite";

/** What a server needs to know of its database, and what removes it. */
export type OwnDatabase = { env: { DATA_DIR: string; DATABASE_URL: string }; remove: () => Promise<void> };

/** Takes a folder and gives an empty database for a server of its own: in the folder, or on the PostgreSQL of this run. */
export async function ownDatabase(folder: string): Promise<OwnDatabase> {
  const empty = () => rm(folder, { recursive: true, force: true });
  await empty();
  if (DATABASE === "pglite") return { env: { DATA_DIR: folder, DATABASE_URL: "" }, remove: empty };
  const { databaseUrl, drop } = await emptyDatabase(process.env["TEST_DATABASE_URL"] ?? "");
  return {
    env: { DATA_DIR: folder, DATABASE_URL: databaseUrl },
    remove: async () => {
      await drop();
      await empty();
    },
  };
}
