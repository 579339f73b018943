"use client";
import { createContext, useContext, useEffect, useMemo, useState } from "react";
import type { ReactNode } from "react";
import { TIME_ZONE_COOKIE } from "./time-zone.ts";

type Clock = { locale: string; timeZone: string; now: number; justNow: string };

const Context = createContext<Clock>({ locale: "en", timeZone: "UTC", now: 0, justNow: "" });

type TimeProviderProps = {
  locale: string;
  /** The zone known on the server; the browser's takes over after hydration. */
  timeZone: string;
  /** The server's time at rendering, in ms: server and browser begin with the same "3 minutes ago". */
  now: number;
  /** What an instant of the last minute is called. */
  justNow: string;
  children: ReactNode;
};

/** Gives all Time elements one clock that ticks every 15 seconds, and stands still while the page is hidden. */
export function TimeProvider({ locale, timeZone, now, justNow, children }: TimeProviderProps) {
  const [clock, setClock] = useState({ timeZone, now });
  useEffect(() => {
    const own = new Intl.DateTimeFormat().resolvedOptions().timeZone;
    if (own !== timeZone) {
      // oxlint-disable-next-line unicorn/no-document-cookie -- the Cookie Store API is not there in all browsers we serve
      document.cookie = `${TIME_ZONE_COOKIE}=${encodeURIComponent(own)}; path=/; max-age=31536000; samesite=lax`;
    }
    const tick = () => {
      if (!document.hidden) setClock({ timeZone: own, now: Date.now() });
    };
    tick();
    const timer = setInterval(tick, 15_000);
    document.addEventListener("visibilitychange", tick);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", tick);
    };
  }, [timeZone]);
  const value = useMemo(() => ({ locale, justNow, ...clock }), [locale, justNow, clock]);
  return <Context.Provider value={value}>{children}</Context.Provider>;
}

/** Gives the viewer's IANA time zone and the clock's time in ms, as Time elements use them. */
export function useClock(): Pick<Clock, "timeZone" | "now"> {
  return useContext(Context);
}

const steps: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ["year", 31_536_000],
  ["month", 2_592_000],
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
];

/** Takes an instant in ms and a clock, and gives "3 minutes ago"; under a minute it is just now. */
function relativeTime(at: number, { locale, now, justNow }: Clock): string {
  const seconds = Math.round((at - now) / 1000);
  const format = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  for (const [unit, size] of steps) {
    if (Math.abs(seconds) >= size) return format.format(Math.trunc(seconds / size), unit);
  }
  return justNow;
}

/** Takes an instant and a zone and gives `2026-11-24 09:23:46 GMT+9`: the same order in every language, with its zone. */
function absoluteTime(at: number, timeZone: string, withSeconds = true): string {
  const parts = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
    timeZoneName: "short",
  }).formatToParts(at);
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((candidate) => candidate.type === type)?.value ?? "";
  const seconds = withSeconds ? `:${part("second")}` : "";
  return `${part("year")}-${part("month")}-${part("day")} ${part("hour")}:${part("minute")}${seconds} ${part("timeZoneName")}`;
}

/** Takes an instant and a zone and gives `09:23`. */
function timeOfDay(at: number, timeZone: string): string {
  return new Intl.DateTimeFormat("en-GB", {
    timeZone,
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }).format(at);
}

function timeRange(from: number, to: number, timeZone: string): string {
  const [day, start, ...zone] = absoluteTime(from, timeZone, false).split(" ");
  return `${day} ${start}–${timeOfDay(to, timeZone)} ${zone.join(" ")}`;
}

/** A few hours of one day (ISO 8601) in the viewer's zone and, where that is another, in UTC. */
export function TimeRange({ from, to }: { from: string; to: string }) {
  const { timeZone } = useContext(Context);
  const [start, end] = [Date.parse(from), Date.parse(to)];
  const local = timeRange(start, end, timeZone);
  const utc = timeRange(start, end, "UTC");
  return <span suppressHydrationWarning>{local === utc ? utc : `${local}, ${utc}`}</span>;
}

/** An instant (ISO 8601), "3 minutes ago" or in full; its title always tells it in the viewer's zone and in UTC. */
export function Time({
  value,
  mode = "relative",
  className,
}: {
  value: string;
  mode?: "relative" | "absolute" | undefined;
  className?: string | undefined;
}) {
  const clock = useContext(Context);
  const { timeZone } = clock;
  const at = Date.parse(value);
  if (Number.isNaN(at)) return <span className={className}>{value}</span>;
  const local = absoluteTime(at, timeZone);
  const utc = absoluteTime(at, "UTC");
  return (
    // The server's and the browser's language data may differ in a letter; the clock corrects it at once.
    <time
      dateTime={value}
      title={local === utc ? utc : `${local}\n${utc}`}
      className={className}
      suppressHydrationWarning
    >
      {mode === "relative" ? relativeTime(at, clock) : local}
    </time>
  );
}

/** An instant (ISO 8601) to the minute in a given zone, wherever the viewer is. */
export function ZonedTime({ value, timeZone }: { value: string; timeZone: string }) {
  return (
    <time dateTime={value} suppressHydrationWarning>
      {absoluteTime(Date.parse(value), timeZone, false)}
    </time>
  );
}
