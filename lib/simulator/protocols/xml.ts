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

/** What XML 1.0 cannot carry at all becomes U+FFFD; a bare carriage return would be read as a line feed. */
const carriable = (xml: string): string =>
  xml
    // oxlint-disable-next-line eslint/no-control-regex -- they are what is looked for
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "\ufffd")
    .replaceAll("\r", "&#xD;");

/** Text made safe inside an element. */
export const xmlText = (text: string): string =>
  carriable(text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character));

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
  const element = carriable(String(serializer.flush()));
  const end = element.lastIndexOf("</");
  return end === -1 ? "" : element.slice(element.indexOf(">") + 1, end);
};
