import type { Tree } from "./tree.ts";
import { isList } from "./tree.ts";

/** How often an element is there, and what is in it. */
export type Member = { presence: "always" | "sometimes"; kinds: readonly Kind[] };

/** By path below the item, e.g. `Tier/Name`. */
export type Members = Readonly<Record<string, Member>>;

type Kind = "empty" | "text" | "boolean" | "date with milliseconds" | "date in whole seconds" | "elements";

const DATE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

/** One date in a thousand has no milliseconds to show. */
function kindsOf(kinds: ReadonlySet<Kind>): Kind[] {
  const dated = kinds.has("date with milliseconds");
  return [...kinds].filter((kind) => !dated || kind !== "date in whole seconds").toSorted();
}

/** A list may be empty, so its items are never always there. */
const LIST_ITEM = /(^|\/)(member|item)$/;

function kindOf(tree: Tree): Kind {
  if (typeof tree !== "string") return "elements";
  if (tree === "") return "empty";
  if (tree === "true" || tree === "false") return "boolean";
  const date = DATE.exec(tree);
  if (date === null) return "text";
  return date[1] === undefined ? "date in whole seconds" : "date with milliseconds";
}

/**
 * Takes items of one sort and gives their element paths: whether each is always there (where its parent is) and what is
 * in it. Names only: no value gets in. Paths in `without` are left out, with all below them.
 */
export function membersOf(items: readonly Tree[], without: readonly string[] = []): Members {
  const visits = new Map<string, number>();
  const found = new Map<string, { parent: string; count: number; kinds: Set<Kind> }>();
  const visit = (tree: Tree, path: string): void => {
    if (typeof tree === "string" || isList(tree)) return;
    visits.set(path, (visits.get(path) ?? 0) + 1);
    for (const [name, child] of Object.entries(tree)) {
      const below = path === "" ? name : `${path}/${name}`;
      if (without.includes(below)) continue;
      const member = found.get(below) ?? { parent: path, count: 0, kinds: new Set<Kind>() };
      found.set(below, member);
      member.count += 1;
      for (const one of isList(child) ? child : [child]) {
        member.kinds.add(kindOf(one));
        visit(one, below);
      }
    }
  };
  for (const item of items) visit(item, "");
  return Object.fromEntries(
    [...found].map(([path, { parent, count, kinds }]) => [
      path,
      {
        presence: count === visits.get(parent) && !LIST_ITEM.test(path) ? "always" : "sometimes",
        kinds: kindsOf(kinds),
      } as const,
    ]),
  );
}
