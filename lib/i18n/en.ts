import { accounts } from "./messages/en/accounts.ts";
import { activity } from "./messages/en/activity.ts";
import { alerts } from "./messages/en/alerts.ts";
import { common } from "./messages/en/common.ts";
import { environments } from "./messages/en/environments.ts";
import { errors } from "./messages/en/errors.ts";
import { exceptions } from "./messages/en/exceptions.ts";
import { history } from "./messages/en/history.ts";
import { instances } from "./messages/en/instances.ts";
import { overview } from "./messages/en/overview.ts";
import { progress } from "./messages/en/progress.ts";
import { readiness } from "./messages/en/readiness.ts";
import { rollouts } from "./messages/en/rollouts.ts";
import { settings } from "./messages/en/settings.ts";
import { shell } from "./messages/en/shell.ts";
import { signIn } from "./messages/en/sign-in.ts";
import { tags } from "./messages/en/tags.ts";
import { validation } from "./messages/en/validation.ts";
import { waves } from "./messages/en/waves.ts";
import { windows } from "./messages/en/windows.ts";
import { wizard } from "./messages/en/wizard.ts";
import type { Locale } from "./locale.ts";

/** All words in English; the type of every other language. */
export const en = {
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

export type Messages = typeof en;

declare module "next-intl" {
  interface AppConfig {
    Locale: Locale;
    Messages: Messages;
  }
}
