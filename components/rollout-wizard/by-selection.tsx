"use client";
import { useTranslations } from "next-intl";
import { spanOf } from "#components/environments/selection.ts";
import type { Selection } from "#components/environments/selection.ts";
import { TextLink } from "#components/ui/text-link.tsx";
import { paths } from "#lib/paths.ts";

/** Chooses the environments that are selected in the list. */
export function BySelection({ selection }: { selection: Selection }) {
  const t = useTranslations("wizard.select");
  const count = selection.keys.size;
  const { accounts, regions } = spanOf(selection);
  return (
    <div className="space-y-1">
      <p role="status">
        <strong className="font-semibold">{t("selected", { count })}</strong>{" "}
        {count === 0 ? null : t("span", { accounts: accounts.length, regions: regions.length })}
      </p>
      <p>
        <TextLink href={paths.environments()} prefetch={false}>
          {t(count === 0 ? "selectInList" : "changeInList")}
        </TextLink>
      </p>
    </div>
  );
}
