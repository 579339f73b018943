/* oxlint-disable jsx-a11y/prefer-tag-over-role, jsx-a11y/no-noninteractive-element-to-interactive-role -- the ARIA combobox pattern: no HTML element has options with icons that a text field points to */
"use client";
import { useTranslations } from "next-intl";
import { classes } from "#components/ui/classes.ts";
import type { Entry } from "./palette-commands.ts";

type PaletteListProps = {
  id: string;
  label: string;
  entries: readonly Entry[];
  activeId: string | undefined;
  onPoint: (index: number) => void;
  onChoose: (entry: Entry) => void;
};

function keepInView(node: HTMLLIElement | null): void {
  node?.scrollIntoView({ block: "nearest" });
}

/** The results in groups; focus stays in the field, which points to the active one. */
export function PaletteList({ id, label, entries, activeId, onPoint, onChoose }: PaletteListProps) {
  const t = useTranslations("shell.palette.groups");
  const groups = [...Map.groupBy(entries, (entry) => entry.group)];
  return (
    <div
      id={id}
      role="listbox"
      aria-label={label}
      className={classes("min-h-0 overflow-y-auto p-1.5", entries.length === 0 && "hidden")}
    >
      {groups.map(([group, members]) => (
        <ul key={group} role="group" aria-labelledby={`${id}-${group}`}>
          <li id={`${id}-${group}`} role="presentation" className="px-2.5 pt-2 pb-1 text-xs font-medium text-muted">
            {t(group)}
          </li>
          {members.map((entry) => {
            const active = entry.id === activeId;
            const Icon = entry.icon;
            return (
              // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- the combobox that owns the list has the keys
              <li
                key={entry.id}
                id={`${id}-${entry.id}`}
                ref={active ? keepInView : undefined}
                role="option"
                aria-selected={active}
                onMouseMove={() => onPoint(entries.indexOf(entry))}
                onClick={() => onChoose(entry)}
                className={classes(
                  "flex min-h-9 cursor-pointer items-center gap-2.5 rounded-control px-2.5 py-1",
                  active && "bg-selected",
                )}
              >
                <Icon aria-hidden="true" className="size-4 shrink-0 text-muted" />
                <span lang={entry.lang} className="min-w-0 flex-1">
                  <span className="block truncate">{entry.label}</span>
                  {entry.note ? <span className="block truncate text-xs text-muted">{entry.note}</span> : null}
                </span>
              </li>
            );
          })}
        </ul>
      ))}
    </div>
  );
}
