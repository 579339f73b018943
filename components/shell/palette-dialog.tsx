"use client";
import { useTranslations } from "next-intl";
import * as Dialog from "radix-ui/dialog";
import { useEffect, useId, useRef, useState } from "react";
import type { KeyboardEvent } from "react";
import { overlayClasses } from "#components/ui/dialog.tsx";
import { useFocusReturn } from "#components/ui/focus-return.ts";
import { Kbd } from "#components/ui/kbd.tsx";
import { useAnnounce } from "#components/ui/live-region.tsx";
import { SearchField } from "#components/ui/search-field.tsx";
import { useCommands } from "./palette-commands.ts";
import type { Entry } from "./palette-commands.ts";
import { useEnvironmentEntries } from "./palette-environments.ts";
import { PaletteList } from "./palette-list.tsx";

function Palette({ onDone }: { onDone: () => void }) {
  const t = useTranslations("shell.palette");
  const announce = useAnnounce();
  const listId = useId();
  const [text, setText] = useState("");
  const [chosen, setChosen] = useState(0);
  const commands = useCommands(text);
  const environments = useEnvironmentEntries(text);
  const entries = [...environments.entries, ...commands];
  const active = Math.min(chosen, entries.length - 1);
  const activeId = entries[active]?.id;
  const count = entries.length;

  useEffect(() => {
    if (!environments.busy) announce(t("count", { count }), "palette");
  }, [announce, t, count, environments.busy]);

  const run = (entry: Entry) => {
    onDone();
    entry.run();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // While an IME composes, arrows and Enter belong to it.
    if (event.nativeEvent.isComposing || count === 0) return;
    const last = count - 1;
    const next = {
      ArrowDown: active === last ? 0 : active + 1,
      ArrowUp: active === 0 ? last : active - 1,
      PageDown: last,
      PageUp: 0,
    }[event.key];
    const entry = entries[active];
    if (next !== undefined) setChosen(next);
    else if (event.key === "Enter" && entry) run(entry);
    else return;
    event.preventDefault();
  };
  return (
    <>
      <SearchField
        label={t("field")}
        clearLabel={t("clear")}
        placeholder={t("hint")}
        value={text}
        onValueChange={(value) => {
          setText(value);
          setChosen(0);
        }}
        busy={environments.busy}
        onKeyDown={onKeyDown}
        // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- a text field with a list of its own is what this role names
        role="combobox"
        aria-expanded={count > 0}
        aria-controls={listId}
        aria-autocomplete="list"
        {...(activeId === undefined ? {} : { "aria-activedescendant": `${listId}-${activeId}` })}
        className="border-b border-line p-2 [&>span]:left-2 [&_button]:right-2.5 [&_input]:min-h-10 [&_input]:border-transparent [&_input]:bg-transparent [&_input]:outline-hidden"
      />
      <PaletteList
        id={listId}
        label={t("results")}
        entries={entries}
        activeId={activeId}
        onPoint={setChosen}
        onChoose={run}
      />
      {count === 0 && !environments.busy ? (
        <div className="px-4 py-8 text-center">
          <p className="font-semibold">{t("nothing", { text: text.trim() })}</p>
          <p className="text-sm text-muted">{t("nothingHint")}</p>
        </div>
      ) : null}
      {environments.failed ? <p className="border-t border-line px-4 py-2 text-sm text-error">{t("failed")}</p> : null}
      <p
        aria-hidden="true"
        className="hidden gap-4 border-t border-line bg-sunken px-4 py-2 text-xs text-muted sm:flex"
      >
        <span className="flex items-center gap-1">
          <Kbd>↑</Kbd>
          <Kbd>↓</Kbd> {t("keys.move")}
        </span>
        <span className="flex items-center gap-1">
          <Kbd>Enter</Kbd> {t("keys.choose")}
        </span>
        <span className="flex items-center gap-1">
          <Kbd>Esc</Kbd> {t("keys.close")}
        </span>
      </p>
    </>
  );
}

/** The dialog in which one types to find an environment, a page or a command. */
export function PaletteDialog({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const t = useTranslations("shell.palette");
  const content = useRef<HTMLDivElement>(null);
  const { onOpenAutoFocus, onCloseAutoFocus } = useFocusReturn();
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Overlay className={overlayClasses} />
        <Dialog.Content
          ref={content}
          aria-describedby={undefined}
          onOpenAutoFocus={(event) => {
            onOpenAutoFocus();
            event.preventDefault();
            content.current?.querySelector("input")?.focus();
          }}
          onCloseAutoFocus={onCloseAutoFocus}
          className="fixed inset-x-2 top-2 z-50 mx-auto flex max-h-[80dvh] max-w-2xl flex-col overflow-hidden rounded-panel border border-line bg-raised text-ink shadow-dialog outline-hidden animate-rise sm:top-[12dvh]"
        >
          <Dialog.Title className="sr-only">{t("title")}</Dialog.Title>
          <Palette onDone={() => onOpenChange(false)} />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
