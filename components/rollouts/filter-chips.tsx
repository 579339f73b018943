"use client";
import { classes } from "#components/ui/classes.ts";

type Chip<Id extends string> = { id: Id; label: string; count: number };

/** One choice out of a few, each with how many it shows: radio buttons that look like a row of chips. */
export function FilterChips<Id extends string>({
  label,
  name,
  chips,
  value,
  onChoose,
}: {
  label: string;
  name: string;
  chips: readonly Chip<Id>[];
  value: Id;
  onChoose: (id: Id) => void;
}) {
  return (
    <fieldset className="flex flex-wrap gap-1.5">
      <legend className="sr-only">{label}</legend>
      {chips.map((chip) => (
        <label
          key={chip.id}
          className={classes(
            "inline-flex min-h-7 items-center gap-1.5 rounded-full border px-2.5 text-sm has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-focus",
            chip.id === value ? "border-accent bg-selected font-medium text-link" : "border-line-strong hover:bg-hover",
          )}
        >
          <input
            type="radio"
            name={name}
            value={chip.id}
            checked={chip.id === value}
            onChange={() => onChoose(chip.id)}
            className="sr-only"
          />
          {chip.label}
          <span className={chip.id === value ? undefined : "text-muted"}>{chip.count}</span>
        </label>
      ))}
    </fieldset>
  );
}
