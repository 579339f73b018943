"use client";
import { useRef } from "react";

type Outside = { onInteractOutside: (event: Event) => void; onCloseAutoFocus: (event: Event) => void };

/**
 * Takes the button that opens a floating box and gives how the box closes: its button's press is for the button to answer, and
 * the focus goes back there, unless it was taken elsewhere meanwhile.
 */
export function useOutside(opener: HTMLButtonElement | null): Outside {
  const elsewhere = useRef(false);
  return {
    onInteractOutside: (event) => {
      if (event.target instanceof Node && opener?.contains(event.target) === true) event.preventDefault();
      else elsewhere.current = true;
    },
    onCloseAutoFocus: (event) => {
      event.preventDefault();
      if (!elsewhere.current) opener?.focus();
      elsewhere.current = false;
    },
  };
}
