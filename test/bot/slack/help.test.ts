import { expect, test } from "vitest";
import { type Command, help, unknownCommand, usage } from "../../../src/bot/slack/command.ts";
import { commands } from "../../../src/bot/commands.ts";

const command = (name: string, given: Partial<Command> = {}): Command => ({
  name,
  area: "Users",
  summary: `does ${name}`,
  usage: [""],
  example: "",
  run: async () => undefined,
  ...given,
});

const table = ["invite", "grant", "revoke", "user"].map((name) => command(name));

test("help has a line for each command of the table, in its order, and no other", () => {
  expect(help(table).split("\n")).toEqual([
    "*Users*",
    "• `/cyclr invite`: does invite",
    "• `/cyclr grant`: does grant",
    "• `/cyclr revoke`: does revoke",
    "• `/cyclr user`: does user",
    "`/cyclr help &lt;command&gt;` or `/cyclr &lt;command&gt; --help` shows how a command is written.",
  ]);
});

test("usage shows every way to write a command, and an example, without markup of its own", () => {
  const shown = usage(
    command("invite", { summary: "R&D <b>", usage: ["", "<e-mail> to <Account>"], example: "a@b <c>" }),
  );
  expect(shown.split("\n")).toEqual([
    "*/cyclr invite*: R&amp;D &lt;b&gt;.",
    "• `/cyclr invite`",
    "• `/cyclr invite &lt;e-mail&gt; to &lt;Account&gt;`",
    "For example: `/cyclr invite a@b &lt;c&gt;`",
  ]);
});

test.each([
  ["invit", "invite"],
  ["INVITE", "invite"],
  ["inivte", "invite"],
  ["grand", "grant"],
  ["revoke!", "revoke"],
  ["usr", "user"],
  ["users", "user"],
])("“%s” is answered with the nearest command, %s", (word, near) => {
  expect(unknownCommand(table, word)).toContain(`Did you mean \`/cyclr ${near}\`?`);
});

test.each(["", "zzzzzzzz", "שלום", "z".repeat(10_000)])(
  "“%s” is near no command and gets help alone",
  (word) => {
    const answer = unknownCommand(table, word);
    expect(answer).toMatch(/^There is no command “/);
    expect(answer).not.toContain("Did you mean");
    expect(answer).toContain("`/cyclr revoke`");
    expect(answer.length).toBeLessThan(1000);
  },
);

test("an unknown word cannot call the channel or make a link", () => {
  expect(unknownCommand(table, "<!channel>")).toContain("“&lt;!channel&gt;”");
  expect(unknownCommand(table, "<https://evil.example|help>")).not.toContain("<");
});

test("with no commands at all there is still an answer", () => {
  expect(unknownCommand([], "invite")).not.toContain("Did you mean");
});

test("the real table names each command once, tells what it does and how it is written", () => {
  expect(new Set(commands.map(({ name }) => name)).size).toBe(commands.length);
  for (const { name, summary, usage, example } of commands) {
    expect(name).toMatch(/^[a-z][a-z-]*$/);
    expect([summary, usage[0] ?? undefined, example].every((text) => text !== undefined)).toBe(true);
    expect(summary).not.toBe("");
  }
});
