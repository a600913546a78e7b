import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  email,
  isOneScript,
  lookAlikeKeys,
  addressKey,
  identityKey,
  usernameKeys,
} from "../../../../src/core/kernel/text/identity-key.ts";
import { fold } from "../../../../src/core/kernel/text/fold.ts";

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

describe("who somebody is", () => {
  test.each([
    ["Ada.Byron@ACME.Example", "ada.byron@acme.example"],
    [" ada@acme.example\n", "ada@acme.example"],
    ["ada@münchen.example", "ada@XN--MNCHEN-3YA.example"],
    ["ada@MÜNCHEN.example", "ada@mu\u0308nchen.example"],
  ])("%j and %j are one address", (one, other) => {
    expect(addressKey(one)).toBe(addressKey(other));
  });

  test.each([
    ["ﬁona@acme.example", "fiona@acme.example"],
    ["\u212Aim@acme.example", "kim@acme.example"],
    ["ａda@acme.example", "ada@acme.example"],
    ["a\u200Bda@acme.example", "ada@acme.example"],
    ["zoë@acme.example", "ZOË@acme.example"],
    ["ada＠acme.example", "ada@acme.example"],
    ["ada@acme.example", "ada@acme.example.evil.example"],
  ])("%j and %j are two addresses", (one, other) => {
    expect(addressKey(one)).not.toBe(addressKey(other));
  });

  test("an address that is none has a key that no address has", () => {
    const check = (text: string) => {
      const key = addressKey(text);
      expect(addressKey(key)).toBe(key);
      if (key.includes("@") && email.safeParse(key).success)
        expect(email.safeParse(text.trim()).success).toBe(true);
    };
    const sign = fc.constantFrom(
      "a",
      "K",
      "\u212A",
      "ﬁ",
      "@",
      ".",
      "ü",
      "xn--",
      "＠",
      "\u200B",
      "ß",
      "-",
      " ",
    );
    fc.assert(
      fc.property(
        fc.array(sign, { maxLength: 12 }).map((all) => all.join("")),
        check,
      ),
      { numRuns: 2_000 },
    );
  });

  test.each([
    ["Ada", "ADA"],
    ["Zoe\u0308", "ZOË"],
    [" ada\t", "ada"],
  ])("%j and %j are one user ID", (one, other) => {
    expect(identityKey(one)).toBe(identityKey(other));
  });

  test.each([
    ["ﬁona", "fiona"],
    ["\u212Aim", "kim"],
    ["ａda", "ada"],
    ["ada", "аda"],
  ])("%j and %j are two user IDs", (one, other) => {
    expect(identityKey(one)).not.toBe(identityKey(other));
  });

  test("a user ID that is an address stands for both ways to write its domain", () => {
    const both = ["ann@münchen.example", "ann@xn--mnchen-3ya.example"];
    for (const one of both) expect(usernameKeys(one).toSorted()).toEqual(both.toSorted());
    expect(usernameKeys("Ann")).toEqual(["ann"]);
  });
});

describe("what looks alike", () => {
  test.each([
    ["paypal", "раураl"],
    ["bill", "bi11"],
    ["bob", "b0b"],
    ["modern", "rnodern"],
    ["Ian", "lan"],
    ["Mia", "Міа"],
    ["pia", "РІА"],
    ["scope", "ѕсоре"],
  ])("%j and %j share a key", (one, other) => {
    const keys = new Set(lookAlikeKeys(one));
    expect(lookAlikeKeys(other).some((key) => keys.has(key))).toBe(true);
  });

  test.each([
    ["ian", "lan"],
    ["zoe", "zoë"],
    ["anna", "anne"],
    ["田中", "田口"],
  ])("%j and %j do not", (one, other) => {
    const keys = new Set(lookAlikeKeys(one));
    expect(lookAlikeKeys(other).some((key) => keys.has(key))).toBe(false);
  });

  test.each(["ann.lee-1@acme_2+x", "иван", "田中さん", "タナカ一郎", "김철수金", "ζωή", "zoë"])(
    "%j is of one script",
    (text) => {
      expect(isOneScript(text)).toBe(true);
    },
  );

  test.each(["раypal", "аnn", "ann田", "αnn", "иvan", "ᏀᎬ"])("%j is not", (text) => {
    expect(isOneScript(text)).toBe(false);
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
    "o&leary@acme.example",
    "a/b@acme.example",
    "first=last@acme.example",
    "!#$%&'*+/=?^_`{|}~-@acme.example",
    "ann@münchen.example",
    "ann@straße.example",
    "ann@пример.испытание",
    "ann@例え.テスト",
    "ann@نامه\u200Cای.example",
    "ann@acme.xn--p1ai",
    "ann@xn--mnchen-3ya.example",
    `${"a".repeat(64)}@${"b".repeat(63)}.example`,
  ])("%j is what RFC 5321 and IDN allow", (typed) => {
    expect(email.parse(typed)).toBe(typed);
  });

  test.each([
    ["\u200Bada@acme\u00AD.example\uFEFF", "ada@acme.example"],
    ["\u202Aada@acme.example\u202C", "ada@acme.example"],
    ["ada\u200D@acme.\u200Cexample", "ada@acme.example"],
    ["o’neill@acme.example", "o'neill@acme.example"],
    ["ada＋news＠acme．example", "ada+news@acme.example"],
    ["ada@acme。example", "ada@acme.example"],
  ])("%j is read as %j", (typed, meant) => {
    expect(email.parse(typed)).toBe(meant);
  });

  test.each([
    ["ann@аpple.example", "ann@xn--pple-43d.example", "mixes two alphabets"],
    ["ann@аре.example", "ann@xn--80ak6a.example", "reads like one in ASCII"],
    ["ann@ɑcme.example", "ann@xn--cme-fsb.example", "reads like one in ASCII"],
  ])("the domain of %j is shown as DNS has it, %j, since it %s", (typed, shown) => {
    expect(email.parse(typed)).toBe(shown);
  });

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
    ["ﬁona@acme.example", "“ﬁ” cannot stand before the @ of an e-mail address."],
    ["zoë@acme.example", "“ë” cannot stand before the @ of an e-mail address."],
    ["a..b@acme.example", "This is not an e-mail address."],
    ["ada@acme..example", "This is not an e-mail address."],
    ["ada@acme.example.", "This is not an e-mail address."],
    ["ada@-acme.example", "This is not an e-mail address."],
    ["ada@acme.example/path", "This is not an e-mail address."],
    ["ada@acme.example:25", "This is not an e-mail address."],
    ["ada@192.0.2.1", "This is not an e-mail address."],
    ["ada@xn--a.example", "This is not an e-mail address."],
    [`ada@${"b".repeat(64)}.example`, "This is not an e-mail address."],
    [`ada@${"ü".repeat(60)}.example`, "This is not an e-mail address."],
    [`${"a".repeat(65)}@acme.example`, "at most 64 characters before its @"],
    [`${"a".repeat(60)}@${"é.".repeat(25)}example`, "An e-mail address has at most 254 characters."],
    [`${"a".repeat(250)}@acme.example`, "An e-mail address has at most 254 characters."],
  ])("%j is refused in a sentence", (typed, sentence) => {
    expect(email.safeParse(typed).error?.issues[0]?.message).toContain(sentence);
  });

  test("of ten thousand characters is refused", () => {
    expect(email.safeParse(`${"a.".repeat(5000)}@acme.example`).success).toBe(false);
  });
});
