import { expect, test } from "vitest";
import { NO_FILTER, parseFilter } from "#lib/imds/environment-filter.ts";
import { ownPath, paths } from "./paths.ts";

test.each(["/", "/environments?text=a", "/rollouts/1#x"])("%s is kept", (path) => {
  expect(ownPath(path)).toBe(path);
});

test.each([
  "//evil.example",
  "/\\evil.example",
  "https://evil.example",
  "javascript:alert(1)",
  "environments",
  "/\t/evil.example",
  "/a\\b",
  "",
  null,
  undefined,
])("%s leads to the start page instead", (path) => {
  expect(ownPath(path)).toBe("/");
});

test("parts of an address are escaped", () => {
  expect(paths.environment({ accountId: "1", region: "r", environmentId: "../x" })).toBe("/environments/1/r/..%2Fx");
  expect(paths.signIn("/a?b=c")).toBe("/sign-in?from=%2Fa%3Fb%3Dc");
});

test("an export's address has the list's own parameters, its order too", () => {
  const filter = {
    ...NO_FILTER,
    text: "a&b",
    region: ["eu-west-1"],
    sort: { by: "health", direction: "desc" } as const,
  };
  const [path, query] = paths.environmentsExport("csv", filter).split("?");
  const params = new URLSearchParams(query);
  expect([path, params.get("format"), parseFilter(params)]).toEqual(["/api/environments/export", "csv", filter]);
});
