import { setTimeout as wait } from "node:timers/promises";

/** Windows as a person opens them one after the other: the first, one far down, filtered, searched for, sorted otherwise. */
const QUERIES = [
  "",
  "offset=5000",
  "configured=v1-and-v2",
  "effective=v1-and-v2&effective=mixed&sort=last-change",
  "q=api",
  "drift=true",
  "sort=-health&offset=200",
  "tier=Worker&region=us-east-1",
];
const PAUSE_MS = 100;

/** A connection that the server had just closed for its idleness says nothing of the list: that request is made again. */
async function ask(address: string, cookie: string): Promise<Response> {
  const request = () => fetch(address, { headers: { cookie } });
  try {
    return await request();
  } catch {
    return request();
  }
}

/** Takes the product's address and a session and asks for windows of the list, one at a time, until told to stop; gives milliseconds each. */
export async function loadList(
  url: string,
  cookie: string,
  goOn: (asked: number) => boolean | Promise<boolean>,
): Promise<number[]> {
  const times: number[] = [];
  while (await goOn(times.length)) {
    const query = QUERIES[times.length % QUERIES.length] ?? "";
    const began = performance.now();
    const answer = await ask(`${url}/api/environments?${query}`, cookie);
    const text = await answer.text();
    times.push(performance.now() - began);
    if (!answer.ok) throw new Error(`The list answered ${answer.status}: ${text.slice(0, 200)}`);
    await wait(PAUSE_MS);
  }
  return times;
}
