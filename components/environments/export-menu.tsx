"use client";
import { Braces, ChevronDown, Download, Sheet } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "#components/ui/button.tsx";
import { Menu, MenuDownload, MenuGroup } from "#components/ui/menu.tsx";
import { Time } from "#components/ui/time.tsx";
import { reachesLane } from "#lib/imds/environment-filter.ts";
import type { EnvironmentFilter } from "#lib/imds/environment-filter.ts";
import type { LaneView } from "#lib/imds/lane.ts";
import { paths } from "#lib/paths.ts";
import { failingLanes, oldestReading } from "./scan-totals.ts";

type ExportMenuProps = {
  filter: EnvironmentFilter;
  /** How many the filter lets through, once that is known. */
  matched: number | null;
  lanes: readonly LaneView[];
};

/** The list as a file, whole: says first how many rows it will have, how old they are, and what could not be read. */
export function ExportMenu({ filter, matched, lanes }: ExportMenuProps) {
  const t = useTranslations("environments.export");
  const reached = lanes.filter((lane) => reachesLane(filter, lane));
  const oldest = oldestReading(reached);
  const failing = failingLanes(reached).length;
  const trigger = (
    <Button icon={<Download aria-hidden="true" className="size-4" />}>
      {t("open")}
      <ChevronDown aria-hidden="true" className="size-4 text-muted" />
    </Button>
  );
  const formats = [
    { format: "csv", Icon: Sheet, name: t("csv"), purpose: t("csvFor") },
    { format: "json", Icon: Braces, name: t("json"), purpose: t("jsonFor") },
  ] as const;
  const about = (
    <>
      <span className="block text-sm font-medium text-ink">
        {matched === null ? t("counting") : t("rows", { count: matched })}
      </span>
      {oldest === null ? null : (
        <span className="block">{t.rich("oldest", { ago: () => <Time value={oldest} /> })}</span>
      )}
      {failing === 0 ? null : <span className="block">{t("failing", { count: failing })}</span>}
    </>
  );
  return (
    <Menu trigger={trigger}>
      <MenuGroup label={about}>
        {formats.map(({ format, Icon, name, purpose }) => (
          <MenuDownload
            key={format}
            href={paths.environmentsExport(format, filter)}
            icon={<Icon aria-hidden="true" className="size-4 shrink-0 text-muted" />}
          >
            {name}
            <span className="block text-xs text-muted">{purpose}</span>
          </MenuDownload>
        ))}
      </MenuGroup>
    </Menu>
  );
}
