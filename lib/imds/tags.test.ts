import * as fc from "fast-check";
import { expect, test } from "vitest";
import { carriersOf, chooseTag, parseTag, tagsOfInstances, wantedByKey, writeTag } from "./tags.ts";

// Colons and backslashes often: they are what a key has to be kept apart from its value by.
const texts = fc.string({ unit: fc.constantFrom("a", "B", "9", ":", "\\", "/", "=", " ", "担", "🙂") });
const keys = texts.filter((key) => key !== "");
const wanted = fc.record({ key: keys, value: fc.option(texts) });

test("a written tag reads back as itself", () => {
  fc.assert(
    fc.property(wanted, (tag) => {
      expect(parseTag(writeTag(tag))).toEqual(tag);
    }),
  );
});

test("what is read is written in one way alone", () => {
  fc.assert(
    fc.property(texts, (text) => {
      const tag = parseTag(text);
      expect(tag === null ? null : parseTag(writeTag(tag))).toEqual(tag);
    }),
  );
});

test.each([
  ["team", { key: "team", value: null }],
  ["team:payments", { key: "team", value: "payments" }],
  ["team:", { key: "team", value: "" }],
  ["url:https://example.com", { key: "url", value: "https://example.com" }],
  [String.raw`cost\:centre:44`, { key: "cost:centre", value: "44" }],
  ["", null],
  [":payments", null],
  ["team\\", null],
  ["team:\0", null],
])("%j is understood", (text, tag) => expect(parseTag(text)).toEqual(tag));

const of = (tags: Record<string, string>) => Object.entries(tags).map(([key, value]) => ({ key, value }));

test("the tags of AWS's own are left out, and values that differ are all kept, with how many carry them", () => {
  const own = { Name: "shop", "elasticbeanstalk:environment-id": "e-1", "aws:autoscaling:groupName": "awseb" };
  expect(tagsOfInstances([])).toEqual({ tags: {}, uneven: null });
  expect(tagsOfInstances([of(own)])).toEqual({ tags: {}, uneven: null });
  const shop = of({ ...own, stage: "production", team: "shop", cost: "44" });
  const carried = tagsOfInstances([shop, of({ team: "payments", name: "x", cost: "44" }), shop]);
  expect(carried).toEqual({
    tags: { cost: ["44"], name: ["x"], stage: ["production"], team: ["payments", "shop"] },
    uneven: { instances: 3, carriers: { name: [1], stage: [2], team: [1, 2] } },
  });
  expect(carriersOf(carried, "team", 1)).toEqual({ carry: 2, instances: 3 });
  expect(carriersOf(carried, "cost", 0)).toBeNull();
  expect(tagsOfInstances([shop, shop]).uneven).toBeNull();
});

test("what is uneven is what not every instance carries, and nothing else", () => {
  const instance = fc.dictionary(keys, texts, { maxKeys: 3 });
  fc.assert(
    fc.property(fc.array(instance, { minLength: 1, maxLength: 4 }), (given) => {
      const carried = tagsOfInstances(given.map(of));
      for (const [key, values] of Object.entries(carried.tags))
        values.forEach((value, place) => {
          const carry = given.filter((tags) => Object.hasOwn(tags, key) && tags[key] === value).length;
          expect(carriersOf(carried, key, place)?.carry ?? given.length).toBe(carry);
        });
    }),
  );
});

test("the order in which AWS lists instances and tags does not matter", () => {
  const tagged = fc.uniqueArray(fc.record({ key: keys, value: texts }), { selector: ({ key }) => key, maxLength: 4 });
  const instances = fc.array(tagged, { maxLength: 4 });
  fc.assert(
    fc.property(instances, (given) => {
      const turned = given.map((tags) => tags.toReversed()).toReversed();
      expect(JSON.stringify(tagsOfInstances(turned))).toBe(JSON.stringify(tagsOfInstances(given)));
    }),
  );
});

test("what is chosen of a key replaces what was, and leaves the other keys", () => {
  fc.assert(
    fc.property(fc.array(wanted), keys, fc.uniqueArray(fc.option(texts)), (tags, key, values) => {
      const before = tags.map(writeTag);
      const after = wantedByKey(chooseTag(before, key, values));
      expect(after.get(key) ?? []).toEqual(values);
      const others = wantedByKey(before);
      others.delete(key);
      after.delete(key);
      expect(after).toEqual(others);
    }),
  );
});
