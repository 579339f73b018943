import type { ShownConfiguration } from "#components/settings/configuration-panel.tsx";
import type { Config } from "#lib/config.ts";
import type { Database } from "#lib/db/database.ts";
import { metricsPace } from "#lib/imds/metrics-cost.ts";

/** Takes the configuration, the database's kind and how many metrics a round takes, and gives what of it may be shown. */
export function shownConfiguration(settings: Config, database: Database["kind"], counts: number): ShownConfiguration {
  const { metrics, readOnly, awsEndpointUrl, scanIntervalSeconds, rolloutTickSeconds, signIn } = settings;
  return {
    database,
    readOnly,
    awsEndpointUrl,
    scanIntervalSeconds,
    rolloutTickSeconds,
    metrics: metrics === null ? null : { ...metrics, counts, pace: metricsPace(counts, metrics, scanIntervalSeconds) },
    signIn: signIn.kind,
    address: settings.nextAuthUrl ?? `http://${settings.host}:${settings.port}`,
  };
}
