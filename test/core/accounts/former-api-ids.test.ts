import { beforeEach, describe, expect, test } from "vitest";
import {
  changeAccountSettingsRequest,
  settingsMark,
} from "../../../src/core/accounts/change-account-settings.ts";
import { createAccountRequest } from "../../../src/core/accounts/create-account.ts";
import { deleteAccountRequest } from "../../../src/core/accounts/delete-account.ts";
import { consoleUserActor } from "../../../src/core/kernel/access/console-user-actor.ts";
import { confirmRequest } from "../../../src/core/kernel/requests/confirm-request.ts";
import { approveRequest } from "../../../src/core/kernel/requests/decide-request.ts";
import type { RequestKind } from "../../../src/core/kernel/requests/request-kind.ts";
import { submitRequest } from "../../../src/core/kernel/requests/submit-request.ts";
import { days } from "../../../src/core/kernel/time/clock.ts";
import { beforeTheWrite } from "../../support/before-the-write.ts";
import { makeAccount } from "../../support/factories.ts";
import { place } from "../../support/invite-scene.ts";
import { approvalScene, askGrant, rowOf, says } from "../kernel/requests/approval-scene.ts";
import { take, work } from "../kernel/requests/jobs-by-hand.ts";

const scene = approvalScene();
let own: string;
/** Another in each test, since the audit keeps those before. */
let acme: string;
let tests = 0;

/** Ed may change the settings of Accounts; Max may make and delete them, and approves. */
beforeEach(async () => {
  const may = (id: string, level: string) =>
    scene.t.db.consoleUser.update({
      where: { id },
      data: { permissions: { users: "manage", accounts: level } },
    });
  scene.ed = consoleUserActor(await may(scene.ed.id, "edit"), "slack");
  scene.max = consoleUserActor(await may(scene.max.id, "manage"), "slack");
  acme = `acme${(tests += 1)}`;
  await scene.t.db.account.update({
    where: { id: scene.accountId },
    data: { apiId: acme, apiIdKey: acme },
  });
  own = (await makeAccount(scene.t.db, { name: "Evil Ltd", apiId: "evil" })).id;
});

async function ask<Input>(kind: RequestKind<Input>, input: Input, by = scene.ed): Promise<string> {
  const { requestId, needsConfirmation: asked } = await submitRequest(scene.as(by), kind, input, place());
  if (asked) await confirmRequest(scene.as(by), requestId);
  return requestId;
}

async function rename(accountId: string, wanted: { name?: string; apiId?: string }): Promise<string> {
  const account = await scene.t.db.account.findUniqueOrThrow({ where: { id: accountId } });
  return ask(changeAccountSettingsRequest, { accountId, shown: settingsMark(account), ...wanted });
}

const stands = async (id: string) => (await rowOf(scene, id)).status;
const apiIdOf = async (id: string) => (await scene.t.db.account.findUniqueOrThrow({ where: { id } })).apiId;
const fresh = () => ({ name: "Evil Ltd", apiId: acme, description: "", parentId: null });

describe("an API ID that another Account has had", () => {
  test("is given to no other before somebody approves it, in whatever case it is written", async () => {
    const away = await rename(scene.accountId, { apiId: `${acme}-old` });
    await scene.t.runJobs();
    expect([await stands(away), await apiIdOf(scene.accountId)]).toEqual(["done", `${acme}-old`]);
    const taking = await rename(own, { apiId: acme.toUpperCase() });
    const { text } = await says(scene, taking, "approval");
    expect([await stands(taking), await apiIdOf(own)]).toEqual(["awaitingApproval", "evil"]);
    expect(text).toContain(
      `The API ID ${acme.toUpperCase()} was that of another Account, Acme Ltd (${acme}-old).`,
    );
    expect(text).toMatch(/one approval of another Console User with “accounts: manage”/);
    await approveRequest(scene.as(scene.max), taking);
    await scene.t.runJobs();
    expect([await stands(taking), await apiIdOf(own)]).toEqual(["done", acme.toUpperCase()]);
  });

  test("is given back to the one that had it without any", async () => {
    await rename(scene.accountId, { apiId: `${acme}-old` });
    await scene.t.runJobs();
    const back = await rename(scene.accountId, { apiId: acme });
    await scene.t.runJobs();
    expect([await stands(back), await apiIdOf(scene.accountId)]).toEqual(["done", acme]);
  });

  test("is given to no new one, also after the other was deleted", async () => {
    await ask(deleteAccountRequest, { accountId: scene.accountId }, scene.max);
    await scene.t.runJobs();
    const made = await ask(createAccountRequest, { ...fresh(), name: "Acme Ltd" }, scene.max);
    await scene.t.runJobs();
    expect(await stands(made)).toBe("awaitingApproval");
    expect(await scene.t.db.account.count({ where: { apiIdKey: acme } })).toBe(0);
  });

  test("asks for no approval of the one that has it by now, whose form names it with every change", async () => {
    await rename(scene.accountId, { apiId: `${acme}-old` });
    await scene.t.runJobs();
    await approveRequest(scene.as(scene.max), await rename(own, { apiId: acme }));
    await scene.t.runJobs();
    const renamed = await rename(own, { name: "Good Ltd", apiId: acme });
    await scene.t.runJobs();
    expect([await stands(renamed), await apiIdOf(own)]).toEqual(["done", acme]);
  });

  test.each(["changed", "created"])("is judged at the write for one that is %s", async (how) => {
    // While it is planned the other still has it under another name; it had the ID before the write.
    await scene.t.db.account.update({
      where: { id: scene.accountId },
      data: { apiId: "free", apiIdKey: "free" },
    });
    const taking =
      how === "changed"
        ? await rename(own, { apiId: acme })
        : await ask(createAccountRequest, fresh(), scene.max);
    const [job] = take(scene, "requests");
    const had = () =>
      scene.t.db.auditEvent.create({
        data: {
          actorKind: "operator",
          actorName: "root",
          surface: "command-line",
          action: "account-settings-changed",
          subjectKind: "account",
          subjectName: "Acme Ltd (free)",
          accountId: scene.accountId,
          before: { apiId: acme },
          after: { apiId: "free" },
        },
      });
    await work(beforeTheWrite(scene.t.app, had), job);
    expect(await stands(taking)).toBe("awaitingApproval");
    expect(await scene.t.db.account.count({ where: { apiIdKey: acme } })).toBe(0);
    const [needed] = await scene.events("approval-needed");
    expect(needed?.after).toMatchObject({
      because:
        "This now needs more approval than when it was requested: the API ID was that of another Account.",
    });
  });
});

describe("whoever approves", () => {
  test("reads how the Account was called in the last 7 days, the latest first", async () => {
    await rename(scene.accountId, { name: "Evil Ltd", apiId: "evil-2" });
    await scene.t.runJobs();
    await rename(scene.accountId, { name: "Harmless" });
    await scene.t.runJobs();
    const id = await askGrant(scene, scene.max);
    const { text } = await says(scene, id, "approval");
    expect(text).toMatch(
      /Called before: Harmless \(evil-2\) was called Evil Ltd \(evil-2\) until .*\.\nEvil Ltd \(evil-2\) was called Acme Ltd \(acme\d\) until /,
    );
  });

  test("and nothing of before that", async () => {
    await rename(scene.accountId, { name: "Harmless" });
    await scene.t.runJobs();
    scene.t.clock.advance(days(7));
    const { text } = await says(scene, await askGrant(scene, scene.max), "approval");
    expect(text).not.toContain("was called");
  });
});
