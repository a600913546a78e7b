import { WebClient } from "@slack/web-api";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Form } from "../../src/bot/slack/command.ts";
import { commands } from "../../src/bot/features.ts";
import { openFormAction } from "../../src/core/home/openings.ts";
import { callerContext } from "../../src/bot/console-users/caller.ts";
import type { ConsoleUserActor, Context } from "../../src/core/context.ts";
import { DomainError } from "../../src/core/kernel/errors.ts";
import type { View } from "../../src/sandbox/slack/model/message-log.ts";
import { readView } from "../../src/sandbox/slack/read-message.ts";
import { allElements } from "../../src/sandbox/slack/person/click.ts";
import { botScene, ed } from "../support/bot-scene.ts";
import { addPerson, makeAccount, makeConsoleUser, makeInvitation, makeUser } from "../support/factories.ts";
import { place } from "../support/invite-scene.ts";
import { workspace } from "../support/recorded-chat.ts";

const scene = botScene(commands);
const forms = commands.flatMap((command) => (command.forms ?? []).map((form) => [form.name, form] as const));
const unforeseen = /reference [A-Z2-9]{8}/;
const asReader = (): Promise<Context<ConsoleUserActor>> =>
  callerContext(scene.t.app, { chatUserId: ed, workspaceId: workspace });

/** Presses a button of Ed's Home that opens the form, and reads what Slack has taken. */
async function open({ name, title }: Form): Promise<View> {
  const { slack } = scene;
  const text = { type: "plain_text" as const, text: name };
  const button = { type: "button" as const, action_id: openFormAction(name), value: name, text };
  await new WebClient(slack.botToken, { slackApiUrl: slack.apiUrl }).views.publish({
    user_id: ed,
    view: { type: "home", blocks: [{ type: "actions", elements: [button] }] },
  });
  await slack.clickInView({ userId: ed, viewId: slack.home(ed)?.id ?? "", actionId: openFormAction(name) });
  const view = await scene.seesModal(new RegExp(`^(?![\\s\\S]*One moment)${title.replace("?", "\\?")}`));
  await slack.closeView({ userId: ed, viewId: view.id });
  return view;
}

/** What the bot answers to a form in which nothing was filled in, where Slack lets it through. */
async function sendEmpty(form: Form): Promise<unknown> {
  const ctx = await asReader();
  const empty = await form.view(ctx, {}, { commands }).catch(() => ({ blocks: [], state: undefined }));
  const values = Object.fromEntries(empty.blocks.map(({ block_id: id }) => [id, undefined]));
  try {
    return await form.submit(ctx, values, place(), { commands, state: empty.state });
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return error;
  }
}

beforeAll(() => scene.t.db.consoleUser.updateMany({ data: { fullAccess: true } }));
beforeEach(() => {
  addPerson(scene.t.chat, ed, "ed@partner.example");
  scene.t.queue.waiting.length = 0;
});

describe.each([
  ["nothing at all", async () => {}],
  ["names that are markup", makeHostile],
  ["100,000 Accounts", fillUp],
])("with %s, every form", (_, prepare) => {
  beforeAll(prepare);

  test.each(forms)("%s opens, or says why not", async (_name, form) => {
    const view = await open(form);
    expect(readView(view)).not.toMatch(unforeseen);
    expect(view.blocks.length).toBeGreaterThan(0);
    expect(markupIn(view.blocks).filter((text) => /<!channel>|<https:/u.test(text))).toEqual([]);
    const elements = allElements(view.blocks);
    if (!elements.some(({ block }) => block.type === "input"))
      expect(readView(view).length).toBeGreaterThan(view.title?.["text"] ? 30 : 0);
  });

  test.each(forms)("%s sent with nothing in it is told what is missing", async (_name, form) => {
    const before = await scene.t.db.request.count();
    const said = await sendEmpty(form);
    if (said instanceof DomainError) expect(said.message).toMatch(/^[A-Z/“][^<>]{5,}[.?:)”]/);
    expect(await scene.t.db.request.count()).toBe(before);
    expect(scene.t.log.join("")).not.toContain('"level":50');
  });
});

test("a search field offers a hundred of 100,000 Accounts, and those that fit what is typed", async () => {
  await fillUp();
  const { slack } = scene;
  await scene.types("delete-account");
  const { id: viewId } = await scene.seesModal(/Delete an Account\n[\s\S]*Account/);
  const offered = (query: string) => slack.loadOptions({ userId: ed, viewId, actionId: "account", query });
  expect(await offered("")).toHaveLength(100);
  expect((await offered("customer 99999")).map(({ text }) => text["text"])).toEqual([
    "Customer 99999 (customer-99999)",
  ]);
});

const hostile = '<!channel> *b* `c` <https://evil.example|x> \u202E💥 &lt; =1+1 "q"';

async function makeHostile(): Promise<void> {
  const { db } = scene.t;
  const { id: accountId } = await makeAccount(db, { name: hostile, apiId: "<!channel>" });
  for (const name of ["one", "two"]) {
    const user = await makeUser(db, { username: `${name}<!channel>`, email: `${name}@x.example` });
    await db.user.update({ where: { id: user.id }, data: { firstName: hostile, lastName: hostile } });
    await db.membership.create({ data: { userId: user.id, accountId } });
  }
  await makeInvitation(scene.t, { accountId, email: '"<!channel>"@x.example' });
  await makeConsoleUser(db, { firstName: hostile, fullAccess: true });
}

/** All that Slack reads as markup. */
function markupIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(markupIn);
  if (typeof value !== "object" || value === null) return [];
  if ("type" in value && value.type === "mrkdwn" && "text" in value) return [String(value.text)];
  return Object.values(value).flatMap(markupIn);
}

async function fillUp(): Promise<void> {
  const { db } = scene.t;
  if ((await db.account.count()) > 100) return;
  await db.$executeRaw`INSERT INTO "Account" ("id", "apiId", "apiIdKey", "name", "nameKey", "updatedAt")
    SELECT gen_random_uuid(), 'customer-' || n, 'customer-' || n, 'Customer ' || n, 'customer ' || n, now()
    FROM generate_series(1, 100000) n`;
  await db.$executeRaw`INSERT INTO "User" ("id", "username", "usernameKey", "updatedAt")
    SELECT gen_random_uuid(), 'user-' || n, 'user-' || n, now() FROM generate_series(1, 500) n`;
}
