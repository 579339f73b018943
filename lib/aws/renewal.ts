import { hasExpired, toAwsFailure } from "./failure.ts";

/** Credentials, and their renewal before its time. */
type Renewable = (options?: { forceRefresh?: boolean }) => Promise<{ accessKeyId: string }>;

/** What is needed of any of the SDK's clients. */
type Client = {
  config: { credentials: Renewable };
  middlewareStack: {
    add: (
      middleware: <Request, Answer>(
        next: (request: Request) => Promise<Answer>,
      ) => (request: Request) => Promise<Answer>,
      options: { step: "finalizeRequest"; name: string },
    ) => void;
  };
};

/**
 * Takes a client and has it renew its credentials when AWS says that they have ended: clocks differ, and sessions are ended
 * before their time. The request itself fails all the same; whoever may repeat it does so with new ones. Gives the client.
 */
export function renewing<C extends Client>(client: C): C {
  const { credentials } = client.config;
  client.middlewareStack.add(
    (next) => async (request) => {
      const used = await credentials();
      try {
        return await next(request);
      } catch (error) {
        if (hasExpired(toAwsFailure("", error)) && (await credentials()).accessKeyId === used.accessKeyId) {
          // Where there are none to be had, the next request says why.
          await credentials({ forceRefresh: true }).catch(() => undefined);
        }
        throw error;
      }
    },
    { step: "finalizeRequest", name: "renewCredentials" },
  );
  return client;
}
