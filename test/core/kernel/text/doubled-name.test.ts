import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { doubledName } from "../../../../src/core/kernel/text/doubled-name.ts";

describe("a name given twice", () => {
  test.each([
    ['{"a":1,"a":2}', "a"],
    ['{"a":1,"b":{"c":[{"d":1,"e":2,"d":3}]}}', "d"],
    ['[{"x":1},{"y":[],"y":[]}]', "y"],
    ['{"a":1,"\\u0061":2}', "a"],
    ['{"__proto__":1,"__proto__":2}', "__proto__"],
    ['{"":1,"":2}', ""],
    ['{"a":{"b":1},"c":[1,{"a":2}],"a":0}', "a"],
  ])("in %s is %j", (json, name) => {
    expect(doubledName(json)).toBe(name);
  });

  test.each([
    '{"a":"b","b":"a"}',
    '{"a":{"a":{"a":1}}}',
    '[{"a":1},{"a":1}]',
    '{"a":["a","a"]}',
    '"{\\"a\\":1,\\"a\\":2}"',
    "1",
  ])("is none in %s", (json) => {
    expect(doubledName(json)).toBeUndefined();
  });

  test("is found wherever it stands, and nowhere else", () => {
    const property = fc.property(fc.json({ maxDepth: 4 }), fc.string(), (json, name) => {
      expect(doubledName(json)).toBeUndefined();
      const key = JSON.stringify(name);
      expect(doubledName(`[1,{"list":[${json},{${key}:${json},${key}:0}]}]`)).toBe(name);
    });
    fc.assert(property, { numRuns: 500 });
  });
});
