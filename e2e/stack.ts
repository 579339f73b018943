import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { SimulatorReady } from "../scripts/simulator-ready.ts";

/** Where the running demo wrote down what it started. */
export const DATA_DIR = ".data/e2e";
export const STACK_FILE = join(import.meta.dirname, "..", DATA_DIR, "stack.json");

const Stack = z.object({
  url: z.url(),
  aws: SimulatorReady,
});

export type Stack = z.infer<typeof Stack>;

/** Gives the product's address and the simulated AWS behind it. */
export function stack(): Stack {
  return Stack.parse(JSON.parse(readFileSync(STACK_FILE, "utf8")));
}
