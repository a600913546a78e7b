import { describe, expect, test } from "vitest";
import { createAccountForm, createAccountRequest } from "../../../src/core/accounts/create-account.ts";
import { planRequest, submitRequest } from "../../../src/core/kernel/requests/submit-request.ts";
import { auditOfTest } from "../../support/audit-of-test.ts";
import { makeAccount } from "../../support/factories.ts";
import { place } from "../../support/invite-scene.ts";
import { accountScene, cardWords, carryOut, makeMember, refusalOf } from "./account-scene.ts";
import { runRequestJob } from "../../../src/core/kernel/requests/run-request.ts";

const scene = accountScene();
const audit = auditOfTest(() => scene.t.db);
const form = (typed: object) => createAccountForm.parse(typed);
const find = (apiId: string) =>
  scene.t.db.account.findUnique({ where: { apiIdKey: apiId }, include: { memberships: true } });
let serial = 0;
const fresh = () => `new-${(serial += 1)}`;

describe("a new Account", () => {
  test("is there with what was typed, once, and its request belongs to it", async () => {
    const apiId = fresh();
    const words = await carryOut(
      scene,
      createAccountRequest,
      form({ name: "Zoë & Söhne", apiId, description: "Two\nlines" }),
    );
    expect(words).toMatch(/^Account created\nName: Zoë & Söhne\nAPI ID: new-\d+\nIt has no users yet/);
    const account = await find(apiId);
    expect(account).toMatchObject({ name: "Zoë & Söhne", description: "Two\nlines", parentId: null });
    expect(await scene.t.db.request.count({ where: { accountId: account?.id ?? "" } })).toBe(1);
    expect(await audit("account-created")).toMatchObject([
      { accountId: account?.id, after: { name: "Zoë & Söhne", apiId, parent: null } },
    ]);
  });

  test("gets a GUID where no API ID is chosen, and each another", async () => {
    const [one, other] = [form({ name: "A" }).apiId, form({ name: "A", apiId: "  " }).apiId];
    expect(one).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect(one).not.toBe(other);
  });

  test("is planned without anything being done", async () => {
    const before = await scene.t.db.account.count();
    const plan = await planRequest(scene.ctx, createAccountRequest, form({ name: "X", apiId: fresh() }));
    expect(plan).toMatchObject({
      needsConfirmation: false,
      effects: [expect.stringContaining("is created")],
    });
    expect(await scene.t.db.account.count()).toBe(before);
  });

  test("of a name that there is already is asked about first", async () => {
    await makeAccount(scene.t.db, { name: "Same Name", apiId: "same-1" });
    const input = form({ name: "SAME name", apiId: fresh() });
    const { needsConfirmation: asked, plan } = await submitRequest(
      scene.ctx,
      createAccountRequest,
      input,
      place(),
    );
    expect(asked).toBe(true);
    expect(plan.warnings).toEqual(["There is already an Account of that name: Same Name (same-1)."]);
  });

  test("is made once, however often its job runs", async () => {
    const apiId = fresh();
    await carryOut(scene, createAccountRequest, form({ name: "Once", apiId }));
    const request = await scene.t.db.request.findFirstOrThrow({ orderBy: { id: "desc" } });
    await runRequestJob.run(scene.t.app, { requestId: request.id });
    const again = { ...request, requester: null, apiClient: null, account: null };
    const input = createAccountRequest.input.parse(request.input);
    expect(await createAccountRequest.run(scene.ctx, again, input)).toBe("created");
    expect(await scene.t.db.account.count({ where: { apiIdKey: apiId } })).toBe(1);
  });
});

describe("an API ID", () => {
  test("that is in use, in any case, is refused at its field in the vendor's words", async () => {
    await makeAccount(scene.t.db, { apiId: "Taken" });
    const refused = planRequest(scene.ctx, createAccountRequest, form({ name: "B", apiId: "tAKEN" }));
    expect(await refusalOf(refused)).toMatchObject({
      code: "conflict",
      field: "apiId",
      message: "ID already in use",
    });
  });

  test("that two ask for at the same moment goes to one of them", async () => {
    const apiId = fresh();
    const ask = (name: string, given: string) =>
      submitRequest(scene.ctx, createAccountRequest, form({ name, apiId: given }), place());
    const [first, second] = await Promise.allSettled([ask("One", apiId), ask("Two", apiId.toUpperCase())]);
    expect([first.status, second.status].toSorted()).toEqual(["fulfilled", "rejected"]);
    await scene.t.runJobs();
    expect(await scene.t.db.account.count({ where: { apiIdKey: apiId } })).toBe(1);
  });

  test("that somebody takes before the job runs fails the request, and says so", async () => {
    const apiId = fresh();
    await submitRequest(scene.ctx, createAccountRequest, form({ name: "Late", apiId }), place());
    await makeAccount(scene.t.db, { apiId });
    await scene.t.runJobs();
    expect(cardWords(scene.t.chat.latest())).toMatch(/^Account creation failed[\s\S]*ID already in use/);
  });

  test.each(["two words", "ümlaut", "x".repeat(101), "tab\tbed", "emoji✨"])("is not %j", (apiId) => {
    expect(createAccountForm.safeParse({ name: "A", apiId }).error?.issues[0]?.path).toEqual(["apiId"]);
  });
});

describe("a sub-account", () => {
  test("belongs to its parent, and nobody of the parent is a member of it", async () => {
    const parent = await makeAccount(scene.t.db, { name: "Parent", apiId: fresh() });
    await makeMember(scene, parent.id, { administrator: true });
    const apiId = fresh();
    const words = await carryOut(
      scene,
      createAccountRequest,
      form({ name: "Child", apiId, parentId: parent.id }),
    );
    expect(words).toMatch(/^Sub-account created[\s\S]*Parent: Parent/);
    expect(await find(apiId)).toMatchObject({ parentId: parent.id, memberships: [] });
  });

  test("has no sub-accounts itself", async () => {
    const parent = await makeAccount(scene.t.db);
    const child = await makeAccount(scene.t.db, { parentId: parent.id, name: "Child", apiId: "child" });
    const input = form({ name: "Grandchild", parentId: child.id });
    expect(await refusalOf(planRequest(scene.ctx, createAccountRequest, input))).toMatchObject({
      code: "conflict",
      field: "parentId",
      message: expect.stringContaining("Child (child) is itself a sub-account"),
    });
  });

  test("of an Account that is deleted meanwhile fails, and is not made", async () => {
    const parent = await makeAccount(scene.t.db);
    const input = form({ name: "Orphan", apiId: fresh(), parentId: parent.id });
    await submitRequest(scene.ctx, createAccountRequest, input, place());
    await scene.t.db.account.delete({ where: { id: parent.id } });
    await scene.t.runJobs();
    expect(cardWords(scene.t.chat.latest())).toMatch(/failed[\s\S]*no longer exists/);
    expect(await find(input.apiId)).toBeNull();
  });
});

test("needs accounts:manage, at submission and again when it runs", async () => {
  const editor = await scene.actor({ accounts: "edit" });
  const input = form({ name: "No", apiId: fresh() });
  expect(await refusalOf(submitRequest(editor, createAccountRequest, input, place()))).toMatchObject({
    code: "forbidden",
    message: expect.stringContaining("accounts: manage"),
  });
  const manager = await scene.actor({ accounts: "manage" });
  await submitRequest(manager, createAccountRequest, input, place());
  await scene.t.db.consoleUser.update({ where: { id: manager.actor.id }, data: { permissions: {} } });
  await scene.t.runJobs();
  expect(await find(input.apiId)).toBeNull();
  expect(await audit("refused")).toHaveLength(2);
});
