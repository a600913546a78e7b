import { beforeAll, describe, expect, test } from "vitest";
import {
  changeAccountSettingsRequest,
  settingsMark,
} from "../../../src/core/accounts/change-account-settings.ts";
import { createAccountRequest } from "../../../src/core/accounts/create-account.ts";
import { deleteAccountRequest } from "../../../src/core/accounts/delete-account.ts";
import { undoHere } from "../../../src/core/cloud/undo-here.ts";
import type { ConsoleUserActor, Context } from "../../../src/core/context.ts";
import type { Card } from "../../../src/core/kernel/chat/chat.ts";
import { confirmRequest } from "../../../src/core/kernel/requests/confirm-request.ts";
import {
  askByHand,
  cannotByHand,
  doneByHand,
  retryEffect,
} from "../../../src/core/kernel/requests/settle-effect.ts";
import { submitRequest } from "../../../src/core/kernel/requests/submit-request.ts";
import { minutes } from "../../../src/core/kernel/time/clock.ts";
import { removeUserRequest } from "../../../src/core/memberships/remove-user.ts";
import { showRequests } from "../../../src/bot/requests/request-list.ts";
import { listRequests } from "../../../src/core/requests/list-requests.ts";
import { makeAccount } from "../../support/factories.ts";
import { place } from "../../support/invite-scene.ts";
import { cardWords, carryOut, refusalOf } from "../accounts/account-scene.ts";
import { cloud, connect, known, met, nextSerial, runFor, scene, there } from "./connected-scene.ts";

connect();

let vera: Context<ConsoleUserActor>;
beforeAll(async () => {
  vera = { ...(await scene.actor({ accounts: "view" })), cloud: scene.ctx.cloud };
});

const shown = (): Card[] => scene.t.chat.messages.flatMap(({ cards }) => cards.slice(-1));
/** The card, and the note under it. */
const card = () => cardWords(shown()[0]);
const note = () => cardWords(shown()[1]);
const buttons = () => shown()[1]?.buttons?.map(({ label }) => label);

async function newest() {
  return scene.t.db.cloudEffect.findFirstOrThrow({ orderBy: { id: "desc" } });
}

/** An Account that the cloud refuses to make. Returns its API ID. */
async function refused(): Promise<string> {
  met.fault = "refusing";
  const apiId = `refused-${nextSerial()}`;
  await carryOut(scene, createAccountRequest, { name: "New Ltd", apiId, description: "", parentId: null });
  met.fault = "none";
  return apiId;
}

const press = async (settle: typeof retryEffect, ctx = scene.ctx) => {
  await settle(ctx, (await newest()).id);
  await scene.t.runJobs();
};

const undo = async () => {
  await undoHere(scene.ctx, (await newest()).id, async (kind, input) => {
    const { requestId, needsConfirmation } = await submitRequest(scene.ctx, kind, input, place());
    if (needsConfirmation) await confirmRequest(scene.ctx, requestId);
  });
  await scene.t.runJobs();
};

