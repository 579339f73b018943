"use client";
import { Braces, Download, Printer, Sheet } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "#components/ui/button.tsx";
import { Menu, MenuDownload, MenuGroup, MenuItem } from "#components/ui/menu.tsx";
import { paths } from "#lib/paths.ts";
import type { RolloutProgress } from "#lib/rollouts/progress.ts";

/** The report as a file, made by the server, or on paper. */
export function ReportMenu({ rollout }: { rollout: RolloutProgress }) {
  const t = useTranslations("rollouts.report");
  const words = useTranslations("progress.export");
  const formats = [
    { format: "csv", Icon: Sheet, name: t("exportCsv"), purpose: words("csvFor") },
    { format: "json", Icon: Braces, name: t("exportJson"), purpose: words("jsonFor") },
  ] as const;
  return (
    <Menu
      trigger={
        <Button variant="icon" aria-label={t("export")} icon={<Download aria-hidden="true" className="size-4" />} />
      }
    >
      <MenuGroup label={words("about", { count: rollout.total })}>
        {formats.map(({ format, Icon, name, purpose }) => (
          <MenuDownload
            key={format}
            href={paths.rolloutExport(rollout.id, format)}
            icon={<Icon aria-hidden="true" className="size-4 shrink-0 text-muted" />}
          >
            {name}
            <span className="block text-xs text-muted">{purpose}</span>
          </MenuDownload>
        ))}
      </MenuGroup>
      <MenuItem
        icon={<Printer aria-hidden="true" className="size-4 shrink-0 text-muted" />}
        onSelect={() => window.print()}
      >
        {words("print")}
      </MenuItem>
    </Menu>
  );
}
