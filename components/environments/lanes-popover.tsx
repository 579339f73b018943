"use client";
import { ChevronDown, TriangleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import dynamic from "next/dynamic";
import { Button } from "#components/ui/button.tsx";
import { Popover } from "#components/ui/popover.tsx";
import type { LaneView } from "#lib/imds/lane.ts";
import { failingLanes } from "./scan-totals.ts";

// Fetched when it is first opened: most page views never need it.
const LaneList = dynamic(async () => (await import("./lane-list.tsx")).LaneList, { ssr: false });

/** Every lane with its state behind one button, which tells how many there are and how many could not be read. */
export function LanesPopover({ lanes }: { lanes: readonly LaneView[] }) {
  const t = useTranslations("environments");
  const failing = failingLanes(lanes).length;
  const trigger = (
    <Button icon={failing > 0 ? <TriangleAlert aria-hidden="true" className="size-4 text-error" /> : null}>
      {t("lanes.open")}
      <span className="font-normal text-muted">{lanes.length}</span>
      {failing > 0 ? <span className="sr-only">{t("failures.title", { count: failing })}</span> : null}
      <ChevronDown aria-hidden="true" className="size-4 text-muted" />
    </Button>
  );
  return (
    <Popover trigger={trigger} label={t("lanes.title")} align="end" className="w-112 p-0!">
      <LaneList lanes={lanes} />
    </Popover>
  );
}
