export { guardPage as proxy } from "#lib/auth/page-guard.ts";
// Pages only: api routes answer for themselves, and files need no policy.
export const config = { matcher: ["/((?!api/|_next/|icon.svg).*)"] };
