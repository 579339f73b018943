"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { TextArea } from "#components/ui/text-field.tsx";
import type { EnvironmentKey } from "#lib/imds/environment.ts";
import { useResolvePasted } from "#lib/queries/environments.ts";
import { errorText } from "./failure-text.ts";
import { PASTE_LIMIT, tokensOf } from "./pasted-text.ts";
import { PasteResults } from "./paste-results.tsx";
import { keyText, setKeys } from "./selection.ts";
import { changeSelection } from "./selection-store.ts";

/** Selects environments by what somebody sent: a list of names, ids or ARNs. */
export function PasteDialog({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const t = useTranslations("environments");
  const [text, setText] = useState("");
  const [asked, setAsked] = useState(false);
  const [picked, setPicked] = useState<ReadonlyMap<string, EnvironmentKey>>(new Map());
  const resolve = useResolvePasted();
  const tokens = tokensOf(text);
  const results = resolve.data?.results ?? null;
  const sure = (results ?? []).flatMap(({ matches }) => (matches.length === 1 ? matches : []));
  const chosen = new Map([...sure.map((row) => [keyText(row), row] as const), ...picked]);

  const restart = () => {
    resolve.reset();
    setPicked(new Map());
    setAsked(false);
  };
  const toggle = (isOpen: boolean) => {
    onOpenChange(isOpen);
    if (isOpen) return;
    restart();
    setText("");
  };
  const find = () => {
    setAsked(true);
    if (tokens.length > 0 && tokens.length <= PASTE_LIMIT) resolve.mutate(tokens);
  };
  const add = () => {
    changeSelection((selection) => setKeys(selection, [...chosen.values()], true));
    toggle(false);
  };
  const wrong =
    tokens.length > PASTE_LIMIT
      ? t("paste.tooMany", { count: tokens.length, limit: PASTE_LIMIT })
      : asked && tokens.length === 0
        ? t("paste.empty")
        : resolve.error === null
          ? null
          : t("paste.failed", { detail: errorText(t, resolve.error) });
  const footer = (
    <>
      <Button variant="link" onClick={() => (results === null ? toggle(false) : restart())}>
        {results === null ? t("paste.cancel") : t("paste.back")}
      </Button>
      {results === null ? (
        <Button variant="primary" busy={resolve.isPending} onClick={find}>
          {resolve.isPending ? t("paste.finding") : t("paste.find")}
        </Button>
      ) : (
        <Button variant="primary" disabled={chosen.size === 0} onClick={add}>
          {t("paste.add", { count: chosen.size })}
        </Button>
      )}
    </>
  );
  return (
    <Dialog
      open={open}
      onOpenChange={toggle}
      title={t("paste.title")}
      description={t("paste.body", { limit: PASTE_LIMIT })}
      closeLabel={t("paste.close")}
      footer={footer}
    >
      {results === null ? (
        <>
          <TextArea
            label={t("paste.label")}
            placeholder={t("paste.placeholder")}
            error={wrong}
            monospace
            rows={9}
            value={text}
            onChange={(event) => setText(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) find();
            }}
          />
          <p className="text-sm text-muted">{t("paste.entries", { count: tokens.length })}</p>
        </>
      ) : (
        <PasteResults
          results={results}
          picked={picked}
          onPick={(row, on) => setPicked((now) => setKeys({ keys: now }, [row], on).keys)}
        />
      )}
    </Dialog>
  );
}
