import { describe, expect, test } from "vitest";
import { commands } from "../../src/bot/features.ts";
import { fold } from "../../src/core/kernel/text/fold.ts";
import type { Message } from "../../src/sandbox/slack/model/message-log.ts";
import { startWalk } from "../support/walk.ts";

const table = commands.map((command) => [command.name, command] as const);
const hostile = '<!channel> *b* `c` <https://evil.example|x> \u202E💥 &lt; "q"';

describe("every command", () => {
  const walk = startWalk({ store: "PostgreSQL", mode: "socket" });
  const me = () => walk.demo.people["olivia"] ?? "";

  const send = async (text: string) => {
    const { slack, channelId } = walk.demo;
    const before = slack.ephemerals(me()).length;
    const forms = new Set(slack.views(me()).map(({ id }) => id));
    await slack.runCommand({ userId: me(), channelId, text });
    const answer = () => slack.ephemerals(me())[before];
    const form = () => slack.views(me()).find(({ id, blocks }) => !forms.has(id) && !isLoading(blocks));
    await slack.waitFor(() => answer() ?? form(), { what: `an answer to ${text}` });
    return { told: answer(), form: form() };
  };

  /** Said also where its form opens beside it. */
  const answerTo = async (text: string) => {
    const before = walk.demo.slack.ephemerals(me()).length;
    await send(text);
    const answer = () => walk.demo.slack.ephemerals(me())[before];
    return walk.demo.slack.waitFor(answer, { what: `words to ${text}` });
  };

  test.each(table)("%s explains itself with --help, with an example", async (name, command) => {
    const { told } = await send(`${name} --help`);
    expect(told?.text).toContain(`*/cyclr ${name}*`);
    for (const line of command.usage) expect(told?.text).toContain(escaped(`/cyclr ${name} ${line}`.trim()));
    if (command.needs) expect(told?.text).toContain(command.needs.replace(":", ": "));
  });

  test.each(table)("%s answers, or opens its form, when nothing follows it", async (name, command) => {
    const { told, form } = await send(name);
    if (!form) return expect(told?.text).toBeTruthy();
    expect((command.forms ?? []).map(({ name }) => name)).toContain(form.callback_id);
    await walk.demo.slack.closeView({ userId: me(), viewId: form.id });
  });

  test.each(table.filter(([, { changes }]) => changes))(
    "%s with --plan tells what its example would do, and does nothing",
    async (name, { example }) => {
      const { db } = walk.demo.app;
      const before = await db.request.count();
      const told = await answerTo(`${name} ${example} --plan`);
      expect(told?.text).toMatch(/nothing is done|^:warning:/);
      expect(await db.request.count()).toBe(before);
    },
  );

  test("makes no markup of what people typed", async () => {
    const { db } = walk.demo.app;
    for (const { id } of await db.account.findMany()) {
      await db.account.update({
        where: { id },
        data: { name: `${hostile} ${id}`, nameKey: fold(`${hostile} ${id}`) },
      });
    }
    await db.user.updateMany({ data: { firstName: hostile, lastName: hostile } });
    await db.consoleUser.updateMany({
      where: { fullAccess: false },
      data: { firstName: hostile, lastName: hostile },
    });
    const shown: Pick<Message, "text" | "blocks">[] = [];
    for (const { name, example } of commands) {
      const { told } = await send(`${name} ${example}`);
      if (told) shown.push(told);
    }
    const { slack, channelId } = walk.demo;
    shown.push(...slack.messages(channelId), ...slack.directMessages(me()));
    expect(shown.length).toBeGreaterThan(commands.length / 2);
    expect(shown.filter((message) => /<!channel>|<https:\/\/evil/.test(markupOf(message)))).toEqual([]);
  });
});

function isLoading(blocks: unknown[]): boolean {
  return JSON.stringify(blocks).includes("One moment");
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** Only what Slack reads as markup: rich text, plain text, and a table with its caption are data. */
function markupOf({ text, blocks }: Pick<Message, "text" | "blocks">): string {
  return JSON.stringify([text, blocks], (_key, value: unknown) => (isData(value) ? undefined : value));
}

function isData(value: unknown): boolean {
  return (
    typeof value === "object" &&
    value !== null &&
    "type" in value &&
    ["plain_text", "rich_text", "data_table"].includes(String(value.type))
  );
}
