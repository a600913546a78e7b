import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readInvite } from "../../../src/bot/invitations/invite.ts";
import { splitWords } from "../../../src/bot/slack/command.ts";
import { DomainError } from "../../../src/core/kernel/errors.ts";

const read = (typed: string) => readInvite(splitWords(typed));

describe("an invitation on one line", () => {
  test.each([
    ["a@acme.example to Acme", "Acme", false],
    ["a@acme.example to Acme as admin", "Acme", true],
    ["a@acme.example TO Acme AS Administrator", "Acme", true],
    ["a@acme.example to Acme as ACCESS", "Acme", false],
    ["a@acme.example to Acme as user", "Acme", false],
    ["a@acme.example to Acme Ltd as admin", "Acme Ltd", true],
    ["a@acme.example to “Acme Ltd” as admin", "Acme Ltd", true],
    ['a@acme.example to "Acme as admin"', "Acme as admin", false],
    ['a@acme.example to "Acme as admin" as admin', "Acme as admin", true],
    ["a@acme.example to Same as Ever as access", "Same as Ever", false],
    ["a@acme.example to Acme to Go", "Acme to Go", false],
    ['a@acme.example to "as"', "as", false],
    ['a@acme.example to "to" as admin', "to", true],
    ["<mailto:a@acme.example|a@acme.example> to acme-ltd", "acme-ltd", false],
    ["a@acme.example to Smith &amp; Sons", "Smith & Sons", false],
  ])("%s", (typed, account, asAdministrator) => {
    expect(read(typed)).toEqual({ email: "a@acme.example", account, asAdministrator });
  });

  test("leaves to the form what was not typed", () => {
    expect(read("")).toEqual({ email: "", account: undefined, asAdministrator: false });
    expect(read("a@acme.example")).toEqual({
      email: "a@acme.example",
      account: undefined,
      asAdministrator: false,
    });
  });
});

describe("what is wrong in the line is named:", () => {
  test.each([
    ["ada", "“ada” is not an e-mail address."],
    ["to Acme", "“to” is not an e-mail address."],
    ["a@acme.example into Acme", "“into” stands where “to” and the Account are expected."],
    ["a@acme.example to", "Say which Account after “to”: its API ID, or its name in quotes."],
    ["a@acme.example to as admin", "Say which Account after “to”"],
    ['a@acme.example to "Acme Ltd" admin', "“admin” stands after the Account, where only “as admin” can"],
    ['a@acme.example to "Acme Ltd" "Beta"', "“Beta” stands after the Account"],
    ["a@acme.example to Acme as", "“as” is not followed by a level: write “as admin” or “as access”."],
    ["a@acme.example to Acme as owner", "“owner” is not a level"],
    ["a@acme.example to Same as Ever", "“Ever” is not a level"],
    ["a@acme.example to Acme as admin please", "“please” stands after the level, where the line should end"],
    ["a@acme.example to Acme as constructor", "“constructor” is not a level"],
    ["a@acme.example to Acme as toString", "“toString” is not a level"],
    ["a@acme.example to Acme as __proto__", "“__proto__” is not a level"],
  ])("%s", (typed, sentence) => {
    expect(() => read(typed)).toThrow(expect.objectContaining({ name: "DomainError", code: "invalid" }));
    expect(() => read(typed)).toThrow(sentence);
  });

  test("a word of ten thousand characters is named by its beginning", () => {
    expect(() => read("y".repeat(10_000))).toThrow(`“${"y".repeat(59)}…” is not an e-mail address.`);
  });
});

test("any line is read, or refused with a sentence", () => {
  const word = fc.oneof(
    fc.constantFrom("to", "as", "admin", "access", '"', "“", "a@acme.example", "<mailto:x|y>", "&amp;"),
    fc.string({ unit: "grapheme", maxLength: 20 }),
    fc.constantFrom("constructor", "hasOwnProperty", "valueOf"),
  );
  const check = (words: string[]) => {
    try {
      expect(typeof read(`a@acme.example ${words.join(" ")}`).asAdministrator).toBe("boolean");
    } catch (error) {
      expect(error).toBeInstanceOf(DomainError);
    }
  };
  fc.assert(fc.property(fc.array(word, { maxLength: 8 }), check), { numRuns: 500 });
});
