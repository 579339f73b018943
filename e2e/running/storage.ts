import { join } from "node:path";
import { emptyDatabase, introduce, startPostgres } from "../../scripts/postgres.ts";
import type { Storage } from "./product.ts";

/** Where the product keeps its data in a run, in words, and what ends it. */
export type RunningDatabase = { storage: Storage; words: string; stop: () => Promise<void> };

/** Takes a kind and a folder of the run's own and gives an empty database: the embedded one's place, or one on a PostgreSQL. */
export async function startDatabase(kind: "pglite" | "postgres", folder: string): Promise<RunningDatabase> {
  const dataDir = join(folder, "data");
  if (kind === "pglite")
    return {
      storage: { dataDir, databaseUrl: null },
      words: "the embedded database",
      stop: () => Promise.resolve(),
    };
  const postgres = await startPostgres();
  const { databaseUrl, drop } = await emptyDatabase(postgres.url);
  return {
    storage: { dataDir, databaseUrl },
    words: introduce(postgres),
    stop: async () => {
      await drop();
      await postgres.stop();
    },
  };
}
