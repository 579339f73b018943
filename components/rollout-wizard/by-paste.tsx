"use client";
import { useTranslations } from "next-intl";
import { errorText } from "#components/environments/failure-text.ts";
import { PasteResults } from "#components/environments/paste-results.tsx";
import { PASTE_LIMIT } from "#components/environments/pasted-text.ts";
import { Button } from "#components/ui/button.tsx";
import { TextArea } from "#components/ui/text-field.tsx";
import type { usePasted } from "./use-pasted.ts";

/** Chooses environments by a pasted list of names, ids or ARNs; what is not clear is asked, what is not found is told. */
export function ByPaste({ pasted }: { pasted: ReturnType<typeof usePasted> }) {
  const t = useTranslations("wizard.select");
  const list = useTranslations("environments");
  const { text, tokens, results, picked, chosen, missing, isFinding, error } = pasted;
  const wrong =
    tokens.length > PASTE_LIMIT
      ? list("paste.tooMany", { count: tokens.length, limit: PASTE_LIMIT })
      : error === null
        ? null
        : list("paste.failed", { detail: errorText(list, error) });
  return (
    <div className="max-w-4xl space-y-4">
      <div className="space-y-2">
        <TextArea
          label={list("paste.label")}
          hint={list("paste.body", { limit: PASTE_LIMIT })}
          error={wrong}
          monospace
          rows={6}
          value={text}
          onChange={(event) => pasted.write(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) pasted.find();
          }}
        />
        <div className="flex flex-wrap items-center gap-3">
          <Button busy={isFinding} onClick={pasted.find}>
            {isFinding ? list("paste.finding") : list("paste.find")}
          </Button>
          <span className="text-sm text-muted">{list("paste.entries", { count: tokens.length })}</span>
        </div>
      </div>
      <div role="status">
        {results === null ? null : (
          <p className="font-semibold">
            {t("foundSome", { count: chosen.length })}{" "}
            {missing === 0 ? null : <span className="text-error">{t("leftOut", { count: missing })}</span>}
          </p>
        )}
      </div>
      {results === null ? null : <PasteResults results={results} picked={picked} onPick={pasted.pick} />}
    </div>
  );
}
