import type { Messages } from "./en.ts";
import { activity } from "./messages/ja/activity.ts";
import { common } from "./messages/ja/common.ts";
import { environments } from "./messages/ja/environments.ts";
import { errors } from "./messages/ja/errors.ts";
import { instances } from "./messages/ja/instances.ts";
import { readiness } from "./messages/ja/readiness.ts";
import { rollouts } from "./messages/ja/rollouts.ts";
import { settings } from "./messages/ja/settings.ts";
import { shell } from "./messages/ja/shell.ts";
import { signIn } from "./messages/ja/sign-in.ts";
import { windows } from "./messages/ja/windows.ts";

/** すべての文言（日本語）。 */
export const ja: Messages = {
  activity,
  common,
  environments,
  errors,
  instances,
  readiness,
  rollouts,
  settings,
  shell,
  signIn,
  windows,
};
