import type { HttpTokens } from "#lib/imds/posture.ts";
import { listOpenAlerts } from "./alert-queries.ts";
import type { Sql } from "./database.ts";
import { storeEnvironments, storeInstances, storeSettings } from "./environment-queries.ts";
import { noteScan } from "./history-queries.ts";
import { listChanges } from "./history-reads.ts";
import { syncLanes } from "./lane-queries.ts";
import { storePlatform } from "./platform-queries.ts";
import { factsOf, instancesOf, later, newLane, NOW, settingsOf } from "./test-facts.ts";

/** What AWS says of a lane that may not be read. */
export const FAILURE = {
  operation: "elasticbeanstalk:DescribeEnvironments",
  code: "AccessDenied",
  message: "no",
  requestId: "r",
  httpStatus: 403,
  outcome: "refused",
} as const;

const REQUIRED: HttpTokens[] = ["required"];

/** What AWS would say of environments, by id; an ordinary one is enforced. */
export type World = Record<
  string,
  { option?: "true" | "false"; tokens?: HttpTokens[]; status?: string; createdAt?: string; isOldPlatform?: true }
>;

/** Takes the database and gives a lane with its own environments, and ways to scan it as the world stands. */
export async function stageHistory(sql: Sql, announces = false) {
  const lane = newLane();
  await syncLanes(sql, [lane]);
  const platform = { region: lane.region, changeSeverity: null, readAt: NOW };
  await storePlatform(sql, { ...platform, platformKey: "platform-1", supported: true, defaultValue: "true" });
  await storePlatform(sql, { ...platform, platformKey: "platform-old", supported: false, defaultValue: null });
  const read = async (world: World, at: Date) => {
    await storeEnvironments(
      sql,
      lane,
      Object.entries(world).map(([id, { status = "Ready", createdAt = "2025-01-01T00:00:00.000Z", isOldPlatform }]) =>
        factsOf(id, {
          status,
          dateCreated: createdAt,
          platformKey: isOldPlatform === true ? "platform-old" : "platform-1",
        }),
      ),
      at,
    );
    await storeInstances(
      sql,
      lane,
      new Map(Object.entries(world).map(([id, { tokens = REQUIRED }]) => [id, instancesOf(...tokens)])),
      at,
    );
    for (const [environmentId, { option = "true" }] of Object.entries(world))
      await storeSettings(sql, { ...lane, environmentId }, settingsOf(option, { readAt: at }));
  };
  const scan = async (world: World, second: number) => {
    await read(world, later(second));
    await noteScan(sql, lane, { readSince: later(second - 5), now: later(second), announces });
  };
  const changes = async () =>
    (await listChanges(sql, { cause: null, what: null }, { limit: 100 })).filter(
      ({ accountId }) => accountId === lane.accountId,
    );
  const open = async () =>
    (await listOpenAlerts(sql, { limit: 1_000 })).alerts
      .filter(({ accountId }) => accountId === lane.accountId)
      .map(({ kind, environmentId }) => `${kind} ${environmentId}`.trim())
      .toSorted();
  return { lane, read, scan, changes, open };
}
