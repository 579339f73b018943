import type { Messages } from "./en.ts";
import { accounts } from "./messages/ja/accounts.ts";
import { activity } from "./messages/ja/activity.ts";
import { alerts } from "./messages/ja/alerts.ts";
import { common } from "./messages/ja/common.ts";
import { environments } from "./messages/ja/environments.ts";
import { errors } from "./messages/ja/errors.ts";
import { exceptions } from "./messages/ja/exceptions.ts";
import { history } from "./messages/ja/history.ts";
import { instances } from "./messages/ja/instances.ts";
import { overview } from "./messages/ja/overview.ts";
import { progress } from "./messages/ja/progress.ts";
import { readiness } from "./messages/ja/readiness.ts";
import { rollouts } from "./messages/ja/rollouts.ts";
import { settings } from "./messages/ja/settings.ts";
import { shell } from "./messages/ja/shell.ts";
import { signIn } from "./messages/ja/sign-in.ts";
import { tags } from "./messages/ja/tags.ts";
import { validation } from "./messages/ja/validation.ts";
import { waves } from "./messages/ja/waves.ts";
import { windows } from "./messages/ja/windows.ts";
import { wizard } from "./messages/ja/wizard.ts";

/** すべての文言（日本語）。 */
export const ja: Messages = {
  accounts,
  activity,
  alerts,
  common,
  environments,
  errors,
  exceptions,
  history,
  instances,
  overview,
  progress,
  readiness,
  rollouts,
  settings,
  shell,
  signIn,
  tags,
  validation,
  waves,
  windows,
  wizard,
};
