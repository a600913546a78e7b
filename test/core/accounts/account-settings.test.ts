import { describe, expect, test } from "vitest";
import {
  differences,
  settingsMark,
  changeAccountSettingsRequest,
} from "../../../src/core/accounts/change-account-settings.ts";
import type { Account } from "../../../src/core/generated/prisma/client.ts";
import { confirmRequest } from "../../../src/core/kernel/requests/confirm-request.ts";
import { planRequest, submitRequest } from "../../../src/core/kernel/requests/submit-request.ts";
import { auditOfTest } from "../../support/audit-of-test.ts";
import { makeAccount } from "../../support/factories.ts";
import { place } from "../../support/invite-scene.ts";
import { accountScene, cardWords, carryOut, refusalOf } from "./account-scene.ts";
import { runRequestJob } from "../../../src/core/kernel/requests/run-request.ts";

const kind = changeAccountSettingsRequest;
const scene = accountScene();
const audit = auditOfTest(() => scene.t.db);
const make = (given: Partial<Account> = {}) => makeAccount(scene.t.db, { name: "Old Name", ...given });
const now = (id: string) => scene.t.db.account.findUniqueOrThrow({ where: { id } });
type Wanted = {
  name?: string;
  apiId?: string;
  description?: string;
  sensitiveBecause?: string;
  timeZone?: string;
};
const change = (account: Account, wanted: Wanted) => ({
  accountId: account.id,
  shown: settingsMark(account),
  ...wanted,
});

describe("the settings of an Account", () => {
  test("are changed where they differ, with before and after in the audit; the internal id stays", async () => {
    const account = await make({ description: "was" });
    const words = await carryOut(scene, kind, change(account, { name: "New Name", description: "was" }));
    expect(words).toContain("Name: “Old Name” becomes “New Name”.");
    expect(words).not.toContain("Description");
    expect(await now(account.id)).toMatchObject({
      name: "New Name",
      nameKey: "new name",
      description: "was",
    });
    expect(await audit("account-settings-changed")).toMatchObject([
      { accountId: account.id, before: { name: "Old Name" }, after: { name: "New Name" } },
    ]);
  });

  test("can mark it sensitive, and clear the mark; both are audited", async () => {
    const account = await make();
    const warning = "Bank data: ask legal first.";
    const plan = await planRequest(scene.ctx, kind, change(account, { sensitiveBecause: warning }));
    expect(plan.warnings).toEqual([expect.stringContaining("needs the approvals for a sensitive Account")]);
    const words = await carryOut(scene, kind, change(account, { sensitiveBecause: warning }));
    expect(words).toContain(`Now sensitive: “${warning}”.`);
    expect((await now(account.id)).sensitiveBecause).toBe(warning);
    const marked = await now(account.id);
    await carryOut(scene, kind, change(marked, { sensitiveBecause: "" }));
    expect((await now(account.id)).sensitiveBecause).toBeNull();
    expect(await audit("account-settings-changed")).toMatchObject([
      { before: { sensitiveBecause: "" }, after: { sensitiveBecause: warning } },
      { before: { sensitiveBecause: warning }, after: { sensitiveBecause: "" } },
    ]);
  });

  test("can give it a time zone, as people write one, and take it away; both are audited", async () => {
    const account = await make();
    const read = (timeZone: string) => kind.input.parse(change(account, { timeZone }));
    expect(await carryOut(scene, kind, read("asia/kathmandu"))).toContain("New time zone: “Asia/Kathmandu”.");
    const zoned = await now(account.id);
    expect(zoned.timeZone).toBe("Asia/Kathmandu");
    expect(await carryOut(scene, kind, change(zoned, { timeZone: "" }))).toContain(
      "Time zone removed: “Asia/Kathmandu”.",
    );
    expect((await now(account.id)).timeZone).toBeNull();
    expect(await audit("account-settings-changed")).toMatchObject([
      { after: { timeZone: "Asia/Kathmandu" } },
      { before: { timeZone: "Asia/Kathmandu" }, after: { timeZone: "" } },
    ]);
    expect(kind.input.safeParse(change(account, { timeZone: "Berlin time" })).error?.issues[0]?.message).toBe(
      "I do not know the time zone “Berlin time”. Write it like Europe/Berlin, by a city of it.",
    );
  });

  test("can lose the description, and not the name", async () => {
    const account = await make({ description: "was" });
    await carryOut(scene, kind, change(account, { description: "" }));
    expect((await now(account.id)).description).toBe("");
    expect(kind.input.safeParse(change(account, { name: " " })).success).toBe(false);
  });

  test("that are as they should be already are left alone", async () => {
    const account = await make();
    const plan = await planRequest(scene.ctx, kind, change(account, { name: "Old Name" }));
    expect(plan).toMatchObject({
      needsConfirmation: false,
      effects: [expect.stringContaining("nothing would change")],
    });
    expect(await carryOut(scene, kind, change(account, { name: "Old Name" }))).toContain(
      "Settings unchanged",
    );
    expect(await audit("account-settings-changed")).toEqual([]);
  });

  test("with a new API ID are asked about, since the old one stops working", async () => {
    const account = await make({ apiId: "settings-old" });
    const wanted = change(account, { apiId: "settings-NEW" });
    const {
      needsConfirmation: asked,
      plan,
      requestId,
    } = await submitRequest(scene.ctx, kind, wanted, place());
    expect(asked).toBe(true);
    expect(plan.warnings[0]).toContain("settings-old will no longer find it");
    await confirmRequest(scene.ctx, requestId);
    await scene.t.runJobs();
    expect(await now(account.id)).toMatchObject({ apiId: "settings-NEW", apiIdKey: "settings-new" });
  });

  test("can change the case of the API ID, and not take another's", async () => {
    const account = await make({ apiId: "case-id" });
    await make({ apiId: "others-id" });
    expect((await planRequest(scene.ctx, kind, change(account, { apiId: "CASE-ID" }))).effects).toEqual([
      "API ID: “case-id” becomes “CASE-ID”.",
    ]);
    const refused = planRequest(scene.ctx, kind, change(account, { apiId: "OTHERS-id" }));
    expect(await refusalOf(refused)).toMatchObject({ field: "apiId", message: "ID already in use" });
  });
});

