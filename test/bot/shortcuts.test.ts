import { expect, test } from "vitest";
import { addressesIn } from "../../src/bot/shortcuts.ts";

const section = (text: string) => ({ type: "section", text: { type: "mrkdwn", text } });
const rich = (text: string) => ({
  type: "rich_text",
  elements: [{ type: "rich_text_section", elements: [{ type: "text", text }] }],
});

test.each([
  ["its text", { text: "Please add ann@acme.example." }],
  ["its blocks", { text: "A note", blocks: [section("Please add ann@acme.example.")] }],
  ["what was typed with formatting", { text: "A note", blocks: [rich("add ann@acme.example")] }],
  ["an attachment", { text: "", attachments: [{ text: "ann@acme.example", fallback: "ann@acme.example" }] }],
  [
    "its fields",
    { attachments: [{ title: "New", fields: [{ title: "E-mail", value: "ann@acme.example" }] }] },
  ],
  ["an attachment's blocks", { attachments: [{ blocks: [section("ann@acme.example")] }] }],
])("an address is taken of a message from %s", (_where, message) => {
  expect(addressesIn(message)).toEqual({ email: "ann@acme.example" });
});

const shown = section("Please add ann@acme.example.");
const hidden = "evil@acme.example";

test.each([
  ["the text of a message that has blocks", { text: hidden, blocks: [shown] }],
  [
    "the value of a button",
    {
      blocks: [
        shown,
        {
          type: "actions",
          elements: [{ type: "button", text: { type: "plain_text", text: "Go" }, value: hidden }],
        },
      ],
    },
  ],
  ["what an attachment falls back to", { blocks: [shown], attachments: [{ fallback: hidden }] }],
  ["the text of an attachment with blocks", { attachments: [{ text: hidden, blocks: [shown] }] }],
  [
    "anything else of the message",
    { text: "ann@acme.example", metadata: { text: hidden }, username: hidden },
  ],
])("no address is taken that nobody sees, from %s", (_where, message) => {
  expect(addressesIn(message)).toEqual({ email: "ann@acme.example" });
});
