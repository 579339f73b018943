"use client";
import { SunMoon } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "#components/ui/button.tsx";
import { Menu, MenuChoice } from "#components/ui/menu.tsx";
import { usePreferences } from "./preferences-context.tsx";
import { THEMES } from "./preferences.ts";

/** Light, dark, or as the system says. */
export function ThemeMenu() {
  const t = useTranslations("shell.theme");
  const { theme, chooseTheme } = usePreferences();
  return (
    <Menu
      trigger={
        <Button
          variant="icon"
          aria-label={`${t("label")}: ${t(theme)}`}
          title={t("label")}
          icon={<SunMoon aria-hidden="true" className="size-4.5" />}
        />
      }
    >
      <MenuChoice
        label={t("label")}
        value={theme}
        options={THEMES.map((value) => ({ value, label: t(value) }))}
        onValueChange={chooseTheme}
      />
    </Menu>
  );
}