describe("what somebody else changed after it was shown", () => {
  test("is not overwritten, at submission", async () => {
    const account = await make({ apiId: "seen-1" });
    await scene.t.db.account.update({ where: { id: account.id }, data: { description: "theirs" } });
    const refused = planRequest(scene.ctx, kind, change(account, { name: "Mine" }));
    expect(await refusalOf(refused)).toMatchObject({
      code: "conflict",
      field: "accountId",
      message: expect.stringContaining("Somebody changed the settings of this Account meanwhile"),
    });
  });

  test("is not overwritten by a request that waited", async () => {
    const account = await make();
    await submitRequest(scene.ctx, kind, change(account, { name: "Mine" }), place());
    await scene.t.db.account.update({ where: { id: account.id }, data: { name: "Theirs" } });
    await scene.t.runJobs();
    expect((await now(account.id)).name).toBe("Theirs");
    expect(cardWords(scene.t.chat.latest())).toContain("Change of settings failed");
  });

  test("to the same is no conflict", async () => {
    const account = await make();
    await scene.t.db.account.update({ where: { id: account.id }, data: { name: "Both" } });
    expect((await planRequest(scene.ctx, kind, change(account, { name: "Both" }))).needsConfirmation).toBe(
      false,
    );
  });

  test("at the same moment: of two changes one is made, and the other is told", async () => {
    const account = await make();
    await submitRequest(scene.ctx, kind, change(account, { name: "First" }), place());
    await submitRequest(scene.ctx, kind, change(account, { name: "Second" }), place());
    const tasks = scene.t.queue.waiting.filter(({ lane }) => lane === "requests");
    await Promise.all(
      tasks.map(({ payload }) => runRequestJob.run(scene.t.app, payload as { requestId: string })),
    );
    const requests = await scene.t.db.request.findMany({ where: { accountId: account.id } });
    expect(requests.map(({ status }) => status).toSorted()).toEqual(["done", "failed"]);
    expect(await audit("account-settings-changed")).toHaveLength(1);
  });

  test("by a suspension is no conflict: that is no setting", async () => {
    const account = await make();
    await scene.t.db.account.update({ where: { id: account.id }, data: { suspendedAt: new Date() } });
    expect((await planRequest(scene.ctx, kind, change(account, { name: "Mine" }))).effects).toHaveLength(1);
  });
});

test("a parent's settings are not its sub-account's", async () => {
  const parent = await make();
  const child = await make({ parentId: parent.id, name: "Child" });
  await carryOut(scene, kind, change(parent, { description: "only here" }));
  expect((await now(child.id)).description).toBe("");
});

test("need accounts:edit", async () => {
  const viewer = await scene.actor({ accounts: "view", users: "manage" });
  const account = await make();
  expect(await refusalOf(planRequest(viewer, kind, change(account, { name: "No" })))).toMatchObject({
    code: "forbidden",
  });
});

test("a mark tells settings apart that look alike when they are put together", () => {
  const one = { name: "a", apiId: "bc", description: "", sensitiveBecause: null, timeZone: null };
  expect(settingsMark(one)).not.toBe(settingsMark({ ...one, name: "ab", apiId: "c" }));
  expect(differences(one, { name: "a", apiId: undefined, description: "x" })).toEqual([
    { setting: "description", from: "", to: "x" },
  ]);
});
