"use client";
import { Languages } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { Button } from "#components/ui/button.tsx";
import { Menu, MenuChoice } from "#components/ui/menu.tsx";
import { LOCALES } from "#lib/i18n/locale.ts";
import { usePreferences } from "./preferences-context.tsx";

/** The language, each named in its own words. */
export function LanguageMenu() {
  const t = useTranslations("shell.language");
  const { chooseLocale } = usePreferences();
  return (
    <Menu
      trigger={
        <Button
          variant="icon"
          aria-label={t("present")}
          title={t("label")}
          icon={<Languages aria-hidden="true" className="size-4.5" />}
        />
      }
    >
      <MenuChoice
        label={t("label")}
        value={useLocale()}
        options={LOCALES.map((locale) => ({ value: locale, label: t(locale), lang: locale }))}
        onValueChange={chooseLocale}
      />
    </Menu>
  );
}