describe("what the cloud refuses", () => {
  test("is told in the thread: what is true here and there, and what can be done", async () => {
    await refused();
    expect(note()).toBe(
      [
        "Not done in Cyclr's cloud",
        "Cyclr's cloud answers 400.",
        "Here: the Account exists.",
        "In Cyclr's cloud: it was not made.",
        "The buttons are for people with “accounts: manage”.",
      ].join("\n"),
    );
    expect(buttons()).toEqual(["Retry", "By hand", "Undo here"]);
    expect(card()).toContain("In Cyclr: not done: Cyclr's cloud answers 400. Here it is done.");
  });

  test("is tried again by its button, once", async () => {
    const apiId = await refused();
    await press(retryEffect);
    expect(await there(apiId)).toMatchObject({ name: "New Ltd" });
    expect(card()).toContain("In Cyclr: done\n");
    expect(note()).toBe("Done in Cyclr's cloud\nIt was done when it was tried again.");
    expect(buttons()).toBeUndefined();
    expect(await refusalOf(press(retryEffect))).toMatchObject({
      code: "conflict",
      message: "It is done there already. Nothing was changed; see the card.",
    });
    expect(met.changes).toEqual(["createAccount", "createAccount"]);
  });

  test("is done by hand where somebody says so, and the card claims no more", async () => {
    const apiId = await refused();
    await press(askByHand);
    expect(card()).toContain("In Cyclr: not done, as far as is known: somebody is asked to do it by hand.");
    expect(note()).toContain(
      `In the Console, Accounts > Account Management: create the Account “New Ltd” with the API ID “${apiId}”.`,
    );
    expect(buttons()).toEqual(["Done", "Cannot be done"]);
    await runFor(minutes(60));
    expect(met.changes).toEqual(["createAccount"]);
    await press(doneByHand);
    expect(card()).toContain(`In Cyclr: done by hand, says ${scene.ctx.actor.name}\n`);
    expect(note()).toContain("says that it is done in the Console.");
    const events = await scene.t.db.auditEvent.findMany({
      where: { action: { startsWith: "cloud-change" }, subjectName: `the new Account ${apiId}` },
      orderBy: { id: "asc" },
    });
    expect(events.map(({ action, actorName }) => [action, actorName])).toEqual([
      ["cloud-change-failed", "cyclr-access"],
      ["cloud-change-by-hand", scene.ctx.actor.name],
      ["cloud-change-done", scene.ctx.actor.name],
    ]);
  });

  test("that cannot be done by hand either is open again", async () => {
    await refused();
    await press(askByHand);
    await press((ctx, id) => cannotByHand(ctx, id, { because: "the menu is locked" }));
    expect(note()).toContain(
      `${scene.ctx.actor.name} says that it cannot be done in the Console: the menu is locked`,
    );
    expect(buttons()).toEqual(["Retry", "By hand", "Undo here"]);
  });

  test("is decided by those who manage its area, and a refusal is audited", async () => {
    await refused();
    expect(await refusalOf(press(retryEffect, vera))).toMatchObject({ code: "forbidden" });
    const refusal = { action: "refused", actorId: vera.actor.id, subjectName: "cloud-retry" } as const;
    expect(await scene.t.db.auditEvent.count({ where: refusal })).toBe(1);
    expect(buttons()).toEqual(["Retry", "By hand", "Undo here"]);
  });

  test("stands among the requests that wait, until it is settled", async () => {
    const apiId = await refused();
    const waiting = async (ctx = scene.ctx) =>
      (await listRequests(ctx, { filter: "waiting", take: 20 })).requests.flatMap(({ inCloud }) => inCloud);
    const { id } = await newest();
    expect((await waiting()).map((one) => one.id)).toContain(id);
    expect(await waiting(vera)).toEqual([]);
    const [, blocks] = await showRequests(scene.ctx, { filter: "waiting" });
    const shownBlocks = JSON.stringify(blocks);
    expect(shownBlocks).toContain(
      `Not done in Cyclr's cloud: the new Account ${apiId}. Cyclr's cloud answers 400.`,
    );
    expect(shownBlocks).toContain("cloud-by-hand");
    await press(retryEffect);
    expect((await waiting()).map((one) => one.id)).not.toContain(id);
  });

  test("stands in the Home of those who manage its area", async () => {
    const { id } = scene.ctx.actor;
    await scene.t.db.consoleUser.update({ where: { id }, data: { chatUserId: "U0HOME" } });
    await scene.t.db.home.create({ data: { consoleUserId: id, generation: 1, observedGeneration: 1 } });
    await refused();
    scene.t.clock.advance(minutes(1));
    await scene.t.runJobs();
    const home = JSON.stringify([...scene.t.chat.homes.values()]);
    expect(home).toContain("Done here, not in Cyclr's cloud");
    expect(home).toContain("By hand");
    await scene.t.db.home.delete({ where: { consoleUserId: id } });
  });
});

test("what went without an answer eight times may be done there, and the note says so", async () => {
  met.fault = "answer lost";
  const { account } = await known();
  const settings = { accountId: account.id, shown: settingsMark(account), name: "Other Ltd" };
  await carryOut(scene, changeAccountSettingsRequest, settings);
  await runFor(minutes(12 * 60));
  expect(note()).toContain("In Cyclr's cloud: not known, since 9 tries went without an answer that tells.");
});

describe("taken back here", () => {
  test("an Account is deleted, and another's of the same API ID there is left alone", async () => {
    const apiId = await refused();
    await makeAccount(cloud.there.db, { apiId, name: "Somebody else" });
    await undo();
    expect(await scene.t.db.account.count({ where: { apiId } })).toBe(0);
    expect(await there(apiId)).toMatchObject({ name: "Somebody else" });
    expect(card()).toContain(`In Cyclr: not done. ${scene.ctx.actor.name} asked to take it back here.`);
    expect(buttons()).toBeUndefined();
  });

  test("a name is as before, here and there", async () => {
    const { account } = await known();
    met.fault = "refusing";
    const settings = { accountId: account.id, shown: settingsMark(account), name: "Other Ltd" };
    await carryOut(scene, changeAccountSettingsRequest, settings);
    met.fault = "none";
    await undo();
    expect(await scene.t.db.account.findUnique({ where: { id: account.id } })).toMatchObject({
      name: account.name,
    });
    expect(await there(account.apiId)).toMatchObject({ name: account.name });
  });

  test("a user has the Account again", async () => {
    const { account, userId } = await known();
    met.fault = "refusing";
    await carryOut(scene, removeUserRequest, { accountId: account.id, userId });
    met.fault = "none";
    await undo();
    expect(await scene.t.db.membership.count({ where: { userId, accountId: account.id } })).toBe(1);
    expect(await there(account.apiId)).toMatchObject({ memberships: [{}] });
  });

  test("a deletion cannot be", async () => {
    const { account } = await known();
    met.fault = "refusing";
    await carryOut(scene, deleteAccountRequest, { accountId: account.id });
    expect(buttons()).toEqual(["Retry", "By hand"]);
    expect(await refusalOf(undo())).toMatchObject({ code: "conflict" });
  });
});
