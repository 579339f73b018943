"use client";
import { useTranslations } from "next-intl";
import { useMemo } from "react";
import type { Facet } from "#lib/imds/environment-filter.ts";
import type { LaneView } from "#lib/imds/lane.ts";
import { awsWord } from "./aws-word.ts";

export type AnyFacet = Facet | "drift" | "exception";

/** What people read for a facet and for its values. */
export type Words = { facet: (facet: AnyFacet) => string; value: (facet: AnyFacet, value: string) => string };

/** Takes the lanes (for the accounts' names) and gives the words of the filters. */
export function useWords(lanes: readonly LaneView[]): Words {
  const t = useTranslations("environments");
  return useMemo(() => {
    const labels = new Map(lanes.map((lane) => [lane.accountId, lane.accountLabel]));
    const account = (id: string) => {
      const label = labels.get(id) ?? id;
      return label === id ? id : `${label} (${id})`;
    };
    const value = (facet: AnyFacet, word: string): string => {
      switch (facet) {
        case "accountId":
          return account(word);
        case "region":
        case "application":
        case "platform":
          return word;
        case "tier":
        case "status":
        case "health":
        case "configured":
        case "effective":
        case "readiness":
        case "imdsUse":
        case "drift":
        case "exception":
          return awsWord(t, facet, word);
      }
    };
    return { facet: (facet) => t(`facet.${facet}`), value };
  }, [lanes, t]);
}
