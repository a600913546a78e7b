import { describe, expect, test } from "vitest";
import { hours, minutes } from "../../../../src/core/kernel/time/clock.ts";
import { removeConsoleUserRequest } from "../../../../src/core/console-users/remove-console-user.ts";
import {
  permissionsInput,
  setPermissionsRequest,
} from "../../../../src/core/console-users/set-permissions.ts";
import type { ConsoleUserActor } from "../../../../src/core/context.ts";
import { openHome } from "../../../../src/core/home/open-home.ts";
import { inviteMany } from "../../../../src/core/invitations/invite-many.ts";
import { retryInvites } from "../../../../src/core/invitations/retry-invites.ts";
import { grantAdministratorRequest } from "../../../../src/core/memberships/grant-administrator.ts";
import { removeUserRequest } from "../../../../src/core/memberships/remove-user.ts";
import { invalidateWaiting } from "../../../../src/core/kernel/requests/invalidate-card.ts";
import { approveRequest } from "../../../../src/core/kernel/requests/decide-request.ts";
import {
  confirmRequest,
  planWords,
  submittedWords,
} from "../../../../src/core/kernel/requests/confirm-request.ts";
import { expireApprovals } from "../../../../src/core/kernel/requests/expire-requests.ts";
import { remindApprovers } from "../../../../src/core/kernel/requests/enter-queue-or-approval.ts";
import { planRequest, submitRequest } from "../../../../src/core/kernel/requests/submit-request.ts";
import { makeAccount, makeActor } from "../../../support/factories.ts";
import { place } from "../../../support/invite-scene.ts";
import { noApprovals } from "../../../support/test-app.ts";
import { readHome } from "../../home/home-scene.ts";
import { approvalScene, askGrant, makeSensitive, rowOf, says } from "./approval-scene.ts";

const scene = approvalScene();
const home = (actor: ConsoleUserActor) => readHome(scene.t.chat.homes.get(actor.chatUserId ?? "")?.at(-1));

describe("those who may approve", () => {
  test("see who, what, where, why, and what the Account is like; they alone are mentioned", async () => {
    await makeAccount(scene.t.db, { name: "Acme Germany", parentId: scene.accountId });
    await makeActor(scene.t, { firstName: "View", permissions: { users: "view" } });
    const id = await askGrant(scene, scene.ed, { reason: "she goes on call" });
    const { text, buttons, values } = await says(scene, id, "approval");
    expect(text).toContain("hanna goes from Access to Administrator on Acme Ltd (acme)");
    expect(text).toContain(
      "Acme Ltd (acme) has now 1 user, 0 Administrators among them; 1 sub-account, which stays as it is.",
    );
    expect(text).toContain("Because: she goes on call");
    expect(text).toMatch(/Waits for one approval .*“users: manage”\. Can approve: @Mia, @Max, @Olivia\./);
    expect(text).not.toMatch(/@Ed|@View/);
    expect(buttons).toEqual(["Approve", "Deny", "Cancel"]);
    expect(new Set(values)).toEqual(new Set([id]));
    const card = await says(scene, id, "card");
    expect(card.title).toBe("Administrator grant waits for approval");
    expect(card.text).toContain("Can approve: Mia, Max, Olivia.");
  });

  test("are mentioned five at a time; who was never linked is named", async () => {
    await scene.t.db.consoleUser.update({ where: { id: scene.mia.id }, data: { chatUserId: null } });
    for (let more = 0; more < 4; more += 1)
      await makeActor(scene.t, { firstName: `More${more}`, permissions: { users: "manage" } });
    const id = await askGrant(scene);
    const { text } = await says(scene, id, "approval");
    expect(text.match(/@/g)).toHaveLength(5);
    expect(text).toContain("and 2 more");
    await scene.t.db.consoleUser.updateMany({
      where: { firstName: { startsWith: "More" } },
      data: { removedAt: new Date() },
    });
    await invalidateWaiting(scene.t.app);
    expect((await says(scene, id, "approval")).text).toContain(
      "@Max, @Olivia, Mia (not linked yet: they have to send /cyclr once).",
    );
  });

  test("have it in their Home with the buttons, and everybody's is redrawn when it is decided", async () => {
    for (const one of [scene.mia, scene.max, scene.ed]) await openHome(scene.as(one));
    const id = await askGrant(scene, scene.ed, { reason: "she goes on call" });
    await scene.t.runJobs();
    expect(home(scene.mia)).toMatch(
      /# Waits for your approval\nAdministrator of Acme Ltd.* asked for by Ed [\s\S]*she goes on call[\s\S]*\[Approve\] \[Deny\]/,
    );
    expect(home(scene.ed)).toMatch(
      /# Your open requests\nAdministrator .*Waits for one approval.*\[Cancel\]/,
    );
    expect(home(scene.ed)).not.toContain("Waits for your approval");
    await approveRequest(scene.as(scene.mia), id);
    await scene.t.runJobs();
    for (const one of [scene.mia, scene.max, scene.ed])
      expect(home(one)).not.toMatch(/Waits for your approval|Waits for one/);
  });
});

