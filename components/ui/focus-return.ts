import { useRef } from "react";

/** What had the focus; for an item of a menu, which is gone by then, the button that opened the menu. */
function focused(): HTMLElement | null {
  const { activeElement } = document;
  if (!(activeElement instanceof HTMLElement) || activeElement === document.body) return null;
  const menu = activeElement.closest('[role="menu"]');
  return menu === null ? activeElement : document.getElementById(menu.getAttribute("aria-labelledby") ?? "");
}

/**
 * Gives what a dialog of Radix takes so that the focus returns to what had it before: Radix itself returns it only to
 * its own trigger, and these dialogs are opened from elsewhere. What opened it may be gone by then, as a row that was
 * deleted: then the page's content has the focus, so that the next Tab goes on from there.
 */
export function useFocusReturn() {
  const before = useRef<HTMLElement | null>(null);
  return {
    onOpenAutoFocus: () => {
      before.current = focused();
    },
    onCloseAutoFocus: (event: Event) => {
      event.preventDefault();
      const target = before.current?.isConnected === true ? before.current : document.querySelector("main");
      target?.focus({ preventScroll: true });
    },
  };
}
