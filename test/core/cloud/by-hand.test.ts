import { beforeEach, describe, expect, test } from "vitest";
import {
  changeAccountSettingsRequest,
  settingsMark,
} from "../../../src/core/accounts/change-account-settings.ts";
import { resumeAccountRequest, suspendAccountRequest } from "../../../src/core/accounts/suspend-account.ts";
import { showRequests } from "../../../src/bot/requests/request-list.ts";
import { by, recordAudit } from "../../../src/core/kernel/audit/record-audit.ts";
import { systemActor } from "../../../src/core/kernel/audit/system-actor.ts";
import { deleteAccountRequest } from "../../../src/core/accounts/delete-account.ts";
import { askForSteps } from "../../../src/core/cloud/steps-from-audit.ts";
import { remindOfSteps } from "../../../src/core/cloud/remind-of-steps.ts";
import { recover } from "../../../src/core/kernel/outbox/recover.ts";
import { cloudOutbox } from "../../../src/core/kernel/requests/cloud-effect.ts";
import { effectButtons } from "../../../src/core/kernel/requests/cloud-note.ts";
import {
  askByHand,
  cannotByHand,
  cannotInput,
  doneByHand,
  retryEffect,
} from "../../../src/core/kernel/requests/settle-effect.ts";
import { hours, minutes } from "../../../src/core/kernel/time/clock.ts";
import { addAccountsRequest } from "../../../src/core/memberships/add-accounts.ts";
import { sweepGrants } from "../../../src/core/memberships/end-grant.ts";
import { grantAdministratorRequest } from "../../../src/core/memberships/grant-administrator.ts";
import { removeUserRequest } from "../../../src/core/memberships/remove-user.ts";
import { revokeAdministratorRequest } from "../../../src/core/memberships/revoke-administrator.ts";
import { suspendMembershipRequest } from "../../../src/core/memberships/suspend-membership.ts";
import { findReport } from "../../../src/core/reports/reports.ts";
import { deleteUserRequest } from "../../../src/core/users/delete-user.ts";
import { cardWords, carryOut, refusalOf } from "../accounts/account-scene.ts";
import { ask, step, steps } from "./by-hand-scene.ts";
import { card, connect, known, met, scene, there, withoutCloud } from "./connected-scene.ts";

connect();

beforeEach(async () => {
  await ask();
  await scene.t.db.cloudEffect.deleteMany();
  await scene.t.db.mailing.deleteMany();
});

