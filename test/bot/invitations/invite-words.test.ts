import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readInvite } from "../../../src/bot/invitations/read-invite.ts";
import { splitWords } from "../../../src/bot/slack/words.ts";

const read = (typed: string) => readInvite(splitWords(typed));

describe("an invitation on one line", () => {
  test.each([
    ["a@acme.example to Acme", "Acme", undefined],
    ["a@acme.example to Acme as admin", "Acme", "admin"],
    ["a@acme.example TO Acme AS Administrator", "Acme", "Administrator"],
    ["a@acme.example to Acme as ACCESS", "Acme", "ACCESS"],
    ["a@acme.example to Acme Ltd as admin", "Acme Ltd", "admin"],
    ["a@acme.example to “Acme Ltd” as admin", '"Acme Ltd"', "admin"],
    ['a@acme.example to "Acme as admin"', '"Acme as admin"', undefined],
    ['a@acme.example to "Acme as admin" as admin', '"Acme as admin"', "admin"],
    ["a@acme.example to Same as Ever as access", "Same as Ever", "access"],
    ["a@acme.example to Acme to Go", "Acme to Go", undefined],
    ['a@acme.example to "as"', '"as"', undefined],
    ['a@acme.example to "to" as admin', '"to"', "admin"],
    ["a@acme.example as admin to acme", "acme", "admin"],
    ["a@acme.example in acme", "acme", undefined],
    ["a@acme.example into Acme", "Acme", undefined],
    ["<mailto:a@acme.example|a@acme.example> to acme-ltd", "acme-ltd", undefined],
    ["a@acme.example to Smith &amp; Sons", "Smith & Sons", undefined],
    ["a@acme.example to Acme as admin please", "Acme", "admin please"],
  ])("%s", (typed, account, level) => {
    expect(read(typed)).toEqual({
      typed: { email: "a@acme.example", account, ...(level && { level }) },
      doubts: [],
    });
  });

  test("leaves to the form what was not typed", () => {
    expect(read("")).toEqual({ typed: {}, doubts: [] });
    expect(read("a@acme.example")).toEqual({ typed: { email: "a@acme.example" }, doubts: [] });
  });
});

describe("what is in doubt in the line is named, and kept:", () => {
  test.each([
    ["ada", "“ada” is not an e-mail address.", { email: "ada" }],
    ["to Acme", undefined, { account: "Acme" }],
    ["a@acme.example to", "Something is missing after “to”.", { email: "a@acme.example" }],
    ["a@acme.example acme", "I read email “a@acme.example”, account “acme”.", { account: "acme" }],
    ["a@acme.example to Acme as", "Something is missing after “as”.", { account: "Acme" }],
    ["a@acme.example to Acme as owner", "“owner” is not a level", { account: "Acme", level: "owner" }],
    ["a@acme.example to Same as Ever", "“Ever” is not a level", { account: "Same", level: "Ever" }],
    ["a@acme.example to Acme as constructor", "“constructor” is not a level", {}],
    ["a@acme.example to Acme as __proto__", "“__proto__” is not a level", {}],
    ["a@acme.example to Acme as admin for 2 days", "Unexpected words “for 2 days”.", { level: "admin" }],
  ])("%s", (typed, sentence, kept) => {
    const { typed: found, doubts } = read(typed);
    expect(found).toMatchObject(kept);
    if (sentence === undefined) expect(doubts).toEqual([]);
    else expect(doubts.join(" ")).toContain(sentence);
  });

  test("a word of ten thousand characters is named by its beginning", () => {
    expect(read("y".repeat(10_000)).doubts).toEqual([`“${"y".repeat(59)}…” is not an e-mail address.`]);
  });
});

test("any line is read, and a level is Administrator only where it was typed so", () => {
  const word = fc.oneof(
    fc.constantFrom("to", "as", "admin", "access", '"', "“", "a@acme.example", "<mailto:x|y>", "&amp;"),
    fc.string({ unit: "grapheme", maxLength: 20 }),
    fc.constantFrom("constructor", "hasOwnProperty", "valueOf"),
  );
  const check = (words: string[]) => {
    const line = `a@acme.example ${words.join(" ")}`;
    const { typed, doubts } = read(line);
    for (const text of Object.values(typed)) expect(typeof text).toBe("string");
    if (doubts.length === 0 && typed["level"]) expect(line.toLowerCase()).toMatch(/\bas\b/u);
  };
  fc.assert(fc.property(fc.array(word, { maxLength: 8 }), check), { numRuns: 500 });
});
