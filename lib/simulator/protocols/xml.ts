import { XmlShapeSerializer } from "@aws-sdk/core/protocols";
import type { NormalizedSchema } from "@smithy/core/schema";

const DATE_TIME = 5;

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
};

/** Text made safe inside an element; what XML 1.0 cannot carry at all becomes U+FFFD. */
export const xmlText = (text: string): string =>
  text
    // oxlint-disable-next-line eslint/no-control-regex -- they are what is looked for
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "\ufffd")
    .replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);

/** A structure's members as XML, without the element around them: AWS names that after the operation, not the shape. */
export const xmlMembers = (schema: NormalizedSchema, value: object): string => {
  if (!schema.isStructSchema()) return "";
  const serializer = new XmlShapeSerializer({
    timestampFormat: { useTrait: true, default: DATE_TIME },
    httpBindings: false,
    xmlNamespace: "",
    serviceNamespace: "",
  });
  serializer.write(schema, value);
  const element = String(serializer.flush());
  const end = element.lastIndexOf("</");
  return end === -1 ? "" : element.slice(element.indexOf(">") + 1, end);
};
