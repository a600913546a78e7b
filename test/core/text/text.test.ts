import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { email } from "../../../src/core/text/email.ts";
import { fold } from "../../../src/core/text/fold.ts";

describe("two ways of writing one name", () => {
  test.each([
    ["Acme Ltd", "ACME LTD"],
    ["  Acme \t\n Ltd ", "acme ltd"],
    ["Acme\u00A0Ltd", "acme ltd"],
    ["Ａｃｍｅ", "acme"],
    ["Zoe\u0308", "zoë"],
    ["ﬁrst", "first"],
    ["ÉCOLE", "école"],
  ])("%j and %j compare as equal", (one, other) => {
    expect(fold(one)).toBe(fold(other));
  });

  test.each([
    ["acme", "acme2"],
    ["a b", "ab"],
    ["zoe", "zoë"],
  ])("%j and %j stay different", (one, other) => {
    expect(fold(one)).not.toBe(fold(other));
  });

  test("compare alike once folded, whatever they are", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 60 }), (text) => {
        expect(fold(fold(text))).toBe(fold(text));
        expect(fold(`  ${text} `)).toBe(fold(text));
      }),
      { numRuns: 500 },
    );
  });
});

describe("an e-mail address", () => {
  test.each([" Ada@Acme.example ", "a+b@acme.example", "o'neill@acme.example", "a.b-c_d@sub.acme.example"])(
    "%j is taken as typed, without the space around it",
    (typed) => {
      expect(email.parse(typed)).toBe(typed.trim());
    },
  );

  test.each([
    ["", "Enter an e-mail address."],
    ["   ", "Enter an e-mail address."],
    ["ada", "This is not an e-mail address. Write it like name@company.com."],
    ["ada@acme", "This is not an e-mail address."],
    ["@acme.example", "This is not an e-mail address."],
    ["a b@acme.example", "This is not an e-mail address."],
    ["a@acme.example, b@acme.example", "This is not an e-mail address."],
    ["a@acme.example\r\nBcc: b@acme.example", "This is not an e-mail address."],
    ["Ada <a@acme.example>", "This is not an e-mail address."],
    ["group:a@acme.example;", "This is not an e-mail address."],
    [`${"a".repeat(250)}@acme.example`, "An e-mail address has at most 254 characters."],
  ])("%j is refused in a sentence", (typed, sentence) => {
    expect(email.safeParse(typed).error?.issues[0]?.message).toContain(sentence);
  });

  test("of ten thousand characters is refused", () => {
    expect(email.safeParse(`${"a.".repeat(5000)}@acme.example`).success).toBe(false);
  });
});
