import { z } from "zod";

/** An XML answer as a tree: text, elements by name, and a list where an element is repeated. An empty element is `""`. */
export type Tree = string | readonly Tree[] | { readonly [name: string]: Tree };

/** Reads what the SDK's XML parser gives, which it types as `any`. */
export const Tree: z.ZodType<Tree> = z.lazy(() => z.union([z.string(), z.array(Tree), z.record(z.string(), Tree)]));

/** Takes a tree and a name and gives the elements of that name directly below; none for text. */
function elements(tree: Tree | undefined, name: string): readonly Tree[] {
  if (tree === undefined || typeof tree === "string" || isList(tree)) return [];
  const found = Object.hasOwn(tree, name) ? tree[name] : undefined;
  return found === undefined ? [] : isList(found) ? found : [found];
}

/** Takes a tree and a way down and gives the first element there; `undefined` where there is none. */
export function at(tree: Tree | undefined, ...way: readonly string[]): Tree | undefined {
  let here = tree;
  for (const name of way) here = elements(here, name)[0];
  return here;
}

/** Takes a tree and a way down and gives the text there; `undefined` where there is no such element. */
export function text(tree: Tree | undefined, ...way: readonly string[]): string | undefined {
  const found = at(tree, ...way);
  return typeof found === "string" ? found : undefined;
}

/** Takes a tree and a way down and gives the items of the list there (`member` in AWS Query, `item` in EC2's). */
export function items(tree: Tree | undefined, ...way: readonly string[]): readonly Tree[] {
  const list = at(tree, ...way);
  return [...elements(list, "member"), ...elements(list, "item")];
}

/** Takes an instance as EC2 describes it and a tag's key, and gives the tag's value. */
export function tagOf(instance: Tree, key: string): string | undefined {
  return text(
    items(instance, "tagSet").find((tag) => text(tag, "key") === key),
    "value",
  );
}

/** The tag that names an instance's environment. */
export const ENVIRONMENT_TAG = "elasticbeanstalk:environment-id";

/** Whether a tree is a repeated element. */
export function isList(tree: Tree): tree is readonly Tree[] {
  return Array.isArray(tree);
}
