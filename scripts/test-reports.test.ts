import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ofPlaywright, ofVitest } from "./test-reports.ts";

describe("what tests came to", () => {
  it("of Vitest: each that failed or was skipped by its name, with what it said, and a file that does not load", () => {
    const report = {
      numPassedTests: 3,
      numFailedTests: 1,
      numPendingTests: 1,
      testResults: [
        {
          name: join(process.cwd(), "lib/a.test.ts"),
          status: "failed",
          message: "",
          assertionResults: [
            { fullName: "adds", status: "passed", failureMessages: [] },
            { fullName: "takes away", status: "failed", failureMessages: ["\u001B[31mexpected 1\u001B[39m\nto be 2"] },
            { fullName: "divides", status: "skipped" },
          ],
        },
        {
          name: join(process.cwd(), "lib/b.test.ts"),
          status: "failed",
          message: "no such module",
          assertionResults: [],
        },
      ],
    };
    expect(ofVitest(report)).toEqual({
      passed: 3,
      failed: 2,
      failures: [
        "lib/a.test.ts › takes away\n    expected 1\n    to be 2",
        "lib/a.test.ts › divides (skipped)",
        "lib/b.test.ts\n    no such module",
      ],
    });
  });

  it("of Playwright: flows at any depth, those that passed at the second try, and what failed outside of them", () => {
    const spec = (title: string, status: string, message?: string) => ({
      title,
      file: "a.spec.ts",
      line: 5,
      tests: [{ status, results: [message === undefined ? {} : { error: { message } }] }],
    });
    const report = {
      stats: { expected: 1, unexpected: 1, flaky: 1, skipped: 0 },
      suites: [
        {
          specs: [spec("signs in", "expected")],
          suites: [{ specs: [spec("plans", "unexpected", "no button"), spec("starts", "flaky", "late")] }],
        },
      ],
      errors: [{ message: "The server did not start" }],
    };
    expect(ofPlaywright(report)).toEqual({
      passed: 1,
      failed: 2,
      failures: [
        "a.spec.ts:5 › plans\n    no button",
        "a.spec.ts:5 › starts (flaky)\n    late",
        "outside of any flow\n    The server did not start",
      ],
    });
  });
});
