import { defineConfig } from "@playwright/test";
import { DATABASE } from "./e2e/database.ts";
import { CHROMIUM_FLAGS } from "./scripts/chromium.ts";

export default defineConfig({
  testDir: "e2e",
  testMatch: "*.spec.ts",
  // A run empties its folder, and there are two.
  outputDir: `test-results/${DATABASE}`,
  // One simulated AWS and one server serve all flows, and each flow changes environments the next may look for.
  workers: 1,
  fullyParallel: false,
  forbidOnly: true,
  retries: 0,
  // axe on every screen takes a minute on two quiet cores, and several on busy ones.
  timeout: 300_000,
  expect: { timeout: 15_000 },
  reporter: [
    ["list"],
    // `npm test` counts by this file.
    ...(process.env["PLAYWRIGHT_REPORT"] === undefined
      ? []
      : [["json", { outputFile: process.env["PLAYWRIGHT_REPORT"] }] as const]),
  ],
  globalSetup: "./e2e/global-setup.ts",
  use: {
    trace: "retain-on-failure",
    screenshot: "only-on-failure",
    launchOptions: {
      ...(process.env["CHROMIUM_PATH"] === undefined ? {} : { executablePath: process.env["CHROMIUM_PATH"] }),
      args: [...CHROMIUM_FLAGS],
    },
  },
});
