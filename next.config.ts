import type { NextConfig } from "next";
import createNextIntlPlugin from "next-intl/plugin";

const withWords = createNextIntlPlugin("./lib/i18n/request.ts");

const config: NextConfig = {
  // A second build beside a running server needs a folder of its own.
  distDir: process.env["NEXT_DIST_DIR"] ?? ".next",
  reactStrictMode: true,
  poweredByHeader: false,
  // They load files beside themselves (WebAssembly, migrations) or optional drivers: Node must import them as they are.
  serverExternalPackages: ["@electric-sql/pglite", "pg", "pg-boss", "drizzle-orm"],
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

export default withWords(config);
