import { QueryClient, defaultShouldDehydrateQuery, environmentManager } from "@tanstack/react-query";
import { RequestFailure } from "./fetch-json.ts";

function retryable(error: Error): boolean {
  return !(error instanceof RequestFailure) || error.status === 0 || error.status >= 500;
}

function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        // What the server prefetched is fresh when the browser first looks.
        staleTime: 5_000,
        retry: (count, error) => count < 2 && retryable(error),
      },
      dehydrate: {
        // Pending ones too: the page need not wait for its data before it streams.
        shouldDehydrateQuery: (query) => defaultShouldDehydrateQuery(query) || query.state.status === "pending",
      },
    },
  });
}

let inBrowser: QueryClient | undefined;

/** Gives a client of its own to each request on the server, and the one client of the page in the browser. */
export function getQueryClient(): QueryClient {
  if (environmentManager.isServer()) return makeQueryClient();
  inBrowser ??= makeQueryClient();
  return inBrowser;
}
