import { describe, expect, test } from "vitest";
import { createAccountForm, createAccountRequest } from "../../../src/core/accounts/create-account.ts";
import { deleteAccountRequest } from "../../../src/core/accounts/delete-account.ts";
import { acceptInvitation } from "../../../src/core/invitations/accept-invitation.ts";
import { inviteUser } from "../../../src/core/invitations/invite-user-request.ts";
import { confirmRequest } from "../../../src/core/kernel/requests/confirm-request.ts";
import { planRequest, submitRequest } from "../../../src/core/kernel/requests/submit-request.ts";
import { auditOfTest } from "../../support/audit-of-test.ts";
import { makeAccount, makeInvitation } from "../../support/factories.ts";
import { place } from "../../support/invite-scene.ts";
import { accountScene, cardWords, carryOut, makeMember, refusalOf } from "./account-scene.ts";
import { runRequestJob } from "../../../src/core/kernel/requests/run-request.ts";

const kind = deleteAccountRequest;
const scene = accountScene();
const audit = auditOfTest(() => scene.t.db);
const exists = async (id: string) => (await scene.t.db.account.count({ where: { id } })) === 1;

describe("deleting an Account", () => {
  test("always asks, and shows who loses what", async () => {
    const { id } = await makeAccount(scene.t.db, { name: "Doomed", apiId: "doomed" });
    await makeMember(scene, id, { administrator: true });
    await makeMember(scene, id);
    await makeInvitation(scene.t, { accountId: id });
    await makeInvitation(scene.t, { accountId: id, state: "accepted" });
    const plan = await planRequest(scene.ctx, kind, { accountId: id });
    expect(plan).toMatchObject({ needsConfirmation: true, warnings: ["This cannot be undone."] });
    expect(plan.effects).toEqual([
      "Doomed (doomed) is deleted.",
      "2 users, 1 Administrator among them: they lose access to it, but are not deleted.",
      "1 open invitation to it: the link no longer works.",
    ]);
  });

  test("drops memberships and invitations, keeps users and their other Accounts, and its card still names it", async () => {
    const [{ id }, other] = [
      await makeAccount(scene.t.db, { name: "Gone", apiId: "gone" }),
      await makeAccount(scene.t.db),
    ];
    const { user } = await makeMember(scene, id, { administrator: true });
    await scene.t.db.membership.create({ data: { userId: user.id, accountId: other.id } });
    const { token } = await makeInvitation(scene.t, { accountId: id });
    const words = await carryOut(scene, kind, { accountId: id });
    expect(words).toMatch(/^Account deleted\nAccount: Gone \(gone\)\n1 user, 1 Administrator among them/);
    expect(await exists(id)).toBe(false);
    expect(await scene.t.db.membership.findMany({ where: { userId: user.id } })).toMatchObject([
      { accountId: other.id },
    ]);
    const actor = { kind: "invitee", name: "invitee", surface: "web" } as const;
    expect(await refusalOf(acceptInvitation({ ...scene.t.app, actor }, { token }))).toMatchObject({
      code: "not-found",
    });
    expect(await audit("account-deleted")).toMatchObject([
      { accountId: id, before: { name: "Gone", users: 1, administrators: 1, invitations: 1 } },
    ]);
  });

  test("has the cards of its open invitations say so", async () => {
    const { id } = await makeAccount(scene.t.db);
    const invited = { accountId: id, email: "card@acme.example", asAdministrator: false };
    await inviteUser(scene.ctx, invited, place());
    await scene.t.runJobs();
    await carryOut(scene, kind, { accountId: id });
    const card = scene.t.chat.messages[0]?.cards.at(-1);
    expect(cardWords(card)).toMatch(/Invitation revoked[\s\S]*Account: .*, deleted since/);
  });

  test("is refused while it has sub-accounts, when asked for, when confirmed and when it runs", async () => {
    const { id } = await makeAccount(scene.t.db, { name: "Parent", apiId: "parent-d" });
    const { requestId } = await submitRequest(scene.ctx, kind, { accountId: id }, place());
    const child = await makeAccount(scene.t.db, { parentId: id });
    expect(await refusalOf(planRequest(scene.ctx, kind, { accountId: id }))).toMatchObject({
      code: "conflict",
      field: "accountId",
      message: "Parent (parent-d) cannot be deleted yet. It has 1 sub-account: delete it first.",
    });
    await expect(confirmRequest(scene.ctx, requestId)).rejects.toThrow(/It has 1 sub-account/);
    const free = { where: { id: child.id }, data: { parentId: null } };
    await scene.t.db.account.update(free);
    await confirmRequest(scene.ctx, requestId);
    await scene.t.db.account.update({ ...free, data: { parentId: id } });
    await scene.t.runJobs();
    expect(cardWords(scene.t.chat.latest())).toContain("Account deletion failed");
    expect(await exists(id)).toBe(true);
    await carryOut(scene, kind, { accountId: child.id });
    await carryOut(scene, kind, { accountId: id });
    expect(await exists(id)).toBe(false);
  });

  test("is refused while a cycle is active, which is named, when asked for, when confirmed and when it runs", async () => {
    const { id } = await makeAccount(scene.t.db, { name: "Busy", apiId: "busy" });
    const cycle = await scene.t.db.cycle.create({ data: { accountId: id, name: "<!channel> sync" } });
    expect((await planRequest(scene.ctx, kind, { accountId: id })).effects).toContain(
      "1 paused cycle: deleted with it.",
    );
    const { requestId } = await submitRequest(scene.ctx, kind, { accountId: id }, place());
    await scene.t.db.cycle.update({ where: { id: cycle.id }, data: { status: "Active" } });
    expect(await refusalOf(planRequest(scene.ctx, kind, { accountId: id }))).toMatchObject({
      code: "conflict",
      field: "accountId",
      message: "Busy (busy) cannot be deleted yet. It has 1 active cycle (“<!channel> sync”): stop it first.",
    });
    await expect(confirmRequest(scene.ctx, requestId)).rejects.toThrow(/1 active cycle/);
    const become = (status: "Active" | "Paused") =>
      scene.t.db.cycle.update({ where: { id: cycle.id }, data: { status } });
    await become("Paused");
    await confirmRequest(scene.ctx, requestId);
    await become("Active");
    await scene.t.runJobs();
    expect(cardWords(scene.t.chat.latest())).toMatch(/Account deletion failed[\s\S]*1 active cycle/);
    expect(await exists(id)).toBe(true);
    await become("Paused");
    await carryOut(scene, kind, { accountId: id });
    expect(await exists(id)).toBe(false);
  });

  test("and starting its cycle at the same moment: one of the two is done, whichever", async () => {
    for (let round = 0; round < 5; round += 1) {
      const { id } = await makeAccount(scene.t.db);
      const { id: cycleId } = await scene.t.db.cycle.create({ data: { accountId: id, name: "Sync" } });
      const { requestId } = await submitRequest(scene.ctx, kind, { accountId: id }, place());
      await confirmRequest(scene.ctx, requestId);
      const [, { count }] = await Promise.all([
        runRequestJob.run(scene.t.app, { requestId }),
        scene.t.db.cycle.updateMany({ where: { id: cycleId }, data: { status: "Active" } }),
      ]);
      scene.t.queue.waiting.length = 0;
      expect(count).toBe((await exists(id)) ? 1 : 0);
    }
  });

  test("and giving it a sub-account at the same moment: one of the two is done, whichever", async () => {
    for (let round = 0; round < 5; round += 1) {
      const { id } = await makeAccount(scene.t.db);
      const input = createAccountForm.parse({ name: `Child ${round}`, parentId: id });
      const create = await submitRequest(scene.ctx, createAccountRequest, input, place());
      const { requestId } = await submitRequest(scene.ctx, kind, { accountId: id }, place());
      await confirmRequest(scene.ctx, requestId);
      await Promise.all([
        runRequestJob.run(scene.t.app, { requestId }),
        runRequestJob.run(scene.t.app, { requestId: create.requestId }),
      ]);
      scene.t.queue.waiting.length = 0;
      const child = await scene.t.db.account.findUnique({ where: { apiIdKey: input.apiId } });
      expect(child === null).toBe(!(await exists(id)));
    }
  });

  test("twice is told at the second, and once more by a job that comes again", async () => {
    const { id } = await makeAccount(scene.t.db);
    await carryOut(scene, kind, { accountId: id });
    expect(await refusalOf(planRequest(scene.ctx, kind, { accountId: id }))).toMatchObject({
      code: "not-found",
    });
    const request = await scene.t.db.request.findFirstOrThrow({ orderBy: { id: "desc" } });
    await runRequestJob.run(scene.t.app, { requestId: request.id });
    expect(
      await kind.run(
        scene.ctx,
        { ...request, requester: null, apiClient: null, account: null },
        { accountId: id },
      ),
    ).toBe("deleted");
    expect(await audit("account-deleted")).toHaveLength(1);
  });

  test("keeps the parent", async () => {
    const parent = await makeAccount(scene.t.db);
    const { membership } = await makeMember(scene, parent.id);
    const child = await makeAccount(scene.t.db, { parentId: parent.id });
    await carryOut(scene, kind, { accountId: child.id });
    expect(await exists(parent.id)).toBe(true);
    expect(await scene.t.db.membership.count({ where: { id: membership.id } })).toBe(1);
  });

  test("needs accounts:manage", async () => {
    const { id } = await makeAccount(scene.t.db);
    const editor = await scene.actor({ accounts: "edit", users: "manage" });
    const refused = submitRequest(editor, kind, { accountId: id }, place());
    expect(await refusalOf(refused)).toMatchObject({ code: "forbidden" });
    expect(await exists(id)).toBe(true);
  });
});
