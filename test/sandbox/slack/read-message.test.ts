import { describe, expect, it } from "vitest";
import { readBlocks, readView } from "../../../src/sandbox/slack/read-message.ts";
import { buildView, createIdentity } from "../../../src/sandbox/slack/model/identity.ts";
import { actions, button, input, mrkdwn, option, plain, rich, section } from "./block-samples.ts";

const names: Record<string, string> = { U1: "Alice Moss", C1: "general" };
const nameOf = (id: string) => names[id];
const bold = { bold: true };
const item = (text: string) => ({ type: "rich_text_section", elements: [{ type: "text", text }] });

describe("a message in a transcript", () => {
  it("reads line by line, with names for mentions and plain words for dates", () => {
    const blocks = [
      { type: "header", text: plain("✅ Done") },
      rich(
        { type: "text", text: "User: ", style: bold },
        { type: "user", user_id: "U1" },
        { type: "text", text: "\nUntil: ", style: bold },
        { type: "date", timestamp: 1_767_225_600, format: "{date}", fallback: "New Year" },
        { type: "text", text: " or " },
        { type: "date", timestamp: 1_767_225_660, format: "{date}" },
        { type: "emoji", name: "tada" },
        { type: "text", text: "\n" },
      ),
      section("*Asked* by <@U1> in <#C1>, see <https://x.io|the list> &amp; <!date^1767225600^{date}|then>"),
      { type: "context", elements: [mrkdwn("REQ-1"), plain("cyclr")] },
      { type: "divider" },
      actions(button({ text: plain("Approve") }), button({ text: plain("Refuse") })),
    ];
    expect(readBlocks(blocks, "fallback", nameOf).split("\n")).toEqual([
      "✅ Done",
      "User: @Alice Moss",
      "Until: New Year or 2026-01-01 00:01 UTC:tada:",
      "*Asked* by @Alice Moss in #general, see the list (https://x.io) & then",
      "REQ-1 · cyclr",
      "---",
      "[Approve] [Refuse]",
    ]);
  });

  it("reads lists, quotes and fields", () => {
    const blocks = [
      {
        type: "rich_text",
        elements: [
          { type: "rich_text_list", style: "bullet", elements: [item("one"), item("two")] },
          { type: "rich_text_list", style: "ordered", elements: [item("first")] },
          { type: "rich_text_quote", elements: [{ type: "text", text: "said" }] },
        ],
      },
      { type: "section", fields: [mrkdwn("*A*"), plain("b")], accessory: button() },
    ];
    const lines = ["• one", "• two", "1. first", "> said", "*A*", "b", "[Go]"];
    expect(readBlocks(blocks, "").split("\n")).toEqual(lines);
  });

  it("reads its text when it has no blocks, and ids for which nobody has a name", () => {
    expect(readBlocks(undefined, "Hi <@U1> and <@U2|bob>, a &lt;b&gt;")).toBe("Hi @U1 and @bob, a <b>");
    expect(readBlocks([], "<!here> <mailto:a@b.io|a@b.io> <!date^1767225600^{date}>", nameOf)).toBe(
      "@here a@b.io 2026-01-01 00:00 UTC",
    );
  });
});

describe("a modal in a transcript", () => {
  const select = { type: "static_select", action_id: "level", options: [option("Regular"), option("Owner")] };
  const blocks = [
    { type: "section", block_id: "s", text: plain("Invite somebody") },
    { ...input({ type: "email_text_input", action_id: "email" }), block_id: "who", hint: plain("One only") },
    { ...input({ ...select, placeholder: plain("Choose") }), block_id: "level", optional: true },
    {
      ...input({ type: "checkboxes", action_id: "extra", options: [option("Mail"), option("Copy")] }),
      block_id: "extra",
    },
    { ...input({ type: "users_select", action_id: "boss", initial_user: "U1" }), block_id: "boss" },
  ];
  const definition = {
    type: "modal",
    title: plain("Invite"),
    submit: plain("Send"),
    close: plain("Close"),
    blocks,
  };

  it("shows its title, its inputs as they stand, and its buttons", () => {
    const view = buildView(createIdentity({}), definition, 0);
    expect(readView(view, nameOf).split("\n")).toEqual([
      "Invite",
      "======",
      "Invite somebody",
      "Name: (empty)",
      "  One only",
      "Name (optional): (Choose)",
      "Name: [ ] Mail  [ ] Copy",
      "Name: @Alice Moss",
      "[Close] [Send]",
    ]);
  });

  it("shows what was typed and picked", () => {
    const view = buildView(createIdentity({}), definition, 0);
    view.state.values["who"] = { email: { type: "email_text_input", value: "bob@example.com" } };
    view.state.values["level"] = { level: { type: "static_select", selected_option: option("Owner") } };
    view.state.values["extra"] = { extra: { type: "checkboxes", selected_options: [option("Copy")] } };
    const shown = readView(view).split("\n");
    expect(shown).toContain("Name: bob@example.com");
    expect(shown).toContain("Name (optional): Owner");
    expect(shown).toContain("Name: [ ] Mail  [x] Copy");
  });
});
