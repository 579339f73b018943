import { isZone, readLocalTime } from "./window-times.ts";
import type { Recurrence, WindowDraft, WindowFault } from "./window.ts";

/** A weekly window that lasts a week is always in force: its days are the calendar's. */
const LONGEST_MINUTES = 7 * 24 * 60;

function recurrenceFaults(recurrence: Recurrence, kind: WindowDraft["kind"], zone: string): WindowFault[] {
  switch (recurrence.kind) {
    case "weekly": {
      const { weekdays, start, minutes } = recurrence;
      const faults: WindowFault[] = [];
      if (weekdays.length === 0) faults.push("no-weekday");
      if (!/^([01]\d|2[0-3]):[0-5]\d$/u.test(start)) faults.push("start-invalid");
      if (!Number.isInteger(minutes) || minutes < 1 || minutes > LONGEST_MINUTES) faults.push("duration-invalid");
      return faults;
    }
    case "once": {
      const { from, until } = recurrence;
      const begins = readLocalTime(from, zone);
      const ends = until === null ? null : readLocalTime(until, zone);
      const faults: WindowFault[] = [];
      if (begins === undefined) faults.push("from-invalid");
      if (ends === undefined) faults.push("until-invalid");
      // Compared as instants: clocks may leave nothing of what looks like an hour.
      if (begins !== undefined && ends && ends.at <= begins.at) faults.push("end-before-start");
      if (ends === null && kind === "allow") faults.push("allow-without-end");
      return faults;
    }
  }
}

/** Takes a window as somebody wrote it down and gives all that is wrong with it. */
export function windowFaults({ name, kind, zone, recurrence }: WindowDraft): WindowFault[] {
  const known = isZone(zone);
  return [
    ...(name.trim() === "" ? (["name-missing"] as const) : []),
    ...(known ? [] : (["zone-unknown"] as const)),
    // Times of an unknown zone are judged as UTC: whoever mends the zone is told the rest at once.
    ...recurrenceFaults(recurrence, kind, known ? zone : "UTC"),
  ];
}
