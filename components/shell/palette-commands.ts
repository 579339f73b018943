"use client";
import { Languages, Monitor, Moon, Sun } from "lucide-react";
import type { LucideIcon } from "lucide-react";
import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { usePreferences } from "./preferences-context.tsx";
import type { Theme } from "./preferences.ts";
import { DESTINATIONS } from "./side-navigation.tsx";

export type Entry = {
  id: string;
  group: "pages" | "environments" | "commands";
  label: string;
  note?: string;
  lang?: string;
  icon: LucideIcon;
  run: () => void;
};

const themeIcons: Record<Theme, LucideIcon> = { light: Sun, dark: Moon, system: Monitor };

/** Takes what was typed and gives the pages and commands whose words contain it. */
export function useCommands(text: string): Entry[] {
  const t = useTranslations("shell");
  const router = useRouter();
  const locale = useLocale();
  const { theme, chooseTheme, chooseLocale } = usePreferences();
  const other = locale === "en" ? "ja" : "en";
  const pages = DESTINATIONS.map<Entry>(({ key, href, icon }) => ({
    id: `page-${key}`,
    group: "pages",
    label: t("palette.goTo", { page: t(`navigation.${key}`) }),
    icon,
    run: () => router.push(href),
  }));
  const themes = (["light", "dark", "system"] as const)
    .filter((value) => value !== theme)
    .map<Entry>((value) => ({
      id: `theme-${value}`,
      group: "commands",
      label: t(`palette.theme.${value}`),
      icon: themeIcons[value],
      run: () => chooseTheme(value),
    }));
  const language: Entry = {
    id: "language",
    group: "commands",
    label: t("palette.switchLanguage"),
    lang: other,
    icon: Languages,
    run: () => chooseLocale(other),
  };
  const words = text.toLocaleLowerCase(locale).split(/\s+/).filter(Boolean);
  return [...pages, language, ...themes].filter(({ label }) =>
    words.every((word) => label.toLocaleLowerCase(locale).includes(word)),
  );
}