describe("an approval that nobody gives", () => {
  test("is asked for again after a while that grows, by one of many sweeps, and then no more", async () => {
    const id = await askGrant(scene);
    const reminded: number[] = [];
    for (let hour = 0; hour < 23; hour += 1) {
      scene.t.clock.advance(hours(1));
      const sent = await Promise.all(Array.from({ length: 4 }, () => remindApprovers(scene.t.app)));
      expect(sent.reduce((sum, count) => sum + count)).toBeLessThanOrEqual(1);
      if (sent.includes(1)) reminded.push(hour + 1);
    }
    expect(reminded).toEqual([1, 4, 13]);
    const keys = await scene.t.db.chatMessage.findMany({ where: { requestId: id }, select: { key: true } });
    expect(keys.map(({ key }) => key).toSorted()).toEqual([
      "approval-1",
      "card",
      "reminder-1",
      "reminder-2",
      "reminder-3",
    ]);
    expect(await says(scene, id, "reminder")).toMatchObject({
      title: "This still needs approval",
      text: expect.stringContaining("@Mia"),
    });
  });

  test("expires once, with its buttons gone, whatever number of sweeps; an approval comes too late", async () => {
    const id = await askGrant(scene);
    await says(scene, id, "approval");
    scene.t.clock.advance(hours(24) - minutes(1));
    expect(await expireApprovals(scene.t.app)).toBe(0);
    scene.t.clock.advance(minutes(1));
    // Nobody has swept yet, and still it is over.
    await expect(approveRequest(scene.as(scene.mia), id)).rejects.toThrow(/waited too long/);
    const ended = await Promise.all(Array.from({ length: 4 }, () => expireApprovals(scene.t.app)));
    expect(ended.reduce((sum, count) => sum + count)).toBe(1);
    expect(await rowOf(scene, id)).toMatchObject({ status: "expired", dedupeKey: null });
    await expect(approveRequest(scene.as(scene.mia), id)).rejects.toThrow(/waited too long/);
    expect(await says(scene, id, "approval")).toMatchObject({ title: "Expired", buttons: [] });
    expect((await says(scene, id, "card")).text).toContain("Nobody decided until");
    expect((await says(scene, id, "decision")).text).toContain("@Ed: Nobody decided");
    expect(await scene.events("request-expired")).toHaveLength(1);
    expect(await remindApprovers(scene.t.app)).toBe(0);
  });
});

describe("taking a Console User's rights", () => {
  // Their rights go without a second approval here: that is not what is looked at.
  const asOlivia = () => ({ ...scene.as(scene.olivia), approvalPolicy: noApprovals });

  test("by removal stops what they asked for and still waits", async () => {
    const id = await askGrant(scene);
    const input = { consoleUserId: scene.ed.id };
    const removal = await submitRequest(asOlivia(), removeConsoleUserRequest, input, place());
    expect(removal.plan.effects.join()).toContain("Stopped: 1 request of theirs");
    await confirmRequest(asOlivia(), removal.requestId);
    await scene.t.queue.run({ ...scene.t.app, approvalPolicy: noApprovals });
    expect(await rowOf(scene, id)).toMatchObject({ status: "cancelled", dedupeKey: null });
    expect((await says(scene, id, "card")).text).toContain("removed from the Console Users by Olivia");
    expect((await says(scene, id, "approval")).buttons).toEqual([]);
  });

  test("by a change of permissions stops what they may no longer ask for, and their votes count no more", async () => {
    await makeSensitive(scene);
    const id = await askGrant(scene);
    await approveRequest(scene.as(scene.mia), id);
    const own = await submitRequest(
      scene.as(scene.mia),
      removeUserRequest,
      { userId: scene.userId, accountId: scene.accountId },
      place(),
    );
    await confirmRequest(scene.as(scene.mia), own.requestId);
    const mia = await scene.t.db.consoleUser.findUniqueOrThrow({ where: { id: scene.mia.id } });
    const less = permissionsInput(mia, { fullAccess: false, permissions: { users: "edit" } });
    const change = await submitRequest(asOlivia(), setPermissionsRequest, less, place());
    await confirmRequest(asOlivia(), change.requestId);
    await scene.t.queue.run({ ...scene.t.app, approvalPolicy: noApprovals });
    expect(await rowOf(scene, own.requestId)).toMatchObject({ status: "cancelled" });
    expect((await says(scene, id, "approval")).text).toMatch(/Waits for two approvals/);
    await approveRequest(scene.as(scene.max), id);
    expect(await rowOf(scene, id)).toMatchObject({ status: "awaitingApproval" });
    expect(await approveRequest(scene.as(scene.olivia), id)).toMatchObject({ missing: 0 });
  });

  test("nobody approves a change of their own permissions", async () => {
    await scene.t.db.consoleUser.update({
      where: { id: scene.mia.id },
      data: { permissions: { "console-users": "manage" } },
    });
    const mia = await scene.t.db.consoleUser.findUniqueOrThrow({ where: { id: scene.mia.id } });
    const more = permissionsInput(mia, { fullAccess: true, permissions: {} });
    const { requestId } = await submitRequest(scene.as(scene.olivia), setPermissionsRequest, more, place());
    await confirmRequest(scene.as(scene.olivia), requestId);
    const actor = { ...scene.mia, permissions: { "console-users": "manage" as const } };
    await expect(approveRequest(scene.as(actor), requestId)).rejects.toThrow(/about you,/);
  });
});

