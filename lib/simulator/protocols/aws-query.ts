import { missingAction, unknownAction } from "../errors.ts";
import { fieldOf, formOf, readForm, type FormDialect } from "./form.ts";
import type { Protocol } from "./protocol.ts";
import { xmlMembers, xmlText } from "./xml.ts";

const dialect: FormDialect = {
  memberKey: (name, schema) => schema.getMergedTraits().xmlName ?? name,
  listKey: (list) =>
    list.getMergedTraits().xmlFlattened === undefined
      ? (list.getValueSchema().getMergedTraits().xmlName ?? "member")
      : undefined,
};

const headersFor = (requestId: string): Record<string, string> => ({
  "content-type": "text/xml",
  "x-amzn-requestid": requestId,
});

/**
 * AWS Query: a form in, XML out; https://smithy.io/2.0/aws/protocols/aws-query-protocol.html.
 * Takes the service's XML namespace and API version.
 */
export const awsQuery = ({ xmlNamespace, version }: { xmlNamespace: string; version: string }): Protocol => ({
  recognises: (request) => formOf(request).get("Version") === version,
  operationName: (request) => fieldOf(formOf(request), "Action"),
  readInput: (request, operation) => {
    const form = formOf(request);
    const asked = fieldOf(form, "Version") ?? "NO_VERSION_SPECIFIED";
    if (asked !== version) throw unknownAction(operation.name, asked);
    return readForm(operation.input, form, dialect);
  },

  writeOutput: (operation, output, requestId) => {
    const members = xmlMembers(operation.output, output);
    const result = operation.output.isStructSchema()
      ? `<${operation.name}Result>${members}</${operation.name}Result>`
      : "";
    return {
      status: 200,
      headers: headersFor(requestId),
      body:
        `<${operation.name}Response xmlns="${xmlNamespace}">${result}` +
        `<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></${operation.name}Response>`,
    };
  },

  writeError: (error, requestId) => ({
    status: error.status,
    headers: headersFor(requestId),
    body:
      `<ErrorResponse xmlns="${xmlNamespace}"><Error><Type>${error.status < 500 ? "Sender" : "Receiver"}</Type>` +
      `<Code>${xmlText(error.code)}</Code><Message>${xmlText(error.message)}</Message></Error>` +
      `<RequestId>${requestId}</RequestId></ErrorResponse>`,
  }),

  unknownOperation: (name) => (name === undefined ? missingAction() : unknownAction(name, version)),
});
