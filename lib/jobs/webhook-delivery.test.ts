import { createHmac } from "node:crypto";
import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import { sql as raw } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";
import { onEachDatabase } from "#lib/db/test-database.ts";
import { later, NOW } from "#lib/db/test-facts.ts";
import { nextDeliveryAt, pruneDeliveries, queueDeliveries, readDeliveries } from "#lib/db/webhook-queries.ts";
import type { Webhook } from "#lib/webhook/send.ts";
import { deliverDue } from "./webhook-delivery.ts";

const KEY = Buffer.from("a key of a test, 32 bytes long..");
const NEXT_KEY = Buffer.from("the key that is to replace it...");
const SECRETS = [KEY, NEXT_KEY].map((key) => `whsec_${key.toString("base64")}`);

type Received = { headers: IncomingMessage["headers"]; body: string };
type Answer = (response: ServerResponse, call: number) => void;

/** A receiver on this machine that answers as told. */
async function startReceiver(answer: Answer) {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8");
    request.on("data", (chunk: string) => {
      body += chunk;
    });
    request.on("end", () => {
      received.push({ headers: request.headers, body });
      answer(response, received.length);
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("A TCP server has a port");
  return {
    received,
    url: `http://127.0.0.1:${address.port}/hook`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const answers = (status: number, body = "", headers: Record<string, string> = {}): Answer => {
  return (response) => {
    response.writeHead(status, headers);
    response.end(body);
  };
};

/** What a receiver does with a message, as the specification tells it, by its own few lines. */
function isSigned({ headers, body }: Received, key: Buffer): boolean {
  const signed = `${String(headers["webhook-id"])}.${String(headers["webhook-timestamp"])}.${body}`;
  const expected = createHmac("sha256", key).update(signed).digest("base64");
  return String(headers["webhook-signature"]).split(" ").includes(`v1,${expected}`);
}

onEachDatabase((sql) => {
  let receiver: Awaited<ReturnType<typeof startReceiver>>;
  let answer: Answer;
  let webhook: Webhook;
  beforeEach(async () => {
    await sql().execute(raw`truncate webhook_deliveries`);
    answer = answers(204);
    receiver = await startReceiver((response, call) => answer(response, call));
    webhook = { url: receiver.url, secrets: SECRETS };
  });
  afterEach(() => receiver.close());

  const queue = (count = 1) =>
    queueDeliveries(
      sql(),
      Array.from({ length: count }, (_, index) => ({
        type: "alert.opened",
        at: NOW,
        data: { alertId: index, name: "店の本番環境" },
      })),
    );
  const deliver = (second: number, timeoutMs = 5_000) =>
    deliverDue({ sql: sql(), webhook, now: () => later(second), timeoutMs });
  const [stateOf, waitingOf] = [
    async () => (await readDeliveries(sql(), { limit: 1 })).deliveries[0],
    async () => (await readDeliveries(sql(), { limit: 1 })).waiting,
  ];

  test("a receiver that fails twice is told a third time: the same id and body, a new timestamp, signed each time", async () => {
    answer = (response, call) => answers(call < 3 ? 503 : 200, call < 3 ? "later, please" : "thanks")(response, call);
    await queue();
    expect(await deliver(0)).toBe(1);
    expect(await stateOf()).toMatchObject({
      state: "waiting",
      attempts: 1,
      httpStatus: 503,
      error: "HTTP 503",
      answer: "later, please",
      dueAt: later(5).toISOString(),
    });
    expect(await deliver(4)).toBe(0);
    expect(await deliver(5)).toBe(1);
    expect(await nextDeliveryAt(sql())).toEqual(later(25));
    expect(await deliver(25)).toBe(1);
    expect(await stateOf()).toMatchObject({
      state: "delivered",
      attempts: 3,
      httpStatus: 200,
      error: null,
      answer: "thanks",
    });
    expect(await deliver(90_000)).toBe(0);

    const [first, second, third] = receiver.received;
    expect(receiver.received).toHaveLength(3);
    expect(first?.headers["webhook-id"]).toMatch(/^msg_[0-9a-f-]{36}$/);
    for (const message of [second, third]) {
      expect(message?.body).toBe(first?.body);
      expect(message?.headers["webhook-id"]).toBe(first?.headers["webhook-id"]);
    }
    expect(receiver.received.map(({ headers }) => Number(headers["webhook-timestamp"]))).toEqual(
      [0, 5, 25].map((second_) => NOW.getTime() / 1_000 + second_),
    );
    for (const message of receiver.received) {
      // Either secret is good while one replaces the other; no third one is.
      expect([KEY, NEXT_KEY, Buffer.from("somebody else's")].map((key) => isSigned(message, key))).toEqual([
        true,
        true,
        false,
      ]);
      expect(isSigned({ ...message, body: `${message.body} ` }, KEY)).toBe(false);
      expect(JSON.parse(message.body)).toEqual({
        type: "alert.opened",
        timestamp: NOW.toISOString(),
        data: { alertId: 0, name: "店の本番環境" },
      });
      expect(message.headers["content-type"]).toBe("application/json");
    }
  });

  test("a redirect is not followed", async () => {
    answer = answers(302, "", { location: `${receiver.url}/elsewhere` });
    await queue();
    await deliver(0);
    expect(receiver.received).toHaveLength(1);
    expect(await stateOf()).toMatchObject({ state: "waiting", httpStatus: 302, error: "HTTP 302: not followed" });
  });

  test("a receiver that never answers, or never ends, is given up for this time and tried again", async () => {
    answer = () => undefined;
    await queue();
    await deliver(0, 50);
    expect(await stateOf()).toMatchObject({
      state: "waiting",
      httpStatus: null,
      error: "No answer within 0.05 seconds",
    });
    answer = (response) => {
      response.writeHead(200);
      response.write("and so on");
    };
    await deliver(5, 50);
    expect(await stateOf()).toMatchObject({ state: "waiting", attempts: 2, error: "No answer within 0.05 seconds" });
  });

  test("nobody listens: it says so, goes on for a day and then no more", async () => {
    await receiver.close();
    await queue();
    let second = 0;
    let attempts = 0;
    while ((await waitingOf()) > 0) {
      const due = await nextDeliveryAt(sql());
      second = Math.max(0, ((due?.getTime() ?? 0) - NOW.getTime()) / 1_000);
      attempts += await deliver(second);
    }
    expect(attempts).toBe(18);
    expect(second).toBeGreaterThan(22 * 3_600);
    expect(second).toBeLessThanOrEqual(24 * 3_600);
    expect(await stateOf()).toMatchObject({
      state: "given-up",
      attempts: 18,
      error: expect.stringContaining("ECONNREFUSED"),
    });
    receiver = await startReceiver((response, call) => answer(response, call));
  });

  test("what waited for longer than a day, as while the webhook was switched off, is given up unsent; the rest is sent", async () => {
    await queue();
    await queueDeliveries(sql(), [{ type: "alert.closed", at: later(60), data: { alertId: 1 } }]);
    expect(await deliver(86_430)).toBe(1);
    expect(receiver.received.map(({ body }) => JSON.parse(body))).toMatchObject([{ type: "alert.closed" }]);
    const { deliveries, waiting } = await readDeliveries(sql(), { limit: 10 });
    expect(waiting).toBe(0);
    expect(deliveries).toMatchObject([
      { type: "alert.closed", state: "delivered" },
      { type: "alert.opened", state: "given-up", attempts: 0, lastAttemptAt: null, error: "Older than a day" },
    ]);
  });

  test("what is given up for its age says how its last attempt ended as well", async () => {
    answer = answers(503);
    await queue();
    await deliver(0);
    expect(await deliver(2 * 86_400)).toBe(0);
    expect(await stateOf()).toMatchObject({
      state: "given-up",
      attempts: 1,
      httpStatus: 503,
      error: "Older than a day; HTTP 503",
    });
  });

  test("an endpoint that says it is gone is not asked again", async () => {
    answer = answers(410);
    await queue();
    await deliver(0);
    expect(await stateOf()).toMatchObject({ state: "given-up", httpStatus: 410 });
  });

  test("of a long answer the beginning is kept", async () => {
    answer = answers(500, `\u0000${"x".repeat(1_000_000)}`);
    await queue();
    await deliver(0);
    const answered = (await stateOf())?.answer ?? "";
    expect(answered.length).toBe(2_047);
    expect(answered).toMatch(/^x+$/);
  });

  test("several servers share the work: each message is sent once", async () => {
    await queue(20);
    const all = async () => {
      while ((await deliver(1)) > 0);
    };
    await Promise.all([all(), all(), all()]);
    const ids = receiver.received.map(({ headers }) => headers["webhook-id"]);
    expect(ids).toHaveLength(20);
    expect(new Set(ids).size).toBe(20);
    expect(await waitingOf()).toBe(0);
  });

  test("a server that dies with a message leaves it to the next one, and its late word no longer counts", async () => {
    let release: (() => void) | undefined;
    answer = (response, call) => {
      if (call > 1) return answers(200)(response, call);
      release = () => answers(500)(response, call);
      return undefined;
    };
    await queue();
    const slow = deliver(0);
    await expect.poll(() => receiver.received.length).toBe(1);
    expect(await deliver(9)).toBe(0);
    expect(await deliver(10)).toBe(1);
    expect(await stateOf()).toMatchObject({ state: "delivered", attempts: 2 });
    release?.();
    await slow;
    expect(await stateOf()).toMatchObject({ state: "delivered", attempts: 2 });
  });

  test("old deliveries are dropped, waiting ones never", async () => {
    await queue(2);
    await deliver(0);
    await queue();
    await pruneDeliveries(sql(), later(1));
    expect(await readDeliveries(sql(), { limit: 10 })).toMatchObject({
      waiting: 1,
      deliveries: [{ state: "waiting" }],
    });
  });
});
