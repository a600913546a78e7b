import { beforeAll, describe, expect, test } from "vitest";
import { botTables } from "../../src/bot/features.ts";
import { optionsFor } from "../../src/bot/slack/option-source.ts";
import { callerContext } from "../../src/bot/console-users/caller.ts";
import { importCloud } from "../../src/core/cloud/import-cloud.ts";
import type { CloudLists } from "../../src/core/kernel/cloud/cloud.ts";
import { workspace } from "../support/recorded-chat.ts";
import { typedScene } from "../support/typed-scene.ts";

/** API IDs and user IDs as a cloud may have them, the ids kept letter for letter. */
const oddities = [
  "with spaces in it",
  "  around it  ",
  "with/slashes\\both",
  "Bärenbräu & Söhne",
  "Łódź, Sp. z o.o.",
  "東京エレクトロン",
  "ONE",
  "one",
  'the "Quoted" one',
  "“curly” and «angled»",
  "Bob (bob@acme.example)",
  "mailto:bob@acme.example",
  "it's O'Brien's",
  "`code`",
  "<mailto:a@b.example|a@b.example>",
  "<@U0VERA>",
  "#general",
  "a & b &amp; c",
  "to acme as admin",
  "--plan",
  "for 4h because please",
  "please",
  "two\nlines",
  "zero\u200Bwidth",
  "\u202Eright to left",
  "👩‍👩‍👧 family",
  `long ${"x".repeat(295)}`,
  `long ${"x".repeat(294)}y`,
];

const scene = typedScene();
const cloud: CloudLists = {
  accounts: async () => ({
    accounts: oddities.map((id) => ({ id, name: id, description: "", createdAt: undefined })),
    pages: 1,
  }),
  account: async () => undefined,
  subAccounts: async () => [],
  members: async () => oddities,
};
beforeAll(async () => {
  const actor = { kind: "operator", name: "root", surface: "command-line" } as const;
  await importCloud({ ...scene.t.app, actor }, cloud);
});

/** As Slack hands over what somebody typed. */
const typed = (line: string) =>
  scene.types(line.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;"));
const accountOf = (cloudId: string) => scene.t.db.account.findFirstOrThrow({ where: { cloud: { cloudId } } });
const userOf = (cloudName: string) => scene.t.db.user.findFirstOrThrow({ where: { cloud: { cloudName } } });

describe.each(oddities)("%j from the cloud", (theirs) => {
  test("is an Account that one line reaches by its API ID", async () => {
    const { id, apiId } = await accountOf(theirs);
    const { ran, said } = await typed(`invite new.one@acme.example to "${apiId}"`);
    expect({ input: ran[0]?.input, said }).toMatchObject({ input: { accountId: id }, said: "" });
  });

  test("is a User that one line reaches", async () => {
    const [{ id: accountId, apiId }, { id: userId, username }] = [
      await accountOf(theirs),
      await userOf(theirs),
    ];
    const { ran, said } = await typed(`remove-user "${username}" from "${apiId}"`);
    expect({ input: ran[0]?.input, said }).toMatchObject({ input: { userId, accountId }, said: "" });
  });

  test("is offered by the form's fields when it is typed", async () => {
    const ctx = await callerContext(scene.t.app, { chatUserId: "U0OLIVIA", workspaceId: workspace });
    const offered = async (source: string, words: string) =>
      (await optionsFor(botTables.optionSources, ctx, source, words)).map(({ value }) => value);
    const [account, user] = [await accountOf(theirs), await userOf(theirs)];
    expect(await offered("account", account.apiId)).toContain(account.id);
    expect(await offered("user", user.username)).toContain(user.id);
  });

  test("is kept letter for letter, and shown in one line that shows what it is", async () => {
    const [account, user] = [await accountOf(theirs), await userOf(theirs)];
    for (const shown of [account.apiId, user.username]) expect(shown).toMatch(/^[^\p{Cc}\p{Cf}"]{1,110}$/u);
    const keys = await scene.t.db.account.count({ where: { apiIdKey: account.apiIdKey } });
    expect(keys).toBe(1);
  });
});
