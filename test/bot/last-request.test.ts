import { beforeAll, beforeEach, expect, test } from "vitest";
import { commands } from "../../src/bot/features.ts";
import { botScene, ed } from "../support/bot-scene.ts";
import { addPerson, makeAccount, makeUser } from "../support/factories.ts";

const scene = botScene(commands);

beforeAll(async () => {
  await scene.t.db.consoleUser.updateMany({ data: { fullAccess: true } });
  await makeUser(scene.t.db, { username: "hanna", email: "hanna@harbour.example" });
  await makeAccount(scene.t.db, { name: "Harbour Foods", apiId: "harbour" });
});
beforeEach(() => {
  addPerson(scene.t.chat, ed, "ed@partner.example");
});

const last = () => scene.t.db.request.findFirstOrThrow({ orderBy: { id: "desc" } });

test("where nothing was asked for, that is said", async () => {
  for (const word of ["status", "cancel", "undo"]) await scene.types(word);
  await scene.slack.waitFor(() => scene.slack.ephemerals(ed).length === 3);
  expect(scene.slack.ephemerals(ed).map(({ text }) => text)).toEqual(
    Array.from({ length: 3 }, () => "You have made no requests yet."),
  );
});

test("what waits for its requester is shown with its buttons, and taken back", async () => {
  await scene.types("delete-user hanna");
  await scene.hears(/This would be done/);
  await scene.types("status");
  await scene.hears(/Delete user.*hanna.*waits for its requester/);
  expect(JSON.stringify(scene.slack.ephemerals(ed).at(-1)?.blocks)).toContain("Leave it");
  await scene.types("cancel please");
  await scene.hears(/Taken back: .*hanna.*Nothing was changed\./);
  expect(await last()).toMatchObject({ status: "cancelled" });
  await scene.types("undo");
  await scene.hears(/was cancelled already\. There is nothing to take back\./);
});

test("what is on its way, or done, is not taken back, and what reverses it is said", async () => {
  await scene.types("create-account Nordwind");
  await scene.hears(/Queued/);
  await scene.types("cancel");
  await scene.hears(/is already running and cannot be taken back\..*\/cyclr delete-account/);
  const { id } = await last();
  await scene.t.db.request.update({ where: { id }, data: { status: "done" } });
  await scene.types("undo");
  await scene.hears(/is done and cannot be taken back\. \/cyclr delete-account deletes the Account\./);
  expect(await last()).toMatchObject({ id, status: "done" });
});
