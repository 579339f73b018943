"use client";
import { ChevronDown, Tag } from "lucide-react";
import { useTranslations } from "next-intl";
import dynamic from "next/dynamic";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { Popover } from "#components/ui/popover.tsx";
import type { EnvironmentFilter } from "#lib/imds/environment-filter.ts";
import type { ChangeFilter } from "./use-list-filter.ts";

// Fetched when it is first opened, as its counts are.
const TagOptions = dynamic(async () => (await import("./tag-options.tsx")).TagOptions, { ssr: false });

/** The filter by tags. Its keys and values are counted when it is opened, not with each page of the list. */
export function TagFilter({ filter, onChange }: { filter: EnvironmentFilter; onChange: ChangeFilter }) {
  const t = useTranslations("tags");
  const count = filter.tag.length;
  return (
    <Popover
      label={t("title")}
      align="end"
      trigger={
        <Button icon={<Tag aria-hidden="true" className="size-4 text-muted" />}>
          {t("title")}
          {count > 0 ? <Badge tone="info">{count}</Badge> : null}
          <ChevronDown aria-hidden="true" className="-mr-1 size-4 text-muted" />
        </Button>
      }
    >
      <TagOptions filter={filter} onChange={onChange} />
    </Popover>
  );
}
