import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { expect, test } from "vitest";
import { ROOT, exitOf } from "./processes.ts";

/** A child that ends at once, one that still has something to put away, and who starts both. */
const QUICK = `process.once("SIGTERM", () => process.exit(0)); setInterval(() => undefined, 1_000); console.log("ready");`;
const SLOW = `process.once("SIGTERM", () => setTimeout(() => { console.log("put away"); process.exit(0); }, 300)); setInterval(() => undefined, 1_000); console.log("ready");`;
const STARTER = `
  const { spawn } = await import("node:child_process");
  const { endTogether } = await import("./scripts/processes.ts");
  endTogether(${JSON.stringify([QUICK, SLOW])}.map((code) => spawn(process.execPath, ["--eval", code], { stdio: ["ignore", "inherit", "inherit"] })));
`;

test("a process told to end tells each of its own once, and waits for the slowest", async () => {
  const starter = spawn(process.execPath, ["--input-type=module", "--eval", STARTER], {
    cwd: ROOT,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = exitOf(starter);
  const lines: string[] = [];
  for await (const line of createInterface({ input: starter.stdout })) {
    lines.push(line);
    if (lines.length === 2) starter.kill("SIGTERM");
  }
  expect(await ended).toBe(0);
  expect(lines).toEqual(["ready", "ready", "put away"]);
});
