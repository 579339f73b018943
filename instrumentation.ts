/** Next calls this once when the server starts; the real thing is imported only where Node runs. */
export async function register(): Promise<void> {
  if (process.env["NEXT_RUNTIME"] === "nodejs") await (await import("#lib/jobs/server-start.ts")).startServer();
}
