/** `npm run verify-aws`: what a real AWS account answers, beside what the simulator does. Reads only. */
import { open, writeFile } from "node:fs/promises";
import { clearLine, cursorTo } from "node:readline";
import { argumentsOf, HELP } from "./arguments.ts";
import { captureOf, exitCodeOf, reportLines } from "./report.ts";
import { verify } from "./verify.ts";

const COULD_NOT_RUN = 2;

/** Shows what is being read, where somebody watches. */
function progressLine(): { show: (region: string, what: string) => void; clear: () => void } {
  const { stderr } = process;
  if (!stderr.isTTY) return { show: () => {}, clear: () => {} };
  const clear = () => {
    cursorTo(stderr, 0);
    clearLine(stderr, 0);
  };
  return {
    show: (region, what) => {
      clear();
      stderr.write(`${region}: ${what}…`);
    },
    clear,
  };
}

/** Throws where a file cannot be written; leaves what is in it. */
async function checkWritable(file: string): Promise<void> {
  await (await open(file, "a", 0o600)).close();
}

async function main(): Promise<number> {
  const given = argumentsOf(process.argv.slice(2), process.env);
  switch (given.kind) {
    case "help":
      console.log(HELP);
      return 0;
    case "problem":
      console.error(`verify-aws: ${given.problem}\n\n${HELP}`);
      return COULD_NOT_RUN;
    case "run": {
      const line = progressLine();
      try {
        // Before minutes of questions, not after them.
        if (given.save !== undefined) await checkWritable(given.save);
        const verification = await verify(given.settings, line.show);
        line.clear();
        const capture = captureOf(verification, new Date());
        const look = {
          width: Math.min(process.stdout.columns ?? 100, 120),
          colour: process.stdout.isTTY && !process.env["NO_COLOR"],
        };
        console.log(given.json ? capture : reportLines(verification, look).join("\n"));
        // Last, so that a full disk takes no report away.
        if (given.save !== undefined) await writeFile(given.save, `${capture}\n`, { mode: 0o600 });
        if (given.save !== undefined) console.error(`Saved to ${given.save}. Read it before you pass it on.`);
        return exitCodeOf(verification.findings);
      } catch (error) {
        line.clear();
        console.error(`verify-aws: could not run: ${error instanceof Error ? error.message : String(error)}`);
        return COULD_NOT_RUN;
      }
    }
  }
}

process.exitCode = await main();
