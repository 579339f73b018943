import type { TestProject } from "vitest/node";
import { introduce, startPostgres } from "./postgres.ts";

declare module "vitest" {
  export interface ProvidedContext {
    /** Address of the PostgreSQL on which tests may create databases. */
    postgres: string;
  }
}

/** Brings PostgreSQL for every run of tests, whoever starts it; without one there is no run. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const postgres = await startPostgres();
  console.log(introduce(postgres));
  project.provide("postgres", postgres.url);
  return postgres.stop;
}
