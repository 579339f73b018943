/** Takes a host as configured or as in a Host header, with or without port, and tells whether it is this machine. */
export function isLoopback(host: string | null | undefined): boolean {
  return /^(localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?$/i.test(host ?? "") || host === "::1";
}

/**
 * Takes a request's headers and tells whether the browser addressed this machine. Stops a page of another site that made its
 * name point here (DNS rebinding), and a reverse proxy that would let others in without proof.
 */
export function addressedToLoopback(header: (name: string) => string | null | undefined): boolean {
  const forwarded = header("x-forwarded-host");
  return isLoopback(header("host")) && (!forwarded || isLoopback(forwarded));
}
