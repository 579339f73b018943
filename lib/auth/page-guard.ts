import { NextResponse } from "next/server";
import type { NextRequest } from "next/server";
import { paths } from "#lib/paths.ts";

/** The request header that tells the layout which page was asked for. */
export const PATH_HEADER = "x-path";
/** The request header with the page's nonce. */
export const NONCE_HEADER = "x-nonce";

// oxlint-disable-next-line node/no-process-env -- replaced by its value when Next builds; no setting of ours
const developing = process.env.NODE_ENV === "development";

/** Takes a nonce and gives the page's Content-Security-Policy. */
export function contentSecurityPolicy(nonce: string, { development = developing } = {}): string {
  return [
    "default-src 'self'",
    // React evaluates source in development only, to show server stacks.
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ""}`,
    `style-src 'self' ${development ? "'unsafe-inline'" : `'nonce-${nonce}'`}`,
    // Positions and sizes computed at run time are style attributes; they can load nothing.
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src 'self'${development ? " ws:" : ""}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}

function hasSessionCookie(request: NextRequest): boolean {
  return request.cookies.getAll().some(({ name }) => /^(__Secure-)?next-auth\.session-token(\.\d+)?$/.test(name));
}

/**
 * Runs before every page: sends those without a session cookie to sign-in, and sets the page's policy. It only looks whether
 * the cookie is there; whether it is good is checked where the data is read.
 */
export function guardPage(request: NextRequest): NextResponse {
  const { pathname, search } = request.nextUrl;
  if (pathname !== paths.signIn() && !hasSessionCookie(request)) {
    return NextResponse.redirect(new URL(paths.signIn(`${pathname}${search}`), request.url));
  }
  const nonce = btoa(crypto.randomUUID());
  const policy = contentSecurityPolicy(nonce);
  const headers = new Headers(request.headers);
  headers.set(NONCE_HEADER, nonce);
  headers.set(PATH_HEADER, `${pathname}${search}`);
  // Next reads the nonce for its own scripts from here.
  headers.set("Content-Security-Policy", policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("Content-Security-Policy", policy);
  return response;
}
