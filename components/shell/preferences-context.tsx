"use client";
import { useRouter } from "next/navigation";
import { createContext, useContext, useMemo, useState } from "react";
import type { ReactNode } from "react";
import type { Locale } from "#lib/i18n/locale.ts";
import { applyTheme, rememberLocale } from "./preferences.ts";
import type { Theme } from "./preferences.ts";

type Preferences = {
  theme: Theme;
  chooseTheme: (theme: Theme) => void;
  chooseLocale: (locale: Locale) => void;
};

const Context = createContext<Preferences>({
  theme: "system",
  chooseTheme: () => {},
  chooseLocale: () => {},
});

/** Gives the theme that is chosen, and how to choose another theme or language. */
export function usePreferences(): Preferences {
  return useContext(Context);
}

/** Holds the theme for the header and the command palette alike. */
export function PreferencesProvider({ theme: first, children }: { theme: Theme; children: ReactNode }) {
  const router = useRouter();
  const [theme, setTheme] = useState(first);
  const value = useMemo<Preferences>(
    () => ({
      theme,
      chooseTheme(chosen) {
        applyTheme(chosen);
        setTheme(chosen);
      },
      chooseLocale(locale) {
        rememberLocale(locale);
        router.refresh();
      },
    }),
    [theme, router],
  );
  return <Context.Provider value={value}>{children}</Context.Provider>;
}
