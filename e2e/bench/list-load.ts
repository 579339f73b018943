import { get } from "node:http";
import { text } from "node:stream/consumers";
import { setTimeout as wait } from "node:timers/promises";

/** Windows as a person opens them one after the other: the first, one far down, filtered, searched for, sorted otherwise. */
const QUERIES = [
  "",
  "offset=5000",
  "configured=v1-and-v2",
  "effective=v1-and-v2&effective=mixed&sort=last-change",
  "q=api",
  "drift=yes",
  "sort=-health&offset=200",
  "tier=Worker&region=us-east-1",
];
const PAUSE_MS = 100;

/**
 * A connection of its own for each request. A server that computes for longer than it keeps idle connections closes them
 * as soon as it is free again, whatever has been sent there meanwhile: that says nothing of the list.
 */
function ask(address: string, cookie: string): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    get(address, { agent: false, headers: { cookie } }, (answer) => {
      text(answer).then((body) => resolve({ status: answer.statusCode ?? 0, body }), reject);
    }).once("error", reject);
  });
}

/** Where the list's windows are, and the counts beside its filters, which windows do not wait for. */
export type ListPath = "/api/environments" | "/api/environments/facets";

/** Takes the product's address and a session and asks for what the list shows, one at a time, until told to stop; gives milliseconds each. */
export async function loadList(
  url: string,
  cookie: string,
  path: ListPath,
  goOn: (asked: number) => boolean | Promise<boolean>,
): Promise<number[]> {
  const times: number[] = [];
  while (await goOn(times.length)) {
    const query = QUERIES[times.length % QUERIES.length] ?? "";
    const began = performance.now();
    const { status, body } = await ask(`${url}${path}?${query}`, cookie);
    times.push(performance.now() - began);
    if (status !== 200) throw new Error(`${path} answered ${status}: ${body.slice(0, 200)}`);
    await wait(PAUSE_MS);
  }
  return times;
}
