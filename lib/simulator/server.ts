import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { isIP } from "node:net";
import { setTimeout as wait } from "node:timers/promises";

import { services } from "./catalog.ts";
import { control, isControl, type Controls } from "./control.ts";
import { makeDispatch, type Delivery, type Dispatch } from "./dispatch.ts";
import { requestTooLarge } from "./errors.ts";
import { makeFaults, type Faults } from "./faults.ts";
import { makeWorld } from "./fleet.ts";
import type { WireRequest } from "./protocols/protocol.ts";
import type { Limit } from "./throttle.ts";
import { advance, step } from "./transitions.ts";
import type { World } from "./world.ts";

/** More than any simulated operation needs; AWS's own limits differ per service. */
const MAX_BODY_BYTES = 1024 * 1024;

/** Longer than clients keep idle connections, so that they, not we, are the ones to close them. */
const KEEP_ALIVE_MS = 120_000;

/** Ten years: as far as all moves of the clock go together, so that no date leaves what protocols can write. */
const MAX_AHEAD_MS = 10 * 366 * 86_400_000;

export type SimulatorOptions = {
  host: string;
  /** 0 takes any free port. */
  port: number;
  seed: number;
  environments: number;
  accounts: number;
  regions: readonly string[];
  /** Divides the durations of what environments do. */
  speed: number;
  throttle: Limit | "off";
  /** Wall time; tests may shift it. */
  clock: () => Date;
};

/** What the start script prints for other scripts. */
type Ready = {
  endpoint: string;
  regions: string[];
  accounts: {
    id: string;
    accessKeyId: string;
    secretAccessKey: string;
    roleArn: string;
    externalId: string;
  }[];
};

export type Simulator = {
  endpoint: string;
  world: World;
  faults: Faults;
  ready: Ready;
  close: () => Promise<void>;
};

/** What an SDK client needs to reach one lane of the simulator; `account` counts from 0. Throws where there is no such account. */
export const clientConfig = ({ ready }: Simulator, { account = 0, region = ready.regions[0] ?? "" } = {}) => {
  const found = ready.accounts[account];
  if (found === undefined) throw new Error(`the simulator has no account number ${account}`);
  const { accessKeyId, secretAccessKey } = found;
  return { endpoint: ready.endpoint, region, credentials: { accessKeyId, secretAccessKey } };
};

/** The start script's defaults; the throttle's are [invented]: AWS publishes none for Elastic Beanstalk. */
export const defaults: SimulatorOptions = {
  host: "127.0.0.1",
  port: 0,
  seed: 1,
  environments: 240,
  accounts: 5,
  regions: ["us-east-1", "us-west-2", "eu-west-1", "ap-northeast-1"],
  speed: 60,
  throttle: { ratePerSecond: 3, burst: 20 },
  clock: () => new Date(),
};

/** The whole body, or `undefined` when it is larger than we take; the rest is then read and dropped, so that the answer arrives. */
const readBody = async (message: IncomingMessage): Promise<Uint8Array | undefined> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message) {
    if (!Buffer.isBuffer(chunk)) continue;
    size += chunk.byteLength;
    if (size <= MAX_BODY_BYTES) chunks.push(chunk);
    else chunks.length = 0;
  }
  return size <= MAX_BODY_BYTES ? Buffer.concat(chunks) : undefined;
};

const wireRequest = (message: IncomingMessage, body: Uint8Array): WireRequest => {
  const [path = "/", ...query] = (message.url ?? "/").split("?");
  const headers = Object.fromEntries(
    Object.entries(message.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(",") : (value ?? ""),
    ]),
  );
  return {
    method: message.method ?? "GET",
    path,
    query: new URLSearchParams(query.join("?")),
    headers,
    body,
  };
};

const isLoopback = (address: string | undefined): boolean => /^(::ffff:)?127\.|^::1$/.test(address ?? "");

const answer = async (message: IncomingMessage, dispatch: Dispatch, controls: Controls): Promise<Delivery> => {
  const body = await readBody(message);
  const date = controls.wallClock();
  if (body === undefined) {
    const { status, message: text } = requestTooLarge();
    return { response: { status, headers: { "content-type": "text/plain" }, body: text }, afterMs: 0, date };
  }
  const request = wireRequest(message, body);
  return isControl(request)
    ? { response: control(controls, request, isLoopback(message.socket.remoteAddress)), afterMs: 0, date }
    : dispatch(request, randomUUID());
};

const listen = (server: Server, port: number, host: string): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : port);
    });
  });

/**
 * Starts a small AWS over HTTP, on loopback unless told otherwise; one port serves every account, region and service.
 * Rejects when the port cannot be had. `close` ends open connections too.
 */
export const startSimulator = async (options: Partial<SimulatorOptions> = {}): Promise<Simulator> => {
  const { host, port, throttle, clock, seed, environments, accounts, speed, regions } = {
    ...defaults,
    ...options,
  };
  const world = makeWorld({
    seed,
    accounts,
    environments,
    regions: [...regions],
    speed,
    now: clock(),
  });
  const faults = makeFaults(seed);
  let aheadMs = 0;
  const now = (): Date => new Date(clock().getTime() + aheadMs);
  const dispatch = makeDispatch({ world, services, faults, limit: throttle, advance, wallClock: clock, clock: now });
  const controls: Controls = {
    world,
    faults,
    now,
    advance,
    step,
    services,
    wallClock: clock,
    moveClock: (seconds) => {
      const moved = aheadMs + seconds * 1_000;
      if (moved > MAX_AHEAD_MS) return false;
      aheadMs = moved;
      return true;
    },
  };

  const respond = async (message: IncomingMessage, response: ServerResponse): Promise<void> => {
    try {
      const { response: answered, afterMs, date } = await answer(message, dispatch, controls);
      if (afterMs > 0) await wait(afterMs, undefined, { ref: false });
      if (answered === undefined) {
        response.destroy();
        return;
      }
      const { status, headers, body } = answered;
      // Clients correct their clock by the date.
      response.writeHead(status, {
        ...headers,
        date: date.toUTCString(),
        "content-length": Buffer.byteLength(body),
      });
      response.end(body);
    } catch {
      // The client went away while it was being read or answered.
      response.destroy();
    }
  };
  const server = createServer(
    { keepAliveTimeout: KEEP_ALIVE_MS },
    (message, response) => void respond(message, response),
  );
  const boundPort = await listen(server, port, host);
  const endpoint = `http://${isIP(host) === 6 ? `[${host}]` : host}:${boundPort}`;
  return {
    endpoint,
    world,
    faults,
    ready: {
      endpoint,
      regions: [...world.regions],
      accounts: world.accounts.map(({ id, accessKeyId, secretAccessKey, roleArn, externalId }) => ({
        id,
        accessKeyId,
        secretAccessKey,
        roleArn,
        externalId,
      })),
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
