import { FromStringShapeDeserializer } from "@smithy/core/protocols";
import type { NormalizedSchema } from "@smithy/core/schema";

import { malformedInput } from "../errors.ts";
import type { WireRequest } from "./protocol.ts";

/** `A.member.1.B=x` as a tree: each dot goes one level down. */
type FormNode = { value: string | undefined; children: Map<string, FormNode> };

/** Where the two Query protocols differ in naming the parts of a key. */
export type FormDialect = {
  memberKey: (name: string, schema: NormalizedSchema) => string;
  /** The part between a list's name and its numbers; `undefined` when the numbers follow at once. */
  listKey: (list: NormalizedSchema) => string | undefined;
};

const DATE_TIME = 5;
const scalars = new FromStringShapeDeserializer({
  httpBindings: false,
  timestampFormat: { useTrait: true, default: DATE_TIME },
});

const emptyNode = (): FormNode => ({ value: undefined, children: new Map() });

const formTree = (form: URLSearchParams): FormNode => {
  const root = emptyNode();
  for (const [key, value] of form) {
    let node = root;
    for (const part of key.split(".")) {
      let child = node.children.get(part);
      if (child === undefined) node.children.set(part, (child = emptyNode()));
      node = child;
    }
    node.value = value;
  }
  return root;
};

const numbered = (node: FormNode): FormNode[] =>
  [...node.children]
    .filter(([key]) => /^\d+$/.test(key))
    .toSorted(([a], [b]) => Number(a) - Number(b))
    .map(([, child]) => child);

const readScalar = (schema: NormalizedSchema, text: string, at: string): unknown => {
  if (schema.isBooleanSchema() && !/^(true|false)$/i.test(text)) throw malformedInput(text, at);
  // The schemas do not tell whole numbers from others, and no operation that is played takes others.
  if (schema.isNumericSchema() && !/^[-+]?\d+$/.test(text)) throw malformedInput(text, at);
  try {
    return scalars.read(schema, text);
  } catch {
    throw malformedInput(text, at);
  }
};

const readNode = (schema: NormalizedSchema, node: FormNode, dialect: FormDialect, at: string): unknown => {
  if (schema.isStructSchema()) {
    const struct: Record<string, unknown> = {};
    for (const [name, member] of schema.structIterator()) {
      const key = dialect.memberKey(name, member);
      const child = node.children.get(key);
      if (child !== undefined) struct[name] = readNode(member, child, dialect, at === "" ? key : `${at}.${key}`);
    }
    return struct;
  }
  if (schema.isListSchema()) {
    if (node.value !== undefined && node.value !== "") throw malformedInput(node.value, at);
    const key = dialect.listKey(schema);
    const items = numbered(key === undefined ? node : (node.children.get(key) ?? emptyNode()));
    return items.map((item, index) => readNode(schema.getValueSchema(), item, dialect, `${at}.${index + 1}`));
  }
  if (schema.isMapSchema()) {
    const entries = numbered(node.children.get("entry") ?? node);
    return Object.fromEntries(
      entries.map((entry) => [
        entry.children.get("key")?.value ?? "",
        readNode(schema.getValueSchema(), entry.children.get("value") ?? emptyNode(), dialect, at),
      ]),
    );
  }
  if (node.value === undefined) throw malformedInput("", at);
  return readScalar(schema, node.value, at);
};

/** The form's fields: those of the query string, and for anything but a GET the body's. */
export const formOf = ({ method, query, body }: WireRequest): URLSearchParams =>
  new URLSearchParams([...query, ...(method === "GET" ? [] : new URLSearchParams(Buffer.from(body).toString("utf8")))]);

/** A field's text; `undefined` when it is absent or empty. */
export const fieldOf = (form: URLSearchParams, name: string): string | undefined => {
  const text = form.get(name) ?? "";
  return text === "" ? undefined : text;
};

/**
 * Reads a form by a schema; a list that is absent stays `undefined`, one sent empty (`Names=`) is `[]`.
 * Throws `MalformedInput` for a value its type cannot hold, a list's name with a value included.
 */
export const readForm = (schema: NormalizedSchema, form: URLSearchParams, dialect: FormDialect): unknown =>
  schema.isStructSchema() ? readNode(schema, formTree(form), dialect, "") : {};
