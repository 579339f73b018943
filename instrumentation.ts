/** Next calls this once when the server starts; the real thing is imported only where Node runs. */
export async function register(): Promise<void> {
  if (process.env["NEXT_RUNTIME"] !== "nodejs") return;
  const { startServer } = await import("#lib/jobs/server-start.ts");
  const { announceToken } = await import("#lib/auth/one-time-token.ts");
  await startServer();
  announceToken();
}
