import { relative } from "node:path";
import { z } from "zod";

/** What one part of the tests came to; `failures` name what failed and say why, a line or a few each. */
export type Outcome = { passed: number; failed: number; failures: string[] };

/** So much is repeated of what a test said: enough to know it again in the whole output. */
const WORDS = 600;
// oxlint-disable-next-line no-control-regex -- Colours of a terminal begin with this character.
const COLOURS = /\u001B\[[\d;]*m/g;

function failure(name: string, words: string | undefined): string {
  const said = (words ?? "").replaceAll(COLOURS, "").slice(0, WORDS).trim();
  return said === "" ? name : `${name}\n    ${said.replaceAll("\n", "\n    ")}`;
}

const Vitest = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string().optional(),
      assertionResults: z.array(
        z.object({ fullName: z.string(), status: z.string(), failureMessages: z.array(z.string()).nullish() }),
      ),
    }),
  ),
});

/** Takes Vitest's report and gives what it came to. What is skipped proves nothing: it counts as failed. Throws where it is no such report. */
export function ofVitest(report: unknown): Outcome {
  const { numPassedTests, numFailedTests, numPendingTests, testResults } = Vitest.parse(report);
  const failures = testResults.flatMap(({ name, status, message, assertionResults }) => {
    const file = relative(process.cwd(), name);
    const notPassed = assertionResults.filter((test) => test.status !== "passed");
    // A file that does not load has no tests.
    if (status === "failed" && notPassed.length === 0) return [failure(file, message)];
    return notPassed.map((test) =>
      failure(
        `${file} › ${test.fullName}${test.status === "failed" ? "" : ` (${test.status})`}`,
        test.failureMessages?.[0],
      ),
    );
  });
  return { passed: numPassedTests, failed: numFailedTests + numPendingTests, failures };
}

const Spec = z.object({
  title: z.string(),
  file: z.string(),
  line: z.number(),
  tests: z.array(
    z.object({
      status: z.string(),
      results: z.array(z.object({ error: z.object({ message: z.string().optional() }).optional() })),
    }),
  ),
});
const Suite = z.object({
  specs: z.array(Spec).default([]),
  get suites() {
    return z.array(Suite).default([]);
  },
});
const Playwright = z.object({
  stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number(), skipped: z.number() }),
  suites: z.array(Suite).default([]),
  errors: z.array(z.object({ message: z.string().optional() })).default([]),
});

function specsOf(suite: z.infer<typeof Suite>): z.infer<typeof Spec>[] {
  return [...suite.specs, ...suite.suites.flatMap(specsOf)];
}

/** Takes Playwright's report and gives what it came to; what passes only sometimes counts as failed, too. Throws where it is no such report. */
export function ofPlaywright(report: unknown): Outcome {
  const { stats, suites, errors } = Playwright.parse(report);
  const failures = suites.flatMap(specsOf).flatMap(({ title, file, line, tests }) =>
    tests
      .filter(({ status }) => status !== "expected")
      .map(({ status, results }) => {
        const words = results.find(({ error }) => error !== undefined)?.error?.message;
        return failure(`${file}:${line} › ${title}${status === "unexpected" ? "" : ` (${status})`}`, words);
      }),
  );
  return {
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky + stats.skipped,
    failures: [...failures, ...errors.map(({ message }) => failure("outside of any flow", message))],
  };
}

const Chaos = z.object({ passed: z.number(), failed: z.number(), failures: z.array(z.string()) });

/** Takes the chaos run's report and gives what it came to. Throws where it is no such report. */
export function ofChaos(report: unknown): Outcome {
  return Chaos.parse(report);
}
