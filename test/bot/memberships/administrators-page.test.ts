import { beforeAll, beforeEach, expect, test } from "vitest";
import {
  administratorsPageAction,
  firstAdministratorsAction,
  searchAdministratorsAction,
} from "../../../src/bot/memberships/administrators-page.ts";
import { callerContext } from "../../../src/bot/console-users/caller.ts";
import { adminsForm } from "../../../src/bot/memberships/admins-form.ts";
import { commands } from "../../../src/bot/features.ts";
import { ticksAction } from "../../../src/bot/slack/command.ts";
import { setAdministratorsInput } from "../../../src/core/memberships/set-administrators.ts";
import type { View } from "../../../src/sandbox/slack/model/message-log.ts";
import { readView } from "../../../src/sandbox/slack/read-message.ts";
import { allElements } from "../../../src/sandbox/slack/person/click.ts";
import { botScene, ed } from "../../support/bot-scene.ts";
import { addPerson, makeAccount } from "../../support/factories.ts";
import { workspace } from "../../support/recorded-chat.ts";

const scene = botScene(commands);
const nameOf = (index: number) => `person-${String(index).padStart(3, "0")}`;

beforeAll(async () => {
  const { db } = scene.t;
  const { id: accountId } = await makeAccount(db, { name: "Crowd", apiId: "crowd" });
  for (let index = 0; index < 205; index += 1) {
    const grants = index % 50 === 0 ? { create: { startsAt: new Date(0) } } : {};
    await db.user.create({
      data: {
        username: nameOf(index),
        usernameKey: nameOf(index),
        memberships: { create: { accountId, grants } },
      },
    });
  }
});
beforeEach(() => addPerson(scene.t.chat, ed, "ed@partner.example"));

async function openCrowd(): Promise<View> {
  await scene.types("admins crowd");
  return scene.seesModal(/person-000/);
}

/** Ticks and unticks people on the page that is open, by name. */
function tick(view: View, changes: Record<string, boolean>): void {
  for (const { blockId, actionId, element } of allElements(view.blocks)) {
    if (actionId !== ticksAction) continue;
    const options = element["options"] as { value: string; text: { text: string } }[];
    const mine = options.filter(({ text }) => text.text in changes);
    if (mine.length === 0) continue;
    const state = view.state.values[blockId]?.[actionId]?.["selected_options"] as { value: string }[];
    const before = state.map(({ value }) => value).filter((id) => !mine.some(({ value }) => value === id));
    const added = mine.filter(({ text }) => changes[text.text]).map(({ value }) => value);
    scene.slack.fillView({ userId: ed, viewId: view.id, values: { [blockId]: [...before, ...added] } });
  }
}

async function turn(view: View, actionId: string, reads: RegExp): Promise<View> {
  await scene.slack.clickInView({ userId: ed, viewId: view.id, actionId });
  return scene.seesModal(reads);
}

test("an Account with 205 users is ticked page by page and by search, and saved together", async () => {
  const first = await openCrowd();
  tick(first, { [nameOf(3)]: true, [nameOf(0)]: false });
  const second = await turn(first, administratorsPageAction, /2 changes on other pages[\s\S]*person-045/);
  tick(second, { [nameOf(60)]: true, [nameOf(61)]: true });
  scene.slack.fillView({ userId: ed, viewId: second.id, values: { words: "person-200" } });
  const found = await turn(second, searchAdministratorsAction, /4 changes[\s\S]*person-200/);
  expect(readView(found)).not.toContain("person-201");
  tick(found, { [nameOf(200)]: false });
  scene.slack.fillView({ userId: ed, viewId: found.id, values: { words: "" } });
  const again = await turn(found, searchAdministratorsAction, /5 changes[\s\S]*person-000/);
  // What was left on a page stands there when it is opened again, and can be taken back.
  const shown = JSON.stringify(again.state.values);
  expect(shown).toContain(nameOf(3));
  expect(shown).not.toContain(nameOf(0));
  tick(again, { [nameOf(0)]: true });
  const next = await turn(again, administratorsPageAction, /4 changes[\s\S]*person-045/);
  const back = await turn(next, firstAdministratorsAction, /person-000/);
  const sent = await scene.slack.submitView({ userId: ed, viewId: back.id, values: {} });
  expect(sent.view && readView(sent.view)).toMatch(
    /person-200 goes from Administrator to Access[\s\S]*person-003/,
  );
  const request = await scene.t.db.request.findFirstOrThrow({ where: { kind: "admins" } });
  const { grant, revoke } = setAdministratorsInput.parse(request.input);
  const names = async (ids: string[]) => {
    const users = await scene.t.db.user.findMany({
      where: { id: { in: ids } },
      orderBy: { usernameKey: "asc" },
    });
    return users.map(({ username }) => username);
  };
  expect(await names(grant)).toEqual([3, 60, 61].map(nameOf));
  expect(await names(revoke)).toEqual([nameOf(200)]);
  await scene.slack.closeView({ userId: ed, viewId: back.id });
});

test("more changes than one save takes are told, and those made so far are kept", async () => {
  let view = await openCrowd();
  const all = (from: number) =>
    Object.fromEntries(Array.from({ length: 45 }, (_, at) => [nameOf(from + at), true]));
  for (const from of [0, 45]) {
    tick(view, all(from));
    view = await turn(view, administratorsPageAction, new RegExp(`[^-]${nameOf(from + 45)}`));
  }
  tick(view, all(90));
  const told = await turn(view, administratorsPageAction, /more than 100 changes\. Save them first/);
  expect(readView(told)).toContain(nameOf(90));
  expect(JSON.stringify(told.state.values)).toContain(nameOf(91));
  await scene.slack.closeView({ userId: ed, viewId: told.id });
});

test("the form that was opened without an Account goes on to its ticks", async () => {
  const { db } = scene.t;
  const account = await db.account.findFirstOrThrow({ where: { apiIdKey: "crowd" } });
  await scene.types("admins");
  await scene.hears(/Which Account\?/);
  const ctx = await callerContext(scene.t.app, { chatUserId: ed, workspaceId: workspace });
  const place = { channelId: "C1", chatUserId: ed, idempotencyKey: "one" };
  const said = await adminsForm.submit(ctx, { accountId: account.id }, place, { commands });
  expect(JSON.stringify(said)).toContain(nameOf(44));
});
