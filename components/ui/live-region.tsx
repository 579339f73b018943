"use client";
import { createContext, useContext, useEffect, useState } from "react";
import type { ReactNode } from "react";

/** Says something politely. A later text with the same `topic` replaces one that was not said yet. */
export type Announce = (text: string, topic?: string) => void;

const Context = createContext<Announce>(() => {});

/** Gives the function that announces to screen readers; outside a LiveRegion it does nothing. */
export function useAnnounce(): Announce {
  return useContext(Context);
}

function createSpeaker(say: (text: string) => void, gapMs: number): { announce: Announce; stop: () => void } {
  const waiting = new Map<string, string>();
  let timer: ReturnType<typeof setTimeout> | null = null;
  const sayNext = () => {
    const next = waiting.entries().next();
    if (next.done) {
      timer = null;
      // Emptied, so that the same words are heard when they are said again.
      say("");
      return;
    }
    const [topic, text] = next.value;
    waiting.delete(topic);
    say(text);
    timer = setTimeout(sayNext, gapMs);
  };
  return {
    announce(text, topic = text) {
      waiting.delete(topic);
      waiting.set(topic, text);
      timer ??= setTimeout(sayNext, 60);
    },
    stop() {
      if (timer !== null) clearTimeout(timer);
      timer = null;
    },
  };
}

/** The one polite live region of the page. It says one text at a time, 2.5 s apart, so that progress cannot flood. */
export function LiveRegion({ children }: { children: ReactNode }) {
  const [said, setSaid] = useState("");
  const [speaker] = useState(() => createSpeaker(setSaid, 2500));
  useEffect(() => speaker.stop, [speaker]);
  return (
    <Context.Provider value={speaker.announce}>
      {children}
      <output aria-live="polite" aria-atomic="true" className="sr-only">
        {said}
      </output>
    </Context.Provider>
  );
}
