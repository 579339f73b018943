/** How many names, ids and ARNs one paste may hold. */
export const PASTE_LIMIT = 1000;

// ARNs hold application names, and those may contain spaces; names and ids may not.
function tokensOfLine(line: string): string[] {
  return line.includes("arn:") ? [line] : line.split(/\s+/u);
}

/**
 * Takes what was pasted (a column of a spreadsheet, the CLI's JSON list, a message) and gives the names, ids and ARNs in
 * it, each once, in order: split at lines, commas, semicolons and tabs, without quotes and brackets.
 */
export function tokensOf(pasted: string): string[] {
  const tokens = pasted
    .split(/[\n\r,;\t]+/u)
    .flatMap((line) => tokensOfLine(line.trim()))
    .map((token) => token.replaceAll(/^[\s"'`[\](){}<>]+|[\s"'`[\](){}<>]+$/gu, ""))
    .filter((token) => token !== "");
  return [...new Set(tokens)];
}
