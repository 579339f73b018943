/**
 * Takes the page's nonce and keeps it where Radix's scroll lock looks for it: behind an open dialog it stops the page by a
 * style element, which the Content-Security-Policy lets through with the nonce only. In the browser; does nothing elsewhere.
 */
export function keepStyleNonce(nonce: string | undefined): void {
  if (typeof window !== "undefined" && nonce !== undefined) Object.assign(globalThis, { __webpack_nonce__: nonce });
}
