import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { splitWords } from "../../../src/bot/slack/words.ts";

const texts = (typed: string) => splitWords(typed).map(({ text }) => text);

describe("words after a command", () => {
  test("are split at any white space, also the kind that does not break", () => {
    expect(texts("  invite\tada@acme.example\u00A0to\n Acme ")).toEqual([
      "invite",
      "ada@acme.example",
      "to",
      "Acme",
    ]);
    expect(texts("")).toEqual([]);
    expect(texts(" \n ")).toEqual([]);
  });

  test.each([
    ["straight", '"Acme Ltd"'],
    ["curly", "“Acme Ltd”"],
    ["low", "„Acme Ltd“"],
    ["reversed", "‟Acme Ltd”"],
    ["pointed", "«Acme Ltd»"],
    ["spaced and pointed", "«\u00A0Acme Ltd\u00A0»"],
    ["mixed", '“Acme Ltd"'],
    ["unbalanced", '"Acme Ltd'],
  ])("in %s quotes are one word, and known as quoted", (_, typed) => {
    expect(splitWords(`to ${typed}`)).toEqual([
      { text: "to", quoted: false },
      { text: "Acme Ltd", quoted: true },
    ]);
  });

  test("keep an apostrophe, and what stands right before or after quotes", () => {
    expect(texts(`O'Neill’s "A B"as "" x"y`)).toEqual(["O'Neill’s", "A B", "as", "", "x", "y"]);
  });

  test("lose what Slack adds to an address, a telephone number and a site", () => {
    expect(texts("<mailto:Ada@Acme.example|Ada@Acme.example>")).toEqual(["Ada@Acme.example"]);
    expect(texts("<mailto:ada@acme.example>")).toEqual(["ada@acme.example"]);
    expect(texts('to "<https://acme.example|acme.example> Ltd" <tel:+1555|555>')).toEqual([
      "to",
      "acme.example Ltd",
      "555",
    ]);
    expect(texts("“<mailto:a@b.example|a@b.example>” <mailto:c@d.example|c@d.example>")).toEqual([
      "a@b.example",
      "c@d.example",
    ]);
  });

  test("become what was typed: entities are resolved once, and only once", () => {
    expect(texts('"Smith &amp; Sons &lt;UK&gt;"')).toEqual(["Smith & Sons <UK>"]);
    expect(texts("&amp;lt;mailto:x&amp;gt;")).toEqual(["&lt;mailto:x&gt;"]);
    expect(texts("&lt;mailto:x|y&gt;")).toEqual(["<mailto:x|y>"]);
  });

  test("keep emoji, accents and right-to-left text whole", () => {
    expect(texts('👩‍🚀 "Zoë’s 🍕 Büro" שלום')).toEqual(["👩‍🚀", "Zoë’s 🍕 Büro", "שלום"]);
  });

  test("may be ten thousand characters long, in one piece or in thousands", () => {
    expect(texts("x".repeat(10_000))).toEqual(["x".repeat(10_000)]);
    expect(texts("a ".repeat(5_000))).toHaveLength(5_000);
    expect(texts('"'.repeat(10_000))).toHaveLength(5_000);
    expect(texts("<mailto:".repeat(1_250))).toHaveLength(1);
  });

  test("of any text at all are words without a quotation mark in them", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 300 }), (typed) => {
        for (const { text } of splitWords(typed)) expect(text).not.toMatch(/["“”„‟«»]/u);
      }),
    );
  });

  test("of any two quoted names come back as the two names", () => {
    const name = fc.stringMatching(/^[\p{L}\p{N} .,'-]{1,40}$/u).map((text) => text.trim());
    fc.assert(
      fc.property(name, name, (one, other) => {
        expect(splitWords(`“${one}” "${other}"`)).toEqual([
          { text: one, quoted: true },
          { text: other, quoted: true },
        ]);
      }),
    );
  });
});
