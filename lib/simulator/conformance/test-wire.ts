import { request } from "node:http";

import { Sha256 } from "@smithy/core/checksum";
import { HttpRequest } from "@smithy/core/protocols";
import { SignatureV4 } from "@smithy/signature-v4";

import { clientConfig, type Simulator } from "../server.ts";

export type Sent = {
  /** Signing name. */
  service: string;
  method?: string;
  path?: string;
  query?: Record<string, string>;
  headers?: Record<string, string>;
  body?: string | Uint8Array;
  region?: string;
  account?: number;
  credentials?: { accessKeyId: string; secretAccessKey: string; sessionToken?: string };
  signingDate?: Date;
  /** Headers that are changed after signing, or with `undefined` left out. */
  tamper?: Record<string, string | undefined>;
};

export type Received = {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: Buffer;
  text: string;
};

const FORM = "application/x-www-form-urlencoded; charset=utf-8";

/** Signs a request and sends it as it is, by Node's own HTTP: no SDK puts anything right. */
export const send = async (simulator: Simulator, sent: Sent): Promise<Received> => {
  const { service, method = "POST", path = "/", query = {}, headers = {}, body, account, region, signingDate } = sent;
  const config = clientConfig(simulator, {
    ...(account !== undefined && { account }),
    ...(region !== undefined && { region }),
  });
  const url = new URL(config.endpoint);
  const signer = new SignatureV4({
    credentials: sent.credentials ?? config.credentials,
    region: config.region,
    service,
    sha256: Sha256,
  });
  const unsigned = new HttpRequest({
    method,
    path,
    query,
    headers: { host: url.host, ...(body !== undefined && { "content-type": FORM }), ...headers },
    body,
  });
  const signed = await signer.sign(unsigned, signingDate === undefined ? {} : { signingDate });
  const search = new URLSearchParams(query).toString().replaceAll("+", "%20");
  const final = Object.fromEntries(
    Object.entries({ ...signed.headers, ...sent.tamper }).filter(
      (header): header is [string, string] => header[1] !== undefined,
    ),
  );
  return new Promise((resolve, reject) => {
    const call = request(
      { host: url.hostname, port: url.port, method, path: search === "" ? path : `${path}?${search}`, headers: final },
      (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.once("error", reject);
        response.once("end", () => {
          const whole = Buffer.concat(chunks);
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: whole,
            text: whole.toString("utf8"),
          });
        });
      },
    );
    call.once("error", reject);
    // One that is expected to wait for "100 Continue" does.
    if (final["expect"] === undefined) call.end(body);
    else call.once("continue", () => call.end(body));
  });
};

/** Sends a form to an AWS Query service. */
export const sendForm = (
  simulator: Simulator,
  service: string,
  fields: Record<string, string>,
  more: Partial<Sent> = {},
): Promise<Received> => send(simulator, { service, body: new URLSearchParams(fields).toString(), ...more });
