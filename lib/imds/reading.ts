import type { EnvironmentRow } from "./environment.ts";

/**
 * Settings that did not move are read again no later than this, whatever the lane's size and however seldom it is scanned: the
 * first scan after it reads them. What `DateUpdated` does not tell is therefore never shown for longer than a day and the time
 * between two scans.
 */
export const CHECK_AGAIN_BEFORE_MS = 24 * 60 * 60_000;

/** When an environment's parts were read last. */
export type PartsRead = Pick<EnvironmentRow, "scannedAt" | "settingsReadAt" | "instancesReadAt">;

/**
 * Takes when an environment's parts were read and gives when the oldest of what is shown was. Settings are as old as the
 * listing that shows them unmoved, unless they are overdue, moved since, or could not be read (`settingsAreLate`).
 */
export function oldestPart({
  scannedAt,
  settingsReadAt,
  instancesReadAt,
  settingsAreLate,
}: PartsRead & { settingsAreLate: boolean }): string {
  let oldest = scannedAt;
  if (instancesReadAt !== null && instancesReadAt < oldest) oldest = instancesReadAt;
  if (settingsReadAt === null || settingsReadAt >= oldest) return oldest;
  const isOverdue = Date.parse(scannedAt) - Date.parse(settingsReadAt) > CHECK_AGAIN_BEFORE_MS;
  return settingsAreLate || isOverdue ? settingsReadAt : oldest;
}
