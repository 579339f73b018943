"use client";
import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { SearchField } from "#components/ui/search-field.tsx";
import type { ChangeFilter } from "./use-list-filter.ts";

// Long enough that a word is one request, short enough to feel at once. Browsers also limit how often an address may change.
const PAUSE_MS = 120;

/** The free-text search. What is typed is the field's own until typing pauses; then it is the address's. */
export function SearchBox({ text, busy, onChange }: { text: string; busy: boolean; onChange: ChangeFilter }) {
  const t = useTranslations("environments");
  const [draft, setDraft] = useState<string | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  useEffect(
    () => () => {
      if (timer.current !== null) clearTimeout(timer.current);
    },
    [],
  );
  const type = (value: string) => {
    setDraft(value);
    if (timer.current !== null) clearTimeout(timer.current);
    timer.current = setTimeout(() => onChange({ text: value.trim() }), value === "" ? 0 : PAUSE_MS);
  };
  return (
    <SearchField
      label={t("search.label")}
      placeholder={t("search.placeholder")}
      clearLabel={t("search.clear")}
      title={t("search.hint")}
      value={draft ?? text}
      busy={busy}
      onValueChange={type}
      // From here on the address is the owner again, with its spaces trimmed.
      onBlur={() => setDraft(null)}
      className="min-w-0 flex-1 basis-64"
    />
  );
}
