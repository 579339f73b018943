import { PGlite } from "@electric-sql/pglite";
import * as fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { csvHeader, csvLine } from "./csv.ts";

/** PostgreSQL's own reader of CSV, so that the writer is not held against itself. */
let reader: PGlite;
beforeAll(async () => {
  reader = await PGlite.create();
  await reader.exec("create table read (place serial, a text, b text, c text)");
});
afterAll(() => reader.close());

async function readBack(file: string): Promise<string[][]> {
  await reader.exec("truncate read restart identity");
  await reader.query("copy read (a, b, c) from '/dev/blob' with (format csv, header true, null '\u0001')", [], {
    blob: new Blob([file]),
  });
  const { rows } = await reader.query<{ a: string; b: string; c: string }>("select a, b, c from read order by place");
  return rows.map(({ a, b, c }) => [a, b, c]);
}

// What PostgreSQL's text can hold: anything but NUL, and nothing that is not a character.
const text = fc
  .oneof(
    fc.string({ unit: "binary" }),
    fc.string({
      unit: fc.constantFrom('"', ",", "\r", "\n", "\t", " ", "'", "=", "+", "-", "@", "＝", "a", "環", "\\"),
    }),
  )
  .filter((it) => it.isWellFormed() && !it.includes("\0") && !it.includes("\u0001"));
const lines = fc.array(fc.tuple(text, text, text), { maxLength: 8 });

test("every text is read back as it was, but for the apostrophe that keeps a formula from running", async () => {
  await fc.assert(
    fc.asyncProperty(lines, async (rows) => {
      const read = await readBack(csvHeader(["a", "b", "c"]) + rows.map(csvLine).join(""));
      expect(read).toEqual(rows.map((row) => row.map((it) => (/^[=+\-@\t\r\n＝＋－＠]/u.test(it) ? `'${it}` : it))));
      for (const cell of read.flat()) expect(cell).not.toMatch(/^[=+\-@\t\r\n＝＋－＠]/u);
    }),
    { numRuns: 200 },
  );
});

test("a file begins with a byte order mark, its lines end with CR LF, and only what must be is quoted", () => {
  expect(csvHeader(["a", "b"]) + csvLine(["x y", 'say "hi", then go']) + csvLine(["環境", "two\nlines"])).toBe(
    '\u{FEFF}a,b\r\nx y,"say ""hi"", then go"\r\n環境,"two\nlines"\r\n',
  );
});

test.each([
  ['=cmd|"/c calc"!A1', `"'=cmd|""/c calc""!A1"`],
  ["+1", "'+1"],
  ["-2+3", "'-2+3"],
  ["@SUM(A1)", "'@SUM(A1)"],
  ["\t=1", "'\t=1"],
  ["\r=1", `"'\r=1"`],
  ["＝１", "'＝１"],
  ["a=1", "a=1"],
])("the text %j is written as %j", (value, field) => {
  expect(csvLine([value])).toBe(`${field}\r\n`);
});

test("numbers, yes and no, and what is not known are told apart from texts and from zero", () => {
  expect(csvLine([0, -1, true, false, null, ""])).toBe("0,-1,true,false,,\r\n");
});
