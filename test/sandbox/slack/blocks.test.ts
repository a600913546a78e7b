import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { counts, lengths, shapes } from "./block-limits.ts";
import { letters, rich, section, times, type Sample } from "./block-samples.ts";
import { startWorkspace, type WorkspaceFixture } from "./workspace-fixture.ts";

let fixture: WorkspaceFixture;
beforeAll(async () => {
  fixture = await startWorkspace();
  fixture.slack.limits.messagesPerSecond = false;
});
afterAll(() => fixture.slack.close());

async function complaint(blocks: unknown): Promise<string> {
  try {
    await fixture.client.apiCall("chat.postMessage", { channel: fixture.general, text: "Hello", blocks });
    return "ok";
  } catch (error) {
    const { data } = error as { data: { error: string; errors?: string[] } };
    return data.errors?.join("; ") ?? data.error;
  }
}

const sections = (length: number) => times(5, () => section(letters(length)));
const text = (length: number) => [rich({ type: "text", text: letters(length) })];
const named = (block_id: string): Sample => ({ ...section("x"), block_id });

describe("a message", () => {
  it.each(lengths)("has %s of at most %d characters", async (_name, most, make) => {
    expect(await complaint([make(letters(most))])).toBe("ok");
    expect(await complaint([make(letters(most + 1))])).toContain(`must be less than ${most + 1} characters`);
  });

  it.each(counts)("has %s up to %d", async (_name, most, make) => {
    expect(await complaint(make(most))).toBe("ok");
    expect(await complaint(make(most + 1))).toContain(`no more than ${most} items allowed`);
  });

  it.each(shapes)("has %s", async (_name, takes, refuses, says) => {
    expect(await complaint([takes])).toBe("ok");
    expect(await complaint([refuses])).toContain(says);
  });

  it("has at most 13,200 characters in all its blocks", async () => {
    expect([await complaint(sections(2_640)), await complaint(text(13_200))]).toEqual(["ok", "ok"]);
    const refused = [await complaint(sections(2_641)), await complaint(text(13_201))];
    expect(refused).toEqual(["msg_blocks_too_long", "msg_blocks_too_long"]);
  });

  it("has each block_id once", async () => {
    expect(await complaint([named("a"), named("b")])).toBe("ok");
    expect(await complaint([named("a"), named("a")])).toContain('block_id "a" already exists');
  });

  it("has blocks in an array", async () => {
    expect(await complaint("no blocks")).toBe("invalid_blocks_format");
  });

  it("has every kind of rich text", async () => {
    const inlines = [
      { type: "text", text: "Hello ", style: { bold: true, italic: true } },
      { type: "user", user_id: "U1", style: { bold: true } },
      { type: "channel", channel_id: "C1" },
      { type: "usergroup", usergroup_id: "S1" },
      { type: "broadcast", range: "here" },
      { type: "emoji", name: "wave" },
      { type: "link", url: "https://example.com", text: "here" },
      { type: "date", timestamp: 1_700_000_000, format: "{date}", fallback: "then", url: "https://x.io" },
    ];
    const inner = { type: "rich_text_section", elements: inlines };
    const lists = ["bullet", "ordered"].map((style) => ({
      type: "rich_text_list",
      style,
      elements: [inner],
    }));
    const parts = ["preformatted", "quote"].map((kind) => ({ type: `rich_text_${kind}`, elements: inlines }));
    const elements = [inner, ...parts, ...lists];
    expect(await complaint([{ type: "rich_text", elements }])).toBe("ok");
    const kept = fixture.slack.messages(fixture.general).at(-1)?.blocks;
    expect(kept).toMatchObject([{ type: "rich_text", elements }]);
  });
});
