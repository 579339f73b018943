import { NextRequest } from "next/server";
import { expect, test } from "vitest";
import { contentSecurityPolicy, guardPage } from "./page-guard.ts";

// Next writes loopback addresses of requests as localhost.
const BASE = "http://localhost:3000";

test("without a session cookie a page leads to sign-in and back", () => {
  const response = guardPage(new NextRequest(`${BASE}/rollouts?status=running`));
  expect(response.headers.get("location")).toBe(
    `${BASE}/sign-in?from=${encodeURIComponent("/rollouts?status=running")}`,
  );
});

test.each(["next-auth.session-token", "__Secure-next-auth.session-token", "next-auth.session-token.0"])(
  "with %s the page is shown",
  (name) => {
    const response = guardPage(new NextRequest(`${BASE}/rollouts`, { headers: { cookie: `${name}=x` } }));
    expect(response.headers.get("location")).toBeNull();
    expect(response.headers.get("content-security-policy")).toContain("'strict-dynamic'");
  },
);

test("each page has a nonce of its own, and gets it from us, not from the request", () => {
  const nonces = [1, 2].map(() => {
    const response = guardPage(new NextRequest(`${BASE}/sign-in`, { headers: { "x-nonce": "chosen" } }));
    return response.headers.get("x-middleware-request-x-nonce");
  });
  expect(new Set([...nonces, "chosen", null]).size).toBe(4);
});

test("in production nothing inline and nothing evaluated is let through, but style attributes", () => {
  const policy = contentSecurityPolicy("abc", { development: false });
  expect(policy).not.toContain("unsafe-eval");
  expect(policy.split("; ").filter((directive) => directive.includes("unsafe-inline"))).toEqual([
    "style-src-attr 'unsafe-inline'",
  ]);
  expect(policy).toContain("frame-ancestors 'none'");
});
