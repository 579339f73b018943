"use client";
import { useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import { EventList } from "#components/rollouts/event-list.tsx";
import { TableFrame } from "#components/ui/table.tsx";
import type { BeanstalkEvent } from "#lib/rollouts/rollout.ts";

/** How far from its end, in pixels, a box still counts as being at its end. */
const NEAR_END = 48;

/** Events as they come, newest last; it stays at the newest unless the reader has scrolled up. */
export function EventBox({ events }: { events: readonly BeanstalkEvent[] }) {
  const t = useTranslations("rollouts.steps");
  const frame = useRef<HTMLDivElement>(null);
  const isAtEnd = useRef(true);
  const count = events.length;
  useEffect(() => {
    const box = frame.current;
    if (count > 0 && box !== null && isAtEnd.current) box.scrollTop = box.scrollHeight;
  }, [count]);
  return (
    <div className="mt-1 overflow-hidden rounded-control border border-line bg-sunken">
      <h3 className="border-b border-line px-3 py-1 text-xs font-semibold text-muted">{t("events")}</h3>
      <TableFrame
        label={t("events")}
        ref={frame}
        onScroll={({ currentTarget: box }) => {
          isAtEnd.current = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_END;
        }}
        className="max-h-72 px-3 py-2"
      >
        <EventList events={events} />
      </TableFrame>
    </div>
  );
}
