import NextAuth from "next-auth";
import type { NextRequest } from "next/server";
import { authOptions } from "#lib/auth/options.ts";

type Context = { params: Promise<{ nextauth: string[] }> };

/** next-auth's own routes. Made per request: the options follow the configuration, which is not there when Next builds. */
async function handle(request: NextRequest, context: Context): Promise<Response> {
  // next-auth types its handler as any, because the pages router's has another shape; with a Request it gives a Response.
  const response: unknown = await NextAuth(authOptions())(request, context);
  if (!(response instanceof Response)) throw new TypeError("next-auth gave no Response");
  return response;
}

export { handle as GET, handle as POST };
