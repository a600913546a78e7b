import { expect, test } from "vitest";
import type { Command } from "../../../src/bot/slack/command.ts";
import { help, suggestions, unknownCommand, usage } from "../../../src/bot/slack/help-texts.ts";
import { commands } from "../../../src/bot/features.ts";

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

test("help has a line for each area, with its commands in the table's order, and no other", () => {
  const other = command("audit", { area: "Everyone" });
  expect(help([...table, other]).split("\n")).toEqual([
    "*Users*: `invite` · `grant` · `revoke` · `user`",
    "*Everyone*: `audit`",
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
  expect(unknownCommand(suggestions(table, word), word)).toContain(`Did you mean \`/cyclr ${near}\`?`);
});

test.each(["", "zzzzzzzz", "שלום", "z".repeat(10_000)])(
  "“%s” is near no command and gets help alone",
  (word) => {
    const answer = unknownCommand(suggestions(table, word), word);
    expect(answer).toMatch(/^I don't know “/);
    expect(answer).not.toContain("Did you mean");
    expect(answer.split("\n").length).toBeLessThanOrEqual(3);
    expect(answer.length).toBeLessThan(200);
  },
);

test("an unknown word cannot call the channel or make a link", () => {
  expect(unknownCommand([], "<!channel>")).toContain("“&lt;!channel&gt;”");
  expect(unknownCommand([], "<https://evil.example|help>")).not.toContain("<");
});

test.each([
  ["revoke", "revoke-admin, revoke-invitation"],
  ["resume-admin", "resume"],
  ["unsuspend", "resume"],
  ["suspnd", "suspend"],
  ["revoke-amdin", "revoke-admin"],
  ["grant-adm", "grant-admin"],
  ["delete", "delete-user, delete-account"],
  ["freez-console-user", "freeze-console-user"],
  ["unfreze-console-user", "unfreeze-console-user"],
])("“%s” may mean %s", (word, names) => {
  expect(
    suggestions(commands, word)
      .map(({ name }) => name)
      .join(", "),
  ).toBe(names);
});

test.each([
  ["revoke", "resume"],
  ["revoke-user", "resend-invitation"],
  ["resend", "revoke-invitation"],
  ["suspend!", "resume"],
  ["freeze", "unfreeze-console-user"],
  ["delete-acount", "create-account"],
])("“%s” is never answered with its contrary, %s", (word, contrary) => {
  expect(suggestions(commands, word).map(({ name }) => name)).not.toContain(contrary);
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
