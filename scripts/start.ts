/** `npm start`: the built product on its configured address, with the SDK's own credentials. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { ConfigError, readConfig } from "../lib/config.ts";
import { ROOT, endTogether, runNode, serveArgs } from "./processes.ts";

try {
  const { host, port } = readConfig();
  if (!existsSync(join(ROOT, ".next/BUILD_ID"))) {
    console.error("There is no build yet: run `npm run build` first.");
    process.exit(1);
  }
  const address = `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
  const server = runNode(serveArgs(host, port), {
    NODE_ENV: "production",
    NEXT_TELEMETRY_DISABLED: "1",
    NEXTAUTH_URL: process.env["NEXTAUTH_URL"] ?? address,
    // The workers are let go of before the process ends (lib/jobs/server-start.ts).
    NEXT_MANUAL_SIG_HANDLE: "true",
  });
  endTogether([server]);
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  console.error(error.message);
  process.exit(1);
}
