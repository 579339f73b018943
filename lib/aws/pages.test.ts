import { expect, test } from "vitest";
import { AwsCallError } from "./failure.ts";
import { readPages } from "./pages.ts";

const refused = (code: string) =>
  new AwsCallError({
    operation: "ec2:DescribeInstances",
    code,
    message: "No.",
    requestId: "r",
    httpStatus: 400,
    outcome: "refused",
  });

/** A list of three pages, each of which fails as told before it is answered. */
function list(failures: Record<number, Error[]> = {}, pagesAtMost = 10) {
  const seen = { pages: [] as number[], more: 0 };
  const more = () => {
    seen.more += 1;
  };
  const read = (token: string | undefined) => {
    const page = token === undefined ? 1 : Number(token);
    seen.pages.push(page);
    const failure = failures[page]?.shift();
    if (failure !== undefined) return Promise.reject(failure);
    return Promise.resolve({ items: [`item ${page}`], next: page === 3 ? "" : String(page + 1) });
  };
  const all = () => readPages({ operation: "o", pagesAtMost, call: { priority: "scan", more }, read });
  return { seen, all };
}

const WHOLE = ["item 1", "item 2", "item 3"];

test("reads to the end, and says of each call that one more will follow", async () => {
  const { seen, all } = list();
  expect(await all()).toEqual(WHOLE);
  expect(seen).toEqual({ pages: [1, 2, 3], more: 2 });
});

test.each(["InvalidParameterValue", "InvalidPaginationToken", "InvalidNextToken"])(
  "%s on a further page begins the list again: nothing twice, nothing left out",
  async (code) => {
    const { seen, all } = list({ 3: [refused(code)] });
    expect(await all()).toEqual(WHOLE);
    expect(seen).toEqual({ pages: [1, 2, 3, 1, 2, 3], more: 5 });
  },
);

test("a token that never lasts is the list's failure, in AWS's words", async () => {
  const failures = Array.from({ length: 3 }, () => refused("InvalidNextToken"));
  const { seen, all } = list({ 2: [...failures] });
  await expect(all()).rejects.toBe(failures[2]);
  expect(seen.pages).toEqual([1, 2, 1, 2, 1, 2]);
});

test("the same words on the first page are no matter of a token", async () => {
  const failure = refused("InvalidParameterValue");
  const { seen, all } = list({ 1: [failure] });
  await expect(all()).rejects.toBe(failure);
  expect(seen.pages).toEqual([1]);
});

test("what fails otherwise on a further page is thrown as it is", async () => {
  const failure = refused("AccessDenied");
  const { all } = list({ 2: [failure] });
  await expect(all()).rejects.toBe(failure);
});

test("a list that does not end is given up", async () => {
  const { all } = list({}, 2);
  await expect(all()).rejects.toMatchObject({ failure: { operation: "o", code: "TooManyPages" } });
});
