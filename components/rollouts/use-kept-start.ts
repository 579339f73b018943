"use client";
import { useEffect, useState, useSyncExternalStore } from "react";
import { NOW_AND_IN_WINDOWS } from "#components/windows/start-choice.ts";
import { textOf } from "#lib/rollouts/plan.ts";
import type { Acknowledgements, RolloutDetail } from "#lib/rollouts/rollout.ts";
import { forgetStart, keepStart, NOTHING_ACCEPTED, readStart } from "./kept-start.ts";

/** A browser may refuse to keep anything: then a reload asks again. */
function inTab<T>(work: (store: Storage) => T): T | null {
  try {
    return work(window.sessionStorage);
  } catch {
    return null;
  }
}

const never = () => () => {};

/** The server, and the first look at what it sent, know nothing of the tab. */
function useIsInTab(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}

/**
 * When a draft is to start and what is accepted: kept by the tab, so that a reload brings it again. `plan` names what is shown:
 * the draft's plan hash, or anything else where its policy is not pinned yet. What was accepted for another plan does not count.
 */
export function useKeptStart({ id, planHash }: Pick<RolloutDetail, "id" | "planHash">, plan: string) {
  const [choice, setChoice] = useState(NOW_AND_IN_WINDOWS);
  const [given, setGiven] = useState({ plan, accepted: NOTHING_ACCEPTED });
  const isInTab = useIsInTab();
  const [isRead, setRead] = useState(false);
  if (isInTab && !isRead) {
    setRead(true);
    const kept = inTab((store) => readStart(store, id, planHash));
    if (kept !== null) {
      setChoice(kept.choice);
      setGiven({ plan: planHash, accepted: kept.accepted });
    }
  }
  const accepted = given.plan === plan ? given.accepted : NOTHING_ACCEPTED;
  const lasting = plan === planHash ? accepted : NOTHING_ACCEPTED;
  useEffect(() => {
    if (isRead) inTab((store) => keepStart(store, id, planHash, { choice, accepted: lasting }));
  }, [id, planHash, isRead, choice, lasting]);
  return {
    choice,
    setChoice,
    accepted,
    setAccepted: (now: Acknowledgements) => setGiven({ plan, accepted: now }),
    /** Something was accepted, and the plan has become another since. */
    isMoved: given.plan !== plan && textOf(given.accepted) !== textOf(NOTHING_ACCEPTED),
    /** Once it is started or discarded. */
    forget: () => inTab((store) => forgetStart(store, id)),
  };
}
