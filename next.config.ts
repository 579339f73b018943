import type { NextConfig } from "next";
import { PHASE_PRODUCTION_SERVER } from "next/constants.js";
import product from "./package.json" with { type: "json" };

const awsPackages = Object.keys(product.dependencies).filter((name) => /^@(aws-sdk|smithy)\//.test(name));

const config: NextConfig = {
  // A second build beside a running server needs a folder of its own.
  distDir: process.env["NEXT_DIST_DIR"] ?? ".next",
  reactStrictMode: true,
  poweredByHeader: false,
  // They load files beside themselves (WebAssembly, migrations) or optional drivers: Node must import them as they are. AWS's
  // clients only for the memory: each route and action would have a copy of its own.
  serverExternalPackages: ["@electric-sql/pglite", "pg", "pg-boss", "drizzle-orm", ...awsPackages],
  // Messages are parsed on the server (lib/i18n/request.ts): no browser loads the parser.
  turbopack: { resolveAlias: { "use-intl/format-message": "use-intl/format-message/format-only" } },
  // Kept as written, so that a dark region inside a light page works; every browser we serve has it.
  experimental: { useLightningcss: true, lightningCssFeatures: { exclude: ["light-dark"] } },
  headers: async () => [
    {
      source: "/:path*",
      headers: [
        { key: "X-Content-Type-Options", value: "nosniff" },
        // An address names accounts and environments: no other site is told.
        { key: "Referrer-Policy", value: "same-origin" },
        { key: "X-Frame-Options", value: "DENY" },
        { key: "Permissions-Policy", value: "camera=(), geolocation=(), microphone=(), payment=(), usb=()" },
        { key: "Cross-Origin-Opener-Policy", value: "same-origin" },
        { key: "Cross-Origin-Resource-Policy", value: "same-origin" },
      ],
    },
  ],
};

export default async function configure(phase: string): Promise<NextConfig> {
  if (phase === PHASE_PRODUCTION_SERVER) return config;
  // It tells the bundler where the messages are, and loads a compiler for that: a server of what is built needs neither.
  const { default: createNextIntlPlugin } = await import("next-intl/plugin");
  return createNextIntlPlugin("./lib/i18n/request.ts")(config);
}
