"use client";
import { useTranslations } from "next-intl";
import { useCallback } from "react";
import { parseTag } from "#lib/imds/tags.ts";

/** Gives what people read for a tag of a filter, as the filter's other parts are read: what it is of, and the value. */
export function useTagText(): (tag: string) => { facet: string; value: string } {
  const t = useTranslations("tags");
  return useCallback(
    (tag) => {
      const wanted = parseTag(tag);
      if (wanted === null) return { facet: t("title"), value: tag };
      const { key, value } = wanted;
      return { facet: t("key", { key }), value: value === null ? t("any") : value === "" ? t("empty") : value };
    },
    [t],
  );
}
