import { expect, test } from "vitest";
import { readConfig } from "#lib/config.ts";
import { shownConfiguration } from "./shown-configuration.ts";

const metricsOf = (env: Record<string, string>, counts: number) =>
  shownConfiguration(readConfig(env), "pglite", counts).metrics;

test("the estimate is for the chosen frequency, and the cap changes nothing while it is not reached", () => {
  expect(metricsOf({}, 40_000)).toEqual({
    intervalMinutes: 60,
    windowDays: 14,
    dollarsAtMost: 500,
    counts: 40_000,
    pace: { chosen: { everySeconds: 3_600, dollarsAMonth: 288 }, capped: null },
  });
  expect(metricsOf({ METRICS_INTERVAL_MINUTES: "0" }, 40_000)).toBeNull();
});

test("where the cap is reached, the interval that holds instead is shown beside the chosen one", () => {
  expect(metricsOf({ METRICS_INTERVAL_MINUTES: "1", METRICS_DOLLARS_A_MONTH: "1000" }, 40_000)?.pace).toEqual({
    // Scans run every five minutes only.
    chosen: { everySeconds: 300, dollarsAMonth: 3_456 },
    capped: { everySeconds: 1_200, dollarsAMonth: 864 },
  });
});

test("no secret, token or database address is shown", () => {
  const secrets = {
    DATABASE_URL: "postgres://fleet:hidden@db.internal/fleet",
    NEXTAUTH_SECRET: "hidden-hidden-hidden-hidden-hidden",
    SIGN_IN_TOKEN: "hidden-hidden-hidden",
    WEBHOOK_URL: "https://hooks.example.com/hidden",
    WEBHOOK_SECRET: `whsec_${Buffer.alloc(32, 1).toString("base64")}`,
  };
  const shown = shownConfiguration(readConfig(secrets), "postgres", 0);
  expect(JSON.stringify(shown)).not.toMatch(/hidden|whsec_/u);
  expect(shown).toMatchObject({ database: "postgres", signIn: "token", address: "http://127.0.0.1:3000" });
});
