import type { ChangeWindow, Weekday, WindowDraft, WindowFault } from "#lib/rollouts/window.ts";

export const WEEKDAYS: readonly Weekday[] = [1, 2, 3, 4, 5, 6, 7];

/** A window while it is written: what a person chose and typed, whether or not it makes a window yet. */
export type WindowForm = {
  name: string;
  kind: WindowDraft["kind"];
  scope: WindowDraft["scope"];
  how: "weekly" | "once";
  weekdays: Weekday[];
  start: string;
  hours: string;
  from: string;
  until: string;
  isWithoutEnd: boolean;
  zone: string;
};

/** Takes a window to be edited, or none and the viewer's zone, and gives the form to begin with. */
export function formOf(window: ChangeWindow | null, viewerZone: string): WindowForm {
  const form: WindowForm = {
    name: "",
    kind: "allow",
    scope: { accounts: [], regions: [], applications: [] },
    how: "weekly",
    weekdays: [1, 2, 3, 4],
    start: "22:00",
    hours: "6",
    from: "",
    until: "",
    isWithoutEnd: false,
    zone: viewerZone,
  };
  if (window === null) return form;
  const { name, kind, scope, zone, recurrence } = window;
  const said = { ...form, name, kind, scope, zone };
  switch (recurrence.kind) {
    case "weekly": {
      const { weekdays, start, minutes } = recurrence;
      return { ...said, weekdays, start, hours: String(minutes / 60) };
    }
    case "once": {
      const { from, until } = recurrence;
      return { ...said, how: "once", from, until: until ?? "", isWithoutEnd: until === null };
    }
  }
}

/** Takes a form and gives the window it says; the server tells what is wrong with it. */
export function draftOf(form: WindowForm): WindowDraft {
  const { name, kind, scope, how, weekdays, start, hours, from, until, isWithoutEnd, zone } = form;
  // An empty field is no duration, not one of zero hours.
  const minutes = hours.trim() === "" ? 0 : Math.round(Number(hours) * 60);
  return {
    name,
    kind,
    scope,
    zone: zone.trim(),
    recurrence:
      how === "weekly"
        ? { kind: "weekly", weekdays, start, minutes: Number.isFinite(minutes) ? minutes : 0 }
        : { kind: "once", from, until: isWithoutEnd && kind === "deny" ? null : until },
  };
}

const FAULTS: Record<WindowFault, true> = {
  "name-missing": true,
  "zone-unknown": true,
  "no-weekday": true,
  "start-invalid": true,
  "duration-invalid": true,
  "from-invalid": true,
  "until-invalid": true,
  "end-before-start": true,
  "allow-without-end": true,
};
const isFault = (word: string): word is WindowFault => word in FAULTS;

/** Takes the detail of a refused window and gives the faults it names. */
export function faultsIn(detail: string | null): WindowFault[] {
  return (detail ?? "").split(", ").filter(isFault);
}