const notes = (): string[] =>
  scene.t.chat.messages
    .map(({ cards }) => cardWords(cards.at(-1)))
    .filter((one) => /Console|Cyclr's cloud/u.test(one.split("\n")[0] ?? ""));

async function administrator(forMinutes?: number) {
  const found = await known();
  await ask();
  const who = { userId: found.userId, accountId: found.account.id };
  await carryOut(scene, grantAdministratorRequest, { ...who, ...(forMinutes && { forMinutes }) });
  await ask();
  return { ...found, who };
}

describe("a level, which no call can write", () => {
  test("is asked for by hand, with the menu path, and the card claims no more", async () => {
    const { account, username } = await administrator();
    expect(notes()).toEqual([
      [
        "To be done by hand in the Console",
        `Cyclr's API has no call for it: In the Console, Accounts > Account Management > users of the Account “${account.apiId}”: make sure that Administrator is ticked for “${username}”, and save. The buttons are for people with “users: manage”.`,
      ].join("\n"),
    ]);
    expect(card()).toContain("In Cyclr: not done, as far as is known: somebody is asked to do it by hand.");
    expect(met.changes).toEqual([]);
    await doneByHand(scene.ctx, (await step()).id);
    await scene.t.runJobs();
    expect(card()).toContain(`In Cyclr: done by hand, says ${scene.ctx.actor.name}`);
  });

  test("is asked for once, however often the audit is followed", async () => {
    await administrator();
    await ask();
    await Promise.all([askForSteps(scene.t.app), askForSteps(scene.t.app)]);
    expect(await steps()).toHaveLength(1);
  });

  test("that is taken before anybody ticked it has to be looked at all the same", async () => {
    const { who, username } = await administrator();
    await carryOut(scene, revokeAdministratorRequest, who);
    await ask();
    expect((await steps()).map(({ undoneAt, about }) => [undoneAt !== null, about])).toEqual([
      [true, expect.objectContaining({ level: "Administrator" })],
      [false, expect.objectContaining({ level: "Access", userName: username })],
    ]);
    expect(notes()[0]).toContain("No longer to be done in the Console");
    expect(notes()[1]).toContain(`make sure that Administrator is not ticked for “${username}”`);
  });

  test("needs nothing where it comes to what is there", async () => {
    const { who } = await administrator();
    await doneByHand(scene.ctx, (await step()).id);
    await carryOut(scene, grantAdministratorRequest, { ...who, forMinutes: 30 });
    await ask();
    expect(await steps()).toHaveLength(1);
  });

  test("whose time is over is asked to be taken away, and told to more people after an hour", async () => {
    const { username } = await administrator(30);
    await doneByHand(scene.ctx, (await step()).id);
    scene.t.clock.advance(minutes(31));
    await sweepGrants(scene.t.app);
    await ask();
    expect(await step()).toMatchObject({
      about: { level: "Access", ended: true, userName: username },
      remindAt: new Date(scene.t.clock.now().getTime() + hours(1)),
    });
    expect(await remindOfSteps(scene.t.app)).toBe(0);
    scene.t.clock.advance(hours(1));
    expect(await remindOfSteps(scene.t.app)).toBe(1);
    expect(await remindOfSteps(scene.t.app)).toBe(0);
    await scene.t.runJobs();
    const escalated = { action: "cloud-change-escalated" } as const;
    expect(await scene.t.db.auditEvent.findMany({ where: escalated })).toMatchObject([
      { subjectName: expect.stringContaining(`the level Access of ${username}`) },
    ]);
    const told = await scene.t.db.mailing.findMany({ where: { kind: "cloud-steps" } });
    expect(told.length).toBeGreaterThan(0);
    scene.t.clock.advance(hours(24));
    expect(await remindOfSteps(scene.t.app)).toBe(1);
    expect(await scene.t.db.auditEvent.count({ where: escalated })).toBe(1);
  });

  test("stands in the report until somebody says that it is done", async () => {
    const { account, username } = await administrator();
    const report = async () =>
      (await findReport("levels").page(scene.t.app, undefined, 50)).rows
        .map(({ cells }) => cells)
        .filter(([, apiId]) => apiId === account.apiId);
    expect(await report()).toEqual([
      [account.name, account.apiId, username, "Administrator", "to be done by hand", expect.any(String)],
    ]);
    const { id } = await step();
    await cannotByHand(scene.ctx, id, { because: "the page is broken" });
    expect((await report()).map((cells) => cells[4])).toEqual(["cannot be done there"]);
    await askByHand(scene.ctx, id);
    await doneByHand(scene.ctx, id);
    expect(await report()).toEqual([]);
  });
});

describe("what cannot be done by hand", () => {
  test("needs a reason, and is never tried by a call", async () => {
    await administrator();
    const { id } = await step();
    expect(cannotInput.safeParse({ because: "  " }).success).toBe(false);
    await cannotByHand(scene.ctx, id, { because: "nobody has the rights there" });
    await scene.t.runJobs();
    expect(notes()[0]).toContain("says that it cannot be done in the Console: nobody has the rights there");
    const given = await scene.t.db.cloudEffect.findUniqueOrThrow({ where: { id } });
    expect(effectButtons(given).map(({ label }) => label)).toEqual(["By hand"]);
    expect(await refusalOf(retryEffect(scene.ctx, id))).toMatchObject({ code: "conflict" });
  });
});

describe("is asked for by hand", () => {
  test("access to a further Account, of somebody who is there already", async () => {
    const [{ userId, username }, other] = [await known(), await known()];
    await ask();
    const asked = { userId, accountIds: [], administratorOf: [other.account.id] };
    await carryOut(scene, addAccountsRequest, asked);
    await ask();
    expect((await steps()).map(({ about }) => about)).toEqual([
      { kind: "give-access", cloudId: other.account.apiId, userName: username, userId },
      {
        kind: "set-level",
        cloudId: other.account.apiId,
        userName: username,
        userId,
        level: "Administrator",
      },
    ]);
  });

  test("a suspension, and its end instead of it", async () => {
    const { account } = await known();
    await ask();
    await carryOut(scene, suspendAccountRequest, { accountId: account.id, because: null });
    await ask();
    expect(notes()[0]).toContain("stop its cycles. Cyclr has no suspension");
    await carryOut(scene, resumeAccountRequest, { accountId: account.id, because: null });
    await ask();
    expect((await steps()).map(({ undoneAt, about }) => [undoneAt !== null, about])).toEqual([
      [true, { kind: "suspend-account", cloudId: account.apiId, suspended: true }],
      [false, { kind: "suspend-account", cloudId: account.apiId, suspended: false }],
    ]);
  });

  test("the suspension of a user", async () => {
    const { account, userId, username } = await known();
    await ask();
    await carryOut(scene, suspendMembershipRequest, { userId, accountId: account.id, because: null });
    await ask();
    expect(await step()).toMatchObject({
      kind: "suspend-member",
      about: { userName: username, suspended: true },
    });
  });

  test("another API ID", async () => {
    const { account } = await known();
    await ask();
    const apiId = `${account.apiId.replaceAll(" ", "-")}-new`;
    const shown = settingsMark(account);
    await carryOut(scene, changeAccountSettingsRequest, { accountId: account.id, apiId, shown });
    await ask();
    expect(await step()).toMatchObject({ about: { kind: "change-api-id", cloudId: account.apiId, apiId } });
  });

  test("the profile of a User who is deleted; each Account is taken from them by a call", async () => {
    const { userId, username } = await known();
    await ask();
    await carryOut(scene, deleteUserRequest, { userId });
    await ask();
    expect(met.changes).toEqual(["removeMember"]);
    expect(await steps()).toMatchObject([{ about: { kind: "delete-profile", userName: username } }]);
  });

  test("nothing more of a user who is removed", async () => {
    const { who } = await administrator();
    await carryOut(scene, suspendMembershipRequest, { ...who, because: null });
    await carryOut(scene, removeUserRequest, who);
    await ask();
    expect((await steps()).every(({ undoneAt }) => undoneAt !== null)).toBe(true);
  });
});

test("what no Request asked for waits in the list all the same, for those who may do it", async () => {
  const { account, userId, username } = await known();
  await ask();
  const { id } = await scene.t.db.membership.findUniqueOrThrow({
    where: { userId_accountId: { userId, accountId: account.id } },
  });
  await scene.t.db.administratorGrant.create({ data: { membershipId: id, startsAt: scene.t.clock.now() } });
  await recordAudit(scene.t.db, by(scene.t.app, systemActor), {
    action: "administrator-granted",
    subject: { kind: "user", id: userId, name: username },
    accountId: account.id,
  });
  await ask();
  const [text, blocks] = await showRequests(scene.ctx, { filter: "waiting" });
  expect(text).toContain(`make sure that Administrator is ticked for “${username}”`);
  expect(JSON.stringify(blocks)).toContain("Cannot be done");
  const viewer = { ...(await scene.actor({ users: "view" })), cloud: scene.ctx.cloud };
  expect((await showRequests(viewer, { filter: "waiting" }))[0]).not.toContain(username);
});

test("a deleted Account needs no step any more, and is still deleted there by its call", async () => {
  const { account } = await known();
  await carryOut(scene, suspendAccountRequest, { accountId: account.id, because: "unpaid" });
  await ask();
  met.fault = "changes away";
  await carryOut(scene, deleteAccountRequest, { accountId: account.id });
  await ask();
  expect(await step()).toMatchObject({ kind: "suspend-account", undoneAt: expect.any(Date) });
  const deletion = () =>
    scene.t.db.cloudEffect.findFirstOrThrow({ where: { kind: "delete-account", accountId: account.id } });
  expect(await deletion()).toMatchObject({ undoneAt: null, doneAt: null });
  met.fault = "none";
  scene.t.clock.advance(minutes(5));
  await recover(scene.t.app, [cloudOutbox]);
  await scene.t.runJobs();
  expect(await deletion()).toMatchObject({ undoneAt: null, doneAt: expect.any(Date) });
  expect(await there(account.apiId)).toBeNull();
});

test("asks nobody where the program is not connected", async () => {
  const { account, userId } = await known();
  await ask();
  await withoutCloud(async () => {
    await carryOut(scene, grantAdministratorRequest, { userId, accountId: account.id });
    await ask();
    expect(await steps()).toEqual([]);
    expect(await remindOfSteps(scene.t.app)).toBe(0);
  });
});
