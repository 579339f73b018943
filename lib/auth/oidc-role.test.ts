import { expect, test } from "vitest";
import { roleOf } from "./oidc-role.ts";
import type { Role } from "./role.ts";

const MAP: Record<string, Role> = { "platform-team": "admin", "on-call": "operator", everyone: "viewer" };

test.each<[string, Record<string, unknown>, string, Role | null]>([
  ["one group of several", { groups: ["dev", "on-call"] }, "groups", "operator"],
  ["the greatest of mapped groups", { groups: ["everyone", "platform-team"] }, "groups", "admin"],
  ["a single group as a string", { groups: "everyone" }, "groups", "viewer"],
  ["a claim whose name has a colon (Cognito)", { "cognito:groups": ["on-call"] }, "cognito:groups", "operator"],
  ["a nested claim (Keycloak)", { realm_access: { roles: ["platform-team"] } }, "realm_access.roles", "admin"],
  [
    "a claim that is a URL with dots",
    { "https://example.com/groups": ["everyone"] },
    "https://example.com/groups",
    "viewer",
  ],
  ["no mapped group: nobody gets in by default", { groups: ["dev"] }, "groups", null],
  ["no claim at all", {}, "groups", null],
  ["names every object has are no groups", { groups: ["constructor", "__proto__"] }, "groups", null],
  ["a claim of another shape", { groups: { "platform-team": true } }, "groups", null],
  ["a group's case counts", { groups: ["Platform-Team"] }, "groups", null],
])("%s", (_story, claims, claim, role) => {
  expect(roleOf(claims, claim, MAP)).toBe(role);
});
