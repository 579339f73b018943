import { activity } from "./messages/en/activity.ts";
import { common } from "./messages/en/common.ts";
import { environments } from "./messages/en/environments.ts";
import { errors } from "./messages/en/errors.ts";
import { instances } from "./messages/en/instances.ts";
import { readiness } from "./messages/en/readiness.ts";
import { rollouts } from "./messages/en/rollouts.ts";
import { settings } from "./messages/en/settings.ts";
import { shell } from "./messages/en/shell.ts";
import { signIn } from "./messages/en/sign-in.ts";
import { windows } from "./messages/en/windows.ts";
import type { Locale } from "./locale.ts";

/** All words in English; the type of every other language. */
export const en = {
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

export type Messages = typeof en;

declare module "next-intl" {
  interface AppConfig {
    Locale: Locale;
    Messages: Messages;
  }
}
