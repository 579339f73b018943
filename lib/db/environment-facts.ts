import type { EnvironmentFacts, EnvironmentKey, Replacement } from "#lib/imds/environment.ts";
import type { ManagedUpdates } from "#lib/imds/managed-window.ts";
import type { LaunchKind } from "#lib/imds/posture.ts";

/** What DescribeConfigurationSettings says, reduced to the options we need. */
export type SettingsFacts = {
  /** The deployed value; `undefined`: read, and not set. */
  optionValue: string | undefined;
  draftStatus: "pending" | "failed" | null;
  replacement: Replacement;
  launchKind: LaunchKind | null;
  managedUpdates: ManagedUpdates | null;
  /**
   * The environment's DateUpdated as DescribeEnvironments listed it before this reading; absent: as last stored. Once it
   * moves, the reading is stale. The settings' own DateUpdated will not do: it is cut to whole seconds.
   */
  listedDateUpdated?: string | null;
  readAt: Date;
};

/** What DescribeConfigurationOptions says of a platform. */
export type PlatformFacts = {
  region: string;
  platformKey: string;
  /** Whether the option is listed for this platform at all. */
  supported: boolean;
  defaultValue: string | null;
  changeSeverity: string | null;
  readAt: Date;
};

/** What a rollout sees of an environment while it changes. */
export type LiveFacts = Pick<EnvironmentFacts, "status" | "health" | "healthStatus" | "dateUpdated" | "abortable">;

/** An environment whose settings must be read (again), and when they were read last; AWS reads them by name. */
export type StaleSettings = EnvironmentKey &
  Pick<EnvironmentFacts, "name" | "application" | "dateUpdated"> & { readAt: string | null };
