import { join } from "node:path";
import type { Storage } from "./product.ts";

/** Where the product keeps its data in a run, in words, and what ends it. */
export type RunningDatabase = { storage: Storage; words: string; stop: () => Promise<void> };

/** Takes a kind and a folder of the run's own and gives the database: embedded, or a PostgreSQL started for it. */
export async function startDatabase(kind: "pglite" | "postgres", folder: string): Promise<RunningDatabase> {
  if (kind === "pglite") {
    return {
      storage: { dataDir: join(folder, "data"), databaseUrl: null },
      words: "one server, embedded database",
      stop: async () => {},
    };
  }
  throw new Error("later");
}