describe("many invited at once", () => {
  const list = (addresses: string, asAdministrator = false) => ({
    accountId: scene.accountId,
    asAdministrator,
    addresses,
  });

  test("wait where one of the list becomes Administrator, and run once approved", async () => {
    const form = list("email,level\none@acme.example,access\ntwo@acme.example,admin\n");
    const submitted = await inviteMany(scene.as(scene.ed), form, place());
    expect(submittedWords(submitted)).toMatch(
      /^Sent for approval: 2 addresses .* Its thread shows who can approve/,
    );
    expect(submitted.plan.effects.join("\n")).toContain("By the list, 1 address becomes Administrator.");
    await scene.t.runJobs();
    expect(await scene.t.db.invitation.count()).toBe(0);
    await approveRequest(scene.as(scene.mia), submitted.requestId);
    await scene.t.runJobs();
    expect(await scene.t.db.invitation.count({ where: { asAdministrator: true } })).toBe(1);
    expect(await rowOf(scene, submitted.requestId)).toMatchObject({ status: "done" });
  });

  test("wait for two where the list names a sensitive Account", async () => {
    await makeSensitive(scene);
    const { id: accountId } = await makeAccount(scene.t.db, { apiId: "harmless" });
    const addresses = "email,account\none@acme.example,ACME\n";
    const { plan } = await inviteMany(scene.as(scene.ed), { ...list(addresses), accountId }, place());
    expect(plan.approval).toEqual({ approvals: 2, needs: "users:manage" });
    expect(plan.warnings.join()).toContain("Bank data");
  });

  test("a retry of what failed is asked about at once where its Account has become sensitive", async () => {
    const other = await makeAccount(scene.t.db, { name: "Bay", apiId: "bay" });
    const { requestId } = await inviteMany(
      scene.as(scene.ed),
      list("email,account\na@acme.example,acme\nnonsense,bay\nb@acme.example,bay"),
      place(),
    );
    await scene.t.runJobs();
    await scene.t.db.requestItem.updateMany({
      where: { requestId, accountId: other.id },
      data: { outcome: "failed" },
    });
    await makeSensitive(scene, other.id);
    expect(await retryInvites(scene.as(scene.ed), requestId)).toMatchObject({ awaitsApproval: true });
  });

  test("a retry by the one who approved it has to be approved by somebody else", async () => {
    const { requestId } = await inviteMany(
      scene.as(scene.ed),
      list("a@acme.example, nonsense", true),
      place(),
    );
    await approveRequest(scene.as(scene.mia), requestId);
    await scene.t.runJobs();
    expect(await retryInvites(scene.as(scene.max), requestId)).toMatchObject({ awaitsApproval: false });
    await scene.t.runJobs();
    expect(await retryInvites(scene.as(scene.mia), requestId)).toMatchObject({ awaitsApproval: true });
    await expect(approveRequest(scene.as(scene.mia), requestId)).rejects.toThrow(/own request/);
    expect(await approveRequest(scene.as(scene.max), requestId)).toMatchObject({ missing: 0 });
  });
});

test("--plan says who would have to approve", async () => {
  const input = { userId: scene.userId, accountId: scene.accountId };
  const plan = await planRequest(scene.as(scene.ed), grantAdministratorRequest, input);
  expect(planWords(plan, "Plan:")).toContain(
    "✋ It first needs one approval of another Console User with “users: manage”.",
  );
});
