import type { KnownBlock } from "@slack/web-api";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cardBlocks, cardText } from "../../../../src/core/adapters/slack-blocks.ts";
import type { Card, RichText } from "../../../../src/core/kernel/chat/chat.ts";
import { acceptBlocks } from "../../../../src/sandbox/slack/blocks/check-block.ts";
import { readBlocks } from "../../../../src/sandbox/slack/read-message.ts";

// Half of a pair that makes one character.
const halfCharacter = /\p{Cs}/u;

const time = new Date("2026-03-02T09:00:30Z");

const card = (given: Partial<Card> = {}): Card => ({
  state: "done",
  title: "Invitation mailed",
  fields: [
    ["E-mail", "ada@acme.example"],
    ["Account", "Acme Ltd (acme)"],
  ],
  note: ["Good until ", { time }, "."],
  footer: ["Requested by ", { chatUserId: "U1", name: "Ed" }, " · ", { time }],
  ...given,
});

/** Everything in the blocks that Slack reads as markup. */
const markupIn = (blocks: KnownBlock[]) =>
  Array.from(
    JSON.stringify(blocks).matchAll(/\{"type":"mrkdwn","text":"((?:[^"\\]|\\.)*)"/g),
    ([, text]) => text,
  );

const nasty = [
  "<!channel> <!here> <@U2> <#C2>",
  "*bold* _italic_ ~struck~ `code` ```block```",
  "<https://evil.example|your bank>",
  "\u202Egpj.exe\u202C\u200F",
  "👩‍🚀🍕",
  "&lt;!channel&gt;",
  ":boom: > quoted\n• listed",
  "x".repeat(10_000),
  "<".repeat(10_000),
  "🍕".repeat(5_000),
  "\n".repeat(10_000),
];

const worst = (text: string) =>
  card({
    title: text,
    fields: [
      ["E-mail", text],
      ["Account", [text, { time }, text]],
      ["Level", text],
    ],
    note: [text, { chatUserId: "U1", name: text }, text],
    footer: [text, { chatUserId: "U1", name: text }, " · ", { time }, text],
  });

describe("a card in Slack", () => {
  test("says what it is to say", () => {
    expect(readBlocks(acceptBlocks(cardBlocks(card())), "")).toBe(
      [
        "✅ Invitation mailed",
        "E-mail: ada@acme.example",
        "Account: Acme Ltd (acme)",
        "Good until Mon, 2 Mar 2026, 09:00 UTC.",
        "Requested by @U1 · Mon, 2 Mar 2026, 09:00 UTC",
      ].join("\n"),
    );
  });

  test("says the same in one line, for notifications and screen readers", () => {
    expect(cardText(card())).toBe(
      "Invitation mailed. E-mail: ada@acme.example, Account: Acme Ltd (acme). Good until <!date^1772442030^{date_short_pretty} {time}|Mon, 2 Mar 2026, 09:00 UTC>.",
    );
    expect(cardText(card({ fields: [], note: "" }))).toBe("Invitation mailed.");
  });

  test("shows its state", () => {
    const shown = (["working", "waiting", "done", "failed"] as const).map(
      (state) => cardBlocks(card({ state }))[0],
    );
    expect(new Set(shown.map((block) => JSON.stringify(block))).size).toBe(4);
  });

  test.each(nasty.map((text) => [text.slice(0, 30), text]))(
    "is one that Slack takes with %j everywhere",
    (_, text) => {
      const blocks = cardBlocks(worst(text));
      expect(() => acceptBlocks(blocks)).not.toThrow();
      expect(JSON.stringify(blocks)).not.toMatch(halfCharacter);
      expect(cardText(worst(text)).length).toBeLessThanOrEqual(4_000);
      expect(cardText(worst(text))).not.toMatch(halfCharacter);
    },
  );

  test.each(nasty.map((text) => [text.slice(0, 30), text]))(
    "holds no markup but its own with %j",
    (_, text) => {
      const own = /<@U1>|<!date\^\d+\^\{date_short_pretty\} \{time\}\|[\w :,]+UTC>/g;
      for (const markup of [...markupIn(cardBlocks(worst(text))), cardText(worst(text))])
        expect(markup?.replace(own, "")).not.toMatch(/[<>]/);
    },
  );

  test("takes empty words anywhere", () => {
    const words: RichText[] = ["", [], ["", ""], [{ time }]];
    for (const empty of words)
      expect(() => acceptBlocks(cardBlocks(card({ fields: [["", empty]], note: empty })))).not.toThrow();
  });

  test("of any words at all is one that Slack takes", () => {
    const text = fc.oneof(
      fc.string({ unit: "grapheme", maxLength: 100 }),
      fc.string({ unit: fc.constantFrom("<", "&", "🍕🍕🍕"), minLength: 500, maxLength: 600 }),
    );
    const cards = fc.record({
      state: fc.constantFrom<Card["state"]>("working", "waiting", "done", "failed"),
      title: text,
      fields: fc.array(fc.tuple(text, text), { maxLength: 4 }),
      note: text,
      footer: text.map((words) => `by ${words}`),
    });
    const check = (any: Card) => {
      expect(() => acceptBlocks(cardBlocks(any))).not.toThrow();
      expect(cardText(any).length).toBeLessThanOrEqual(4_000);
    };
    fc.assert(fc.property(cards, check), { numRuns: 50 });
  });
});
