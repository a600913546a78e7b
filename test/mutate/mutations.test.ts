import { describe, expect, test } from "vitest";
import { mutate, mutationsOf } from "./mutations.ts";
import { draw } from "./sample.ts";

/** What becomes of a source, by kind. */
const becomes = (source: string, kind: string) =>
  mutationsOf(source)
    .filter((mutation) => mutation.kind === kind)
    .map((mutation) => mutate(source, mutation).replace(/\s+/gu, " "));

describe("a mutation", () => {
  test.each<[string, string, string[]]>([
    ["dropped guard", "if (!may) throw refused();", ["{}"]],
    ["negated condition", "if (open && good) go();", ["if (!(open && good)) go();"]],
    ["dropped line", "await hold(tx);", ["{}"]],
    ["dropped condition", "const may = a && b;", ["const may = (a);", "const may = (b);"]],
    ["changed comparison", "const over = at >= end;", ["const over = at > end;"]],
    [
      "dropped where-clause",
      "f({ where: { id, usedAt: null, user: { removedAt: null } } });",
      [
        "f({ where: { usedAt: null, user: { removedAt: null } } });",
        "f({ where: { id, user: { removedAt: null } } });",
        "f({ where: { id, usedAt: null } });",
      ],
    ],
    ["dropped column", "f({ data: { a: 1, b: 2 } });", ["f({ data: { b: 2 } });", "f({ data: { a: 1 } });"]],
    ["changed bound", "f({ where: { at: { gt: now } } });", ["f({ where: { at: { gte: now } } });"]],
    ["weaker permission", 'require_(ctx, "users:manage");', ['require_(ctx, "users:view");']],
    ["dropped lock", "q`SELECT 1 FROM x FOR UPDATE`;", ["q`SELECT 1 FROM x`;"]],
  ])("%s: %s", (kind, source, expected) => {
    expect(becomes(source, kind)).toEqual(expected);
  });

  test("stands where it is, also behind letters that take more than one unit", () => {
    const source = 'const words = "“🍕” é"; if (bad) throw words;';
    expect(becomes(source, "dropped guard")).toEqual(['const words = "“🍕” é"; {}']);
  });

  test("is none of types, of imports and of what is logged", () => {
    const source =
      'import { a } from "a:edit";\ntype B = "users:edit";\napp.log.warn({ a }, "b");\nlog.info("d");\nif (a) app.log.info("c");\n';
    expect(mutationsOf(source)).toEqual([]);
  });

  test("is none of what stands in a sentence, and one of what stands in SQL", () => {
    const sentence = 'const said = `Left${more > 0 ? ` and ${a && b}` : ""}.`;';
    expect(mutationsOf(sentence)).toEqual([]);
    expect(becomes("const sql = q`SELECT ${a > 0 ? q`1` : q`2 FOR SHARE`}`;", "changed comparison")).toEqual([
      "const sql = q`SELECT ${a >= 0 ? q`1` : q`2 FOR SHARE`}`;",
    ]);
    expect(becomes("const sql = q`SELECT ${a ? q`1` : q`2 FOR SHARE`}`;", "dropped lock")).toEqual([
      "const sql = q`SELECT ${a ? q`1` : q`2`}`;",
    ]);
  });

  test("is no left out await, which the linter refuses", () => {
    expect(mutationsOf("await hold(tx);").map(({ kind }) => kind)).toEqual(["dropped line"]);
  });
});

test("a sample is the same for the same seed, another for another, and has nothing twice", () => {
  const all = Array.from({ length: 500 }, (_, index) => index);
  const first = draw(all, 40, 7);
  expect(draw(all, 40, 7)).toEqual(first);
  expect(draw(all, 40, 8)).not.toEqual(first);
  expect(new Set(first).size).toBe(40);
});
