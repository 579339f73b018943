import { LOCALE_COOKIE } from "#lib/i18n/locale.ts";
import type { Locale } from "#lib/i18n/locale.ts";

export const THEMES = ["light", "dark", "system"] as const;

export type Theme = (typeof THEMES)[number];

/** Read by the root layout, so that the first paint has the right colours without a script. */
export const THEME_COOKIE = "theme";

/** "closed" keeps the side navigation folded. */
export const NAVIGATION_COOKIE = "navigation";

/** Takes a cookie's value and gives the theme it names; anything else is the system's. */
export function themeOf(value: string | undefined): Theme {
  return THEMES.find((theme) => theme === value) ?? "system";
}

function remember(name: string, value: string): void {
  // oxlint-disable-next-line unicorn/no-document-cookie -- the Cookie Store API is not there in all browsers we serve
  document.cookie = `${name}=${value}; path=/; max-age=31536000; samesite=lax`;
}

/** Takes a theme, shows it at once and remembers it. */
export function applyTheme(theme: Theme): void {
  remember(THEME_COOKIE, theme);
  if (theme === "system") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = theme;
}

/** Takes a language and remembers it; the page must be asked for again. */
export function rememberLocale(locale: Locale): void {
  remember(LOCALE_COOKIE, locale);
}

/** Takes whether the side navigation is open and remembers it. */
export function rememberNavigation(open: boolean): void {
  remember(NAVIGATION_COOKIE, open ? "open" : "closed");
}
