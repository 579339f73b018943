/** Takes class names, some of them absent, and gives one `className`. */
export function classes(...names: (string | false | null | undefined)[]): string {
  return names.filter(Boolean).join(" ");
}
