import { createServer, request as ask } from "node:http";
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from "node:http";
import type { Sql } from "#lib/db/database.ts";
import { transitions } from "#lib/db/schema-rollouts.ts";

/**
 * Where a worker can be held: after it wrote its lane's row, environments or events, an intent, any other transition; when
 * AWS's list of environments comes back; when an update leaves for AWS; when AWS's answer to it comes back.
 */
export const POINTS = ["lane", "stored", "intended", "moved", "looked", "sending", "answered"] as const;
type Point = (typeof POINTS)[number];

/** A point, and at which passing of it; `end`: let it finish. */
export type Until = { point: Point | "any"; nth: number } | "end";

/** What a worker finds when it is let go: the write's or the request's success, a failure of it, or its own death. */
type Verdict = "go" | "fail" | "die";

class DiedError extends Error {
  override name = "DiedError";
}

class DatabaseLostError extends Error {
  override name = "DatabaseLostError";
}

/** One run of a worker, from its start to its end or its death. */
export type Life = {
  run: (until: Until) => Promise<void>;
  /** The held write was done, but the worker learns that the database failed. Nothing where it is held elsewhere. */
  failWrite: () => Promise<void>;
  /** From now on it does nothing more, wherever it is. */
  die: () => Promise<void>;
  ended: () => boolean;
  /** Where it is held, and since when (`Date.now`). */
  held: () => { point: Point; since: number } | null;
  /** Passes a point; gives what is to become of the step. */
  pass: (point: Point) => Promise<Verdict>;
  dead: () => boolean;
};

/** Takes what a worker does and gives its life, not yet begun. What it throws on its own is thrown by `run`. */
export function newLife(work: (life: Life) => Promise<unknown>): Life {
  let until: Until = "end";
  let held: { point: Point; since: number; letGo: (verdict: Verdict) => void } | null = null;
  let onHeld: (() => void) | undefined;
  let dead = false;
  let done: Promise<void> | undefined;
  let ended = false;
  const settle = async (): Promise<void> => {
    const holds = new Promise<void>((resolve) => {
      onHeld = resolve;
    });
    await Promise.race([done, holds]);
  };
  const letGo = async (verdict: Verdict): Promise<void> => {
    const was = held;
    held = null;
    const settled = settle();
    was?.letGo(verdict);
    await settled;
  };
  const live = async (): Promise<void> => {
    try {
      await work(life);
    } catch (error) {
      if (!(error instanceof DiedError) && !(error instanceof DatabaseLostError)) throw error;
    } finally {
      ended = true;
    }
  };
  const life: Life = {
    async run(goal) {
      until = goal;
      if (done === undefined) {
        done = live();
        await settle();
      } else if (!ended) await letGo("go");
    },
    async failWrite() {
      if (held === null || held.point === "looked" || held.point === "sending" || held.point === "answered") return;
      until = "end";
      await letGo("fail");
    },
    async die() {
      dead = true;
      until = "end";
      if (!ended && held !== null) await letGo("die");
    },
    ended: () => ended,
    held: () => held,
    dead: () => dead,
    pass(point) {
      if (dead) return Promise.resolve("die");
      if (until === "end" || (until.point !== "any" && until.point !== point)) return Promise.resolve("go");
      until = { ...until, nth: until.nth - 1 };
      if (until.nth > 0) return Promise.resolve("go");
      return new Promise((resolve) => {
        held = { point, since: Date.now(), letGo: resolve };
        onHeld?.();
      });
    },
  };
  return life;
}

function breathe(life: Life): void {
  if (life.dead()) throw new DiedError("The worker is dead");
}

async function wrote(life: Life, point: Point): Promise<void> {
  switch (await life.pass(point)) {
    case "go":
      return;
    case "fail":
      throw new DatabaseLostError("The connection to the database was lost");
    case "die":
      throw new DiedError("The worker died");
  }
}

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;
const isCallable = (value: unknown): value is (...args: unknown[]) => unknown => typeof value === "function";

/** Drizzle's builders run when they are awaited: that is where a dead worker stops, and after which a living one is held. */
function heldBuilder(builder: object, life: Life, point: Point | null): object {
  return new Proxy(builder, {
    get(target, property) {
      const value: unknown = Reflect.get(target, property);
      if (!isCallable(value)) return value;
      if (property === "then") {
        const run = async (): Promise<unknown> => {
          breathe(life);
          const rows: unknown = await Promise.resolve(target);
          if (point !== null) await wrote(life, point);
          return rows;
        };
        return (...handlers: Parameters<Promise<unknown>["then"]>) => run().then(...handlers);
      }
      return (...args: unknown[]) => {
        const next = Reflect.apply(value, target, args);
        return isObject(next) ? heldBuilder(next, life, point) : next;
      };
    },
  });
}

