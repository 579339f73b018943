import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { sendTestWebhook } from "#lib/actions/send-test-webhook.ts";
import type { DeliveryView } from "#lib/imds/alert.ts";
import { fetchJson } from "./fetch-json.ts";
import { granted } from "./granted.ts";

/** Where messages go (`null`: nowhere), how many wait, and how the last ones went. */
export type WebhookState = { origin: string | null; waiting: number; deliveries: DeliveryView[] };

const WAITING_POLL = 2_000;
const IDLE_POLL = 15_000;

/** The webhook's state: asked every 2 s while a message waits, every 15 s otherwise. */
export function webhookQuery() {
  return queryOptions({
    queryKey: ["webhook"] as const,
    queryFn: ({ signal }) => fetchJson<WebhookState>("/api/webhook", { signal }),
    refetchInterval: (query) => ((query.state.data?.waiting ?? 0) > 0 ? WAITING_POLL : IDLE_POLL),
  });
}

/** Queues a test message. */
export function useSendTest() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => granted(sendTestWebhook({})),
    onSettled: () => client.invalidateQueries({ queryKey: webhookQuery().queryKey }),
  });
}
