import { missingAction, missingVersion, unknownEc2Action, unknownEc2Version } from "../errors.ts";
import { fieldOf, formOf, readForm, type FormDialect } from "./form.ts";
import type { Protocol } from "./protocol.ts";
import { xmlMembers, xmlText } from "./xml.ts";

const upperFirst = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const dialect: FormDialect = {
  memberKey: (name, schema) => {
    const { ec2QueryName, xmlName } = schema.getMergedTraits();
    // The SDK types this trait as anything.
    return typeof ec2QueryName === "string" ? ec2QueryName : upperFirst(xmlName ?? name);
  },
  listKey: () => undefined,
};

const headersFor = (requestId: string): Record<string, string> => ({
  "content-type": "text/xml;charset=UTF-8",
  "x-amzn-requestid": requestId,
});

const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n';

/**
 * EC2 Query: like AWS Query, with keys and envelopes of its own;
 * https://smithy.io/2.0/aws/protocols/aws-ec2-query-protocol.html. Takes the XML namespace and API version.
 */
export const ec2Query = ({ xmlNamespace, version }: { xmlNamespace: string; version: string }): Protocol => ({
  recognises: (request) => formOf(request).get("Version") === version,
  operationName: (request) => fieldOf(formOf(request), "Action"),
  readInput: (request, operation) => {
    const form = formOf(request);
    const asked = fieldOf(form, "Version");
    if (asked === undefined) throw missingVersion();
    if (asked !== version) throw unknownEc2Version(asked);
    return readForm(operation.input, form, dialect);
  },

  writeOutput: (operation, output, requestId) => ({
    status: 200,
    headers: headersFor(requestId),
    body:
      `${DECLARATION}<${operation.name}Response xmlns="${xmlNamespace}"><requestId>${requestId}</requestId>` +
      `${xmlMembers(operation.output, output)}</${operation.name}Response>`,
  }),

  writeError: (error, requestId) => ({
    status: error.status,
    headers: headersFor(requestId),
    body:
      `${DECLARATION}<Response><Errors><Error><Code>${xmlText(error.code)}</Code>` +
      `<Message>${xmlText(error.message)}</Message></Error></Errors><RequestID>${requestId}</RequestID></Response>`,
  }),

  unknownOperation: (name) => (name === undefined ? missingAction() : unknownEc2Action(name)),
});