/** Notes in `seen` which transitions a transaction writes. */
function noting(tx: Sql, seen: (rows: unknown) => void): Sql {
  return new Proxy(tx, {
    get(target, property) {
      const value: unknown = Reflect.get(target, property);
      if (property !== "insert" || !isCallable(value)) return isCallable(value) ? value.bind(target) : value;
      return (table: unknown) => {
        const builder: unknown = Reflect.apply(value, target, [table]);
        if (table !== transitions || !isObject(builder)) return builder;
        return {
          values(rows: unknown) {
            seen(rows);
            const values: unknown = Reflect.get(builder, "values");
            return isCallable(values) ? Reflect.apply(values, builder, [rows]) : undefined;
          },
        };
      };
    },
  });
}

/** Takes the database and a worker's life and gives the database as that worker reaches it. */
export function heldSql(sql: Sql, life: Life): Sql {
  return new Proxy(sql, {
    get(target, property) {
      const value: unknown = Reflect.get(target, property);
      if (!isCallable(value)) return value;
      if (property === "transaction") {
        return async (work: (tx: Sql) => Promise<unknown>): Promise<unknown> => {
          breathe(life);
          let point: Point = "stored";
          const result = await target.transaction((tx) =>
            work(
              noting(tx, (rows) => {
                point = /"kind":"(started|abort-announced)"/.test(JSON.stringify(rows)) ? "intended" : "moved";
              }),
            ),
          );
          await wrote(life, point);
          return result;
        };
      }
      const point = property === "update" ? "lane" : property === "insert" ? "stored" : null;
      return (...args: unknown[]) => {
        const builder = Reflect.apply(value, target, args);
        return isObject(builder) ? heldBuilder(builder, life, point) : builder;
      };
    },
  });
}

type Answer = { status: number; headers: IncomingHttpHeaders; body: Buffer };

/** What lies between one worker and AWS. */
export type Wire = {
  endpoint: string;
  /** Whose requests pass, to which AWS, and who sees each go and each answer come. */
  connect: (to: Connection) => void;
  close: () => Promise<void>;
};

type Connection = {
  life: Life;
  endpoint: string;
  onRequest: (action: string, parameters: URLSearchParams) => Promise<void>;
  onAnswer: () => void;
};

/** A request or its answer that is on its way for longer than this has been given up by the client (lib/aws/lane.ts). */
const GIVEN_UP_AFTER_MS = 15_000;

async function forward(endpoint: string, headers: IncomingHttpHeaders, body: Buffer): Promise<Answer | undefined> {
  return new Promise((resolve) => {
    // The header `host` is signed, so it goes on as it came.
    const passed = ask(endpoint, { method: "POST", headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) }),
      );
      response.on("error", () => resolve(undefined));
    });
    passed.on("error", () => resolve(undefined));
    passed.end(body);
  });
}

/** Starts a wire; a worker's requests pass it whole, one after the other. */
export async function startWire(): Promise<Wire> {
  let connection: Connection | undefined;

  /** Holds what is on its way; `false` where it does not get through. */
  const passes = async ({ life }: Connection, point: Point): Promise<boolean> => {
    const before = Date.now();
    const verdict = await life.pass(point);
    // A dead worker can do nothing with an answer to a read; to give it one keeps the client from asking again.
    return (verdict === "go" || point === "looked") && Date.now() - before < GIVEN_UP_AFTER_MS;
  };

  const carry = async (headers: IncomingHttpHeaders, body: Buffer): Promise<Answer | undefined> => {
    const current = connection;
    if (current === undefined) return undefined;
    const parameters = new URLSearchParams(body.toString("utf8"));
    const action = parameters.get("Action") ?? "";
    const isWrite = action === "UpdateEnvironment" || action === "AbortEnvironmentUpdate";
    if (isWrite && !(await passes(current, "sending"))) return undefined;
    await current.onRequest(action, parameters);
    const answer = await forward(current.endpoint, headers, body);
    current.onAnswer();
    if (isWrite && !(await passes(current, "answered"))) return undefined;
    if (action === "DescribeEnvironments" && !(await passes(current, "looked"))) return undefined;
    return answer;
  };

  const answer = async (request: IncomingMessage, response: ServerResponse, body: Buffer): Promise<void> => {
    const answered = await carry(request.headers, body);
    if (answered === undefined) request.socket.destroy();
    else response.writeHead(answered.status, answered.headers).end(answered.body);
  };

  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      void answer(request, response, Buffer.concat(chunks));
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("A TCP server has a port");
  return {
    endpoint: `http://127.0.0.1:${address.port}`,
    connect(to) {
      connection = to;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
