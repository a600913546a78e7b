import { describe, expect, test } from "vitest";
import {
  resumeAccountRequest,
  suspendAccountRequest,
} from "../../../../src/core/accounts/suspend-account.ts";
import { acceptInvitation } from "../../../../src/core/invitations/accept-invitation.ts";
import { otherAdministrators } from "../../../../src/core/memberships/record-grant-end.ts";
import {
  resumeMembershipRequest,
  suspendMembershipRequest,
} from "../../../../src/core/memberships/suspend-membership.ts";
import { planRequest, submitRequest } from "../../../../src/core/kernel/requests/submit-request.ts";
import { auditOfTest } from "../../../support/audit-of-test.ts";
import { makeAccount, makeInvitation } from "../../../support/factories.ts";
import { place } from "../../../support/invite-scene.ts";
import { accountScene, carryOut, makeMember, refusalOf } from "../../accounts/account-scene.ts";

const scene = accountScene();
const audit = auditOfTest(() => scene.t.db);
const account = (id: string) => scene.t.db.account.findUniqueOrThrow({ where: { id } });
const membership = (id: string) => scene.t.db.membership.findUniqueOrThrow({ where: { id } });
const invoice = "unpaid invoice";

describe("suspending an Account", () => {
  test("asks, telling who is touched, and then does it with its reason", async () => {
    const { id } = await makeAccount(scene.t.db, { name: "Acme", apiId: "acme-s" });
    await makeAccount(scene.t.db, { parentId: id });
    await makeMember(scene, id);
    await makeInvitation(scene.t, { accountId: id });
    const plan = await planRequest(scene.ctx, suspendAccountRequest, { accountId: id, because: invoice });
    expect(plan.needsConfirmation).toBe(true);
    expect(plan.effects.join("\n")).toMatch(
      /Acme \(acme-s\) is suspended: unpaid invoice\.\n1 user of it[\s\S]*1 open invitation[\s\S]*1 sub-account of it: not suspended/,
    );
    const words = await carryOut(scene, suspendAccountRequest, { accountId: id, because: invoice });
    expect(words).toMatch(
      /^Account suspended\nAccount: Acme \(acme-s\)\nBecause: unpaid invoice\nUntil it is resumed, nobody can/,
    );
    expect(await account(id)).toMatchObject({
      suspendedAt: scene.t.clock.now(),
      suspendedBecause: invoice,
    });
    expect(await audit("account-suspended")).toMatchObject([
      { accountId: id, before: { suspended: false }, after: { suspended: true, because: invoice } },
    ]);
  });

  test("says nothing about its sub-accounts and its parent", async () => {
    const parent = await makeAccount(scene.t.db);
    const child = await makeAccount(scene.t.db, { parentId: parent.id });
    const grandparent = await makeAccount(scene.t.db);
    const only = await makeAccount(scene.t.db, { parentId: grandparent.id });
    await carryOut(scene, suspendAccountRequest, { accountId: parent.id, because: null });
    await carryOut(scene, suspendAccountRequest, { accountId: only.id, because: null });
    expect((await account(child.id)).suspendedAt).toBeNull();
    expect((await account(grandparent.id)).suspendedAt).toBeNull();
  });

  test("keeps its invitations from being accepted until it is resumed, and a sub-account's not", async () => {
    const parent = await makeAccount(scene.t.db);
    const child = await makeAccount(scene.t.db, { parentId: parent.id });
    const [toParent, toChild] = [
      await makeInvitation(scene.t, { accountId: parent.id }),
      await makeInvitation(scene.t, { accountId: child.id }),
    ];
    await carryOut(scene, suspendAccountRequest, { accountId: parent.id, because: null });
    const password = "a long enough one";
    const accept = (token: string, username: string) => {
      const form = { username, firstName: "", lastName: "", password, passwordAgain: password };
      const actor = { kind: "invitee", name: "invitee", surface: "web" } as const;
      return acceptInvitation({ ...scene.t.app, actor }, { token, form });
    };
    expect(await refusalOf(accept(toParent.token, "to-parent"))).toMatchObject({ code: "forbidden" });
    expect((await accept(toChild.token, "to-child")).username).toBe("to-child");
    await carryOut(scene, resumeAccountRequest, { accountId: parent.id, because: null });
    expect((await accept(toParent.token, "to-parent")).username).toBe("to-parent");
  });

  test("twice changes nothing more, and keeps the first reason", async () => {
    const { id } = await makeAccount(scene.t.db);
    await carryOut(scene, suspendAccountRequest, { accountId: id, because: invoice });
    const again = await carryOut(scene, suspendAccountRequest, { accountId: id, because: "other" });
    expect(again).toContain("Account already suspended");
    expect((await account(id)).suspendedBecause).toBe(invoice);
    expect(await audit("account-suspended")).toHaveLength(1);
  });

  test("is undone by resuming, which does not ask and is audited with both reasons", async () => {
    const { id } = await makeAccount(scene.t.db);
    await carryOut(scene, suspendAccountRequest, { accountId: id, because: invoice });
    const input = { accountId: id, because: "paid" };
    expect((await planRequest(scene.ctx, resumeAccountRequest, input)).needsConfirmation).toBe(false);
    expect(await carryOut(scene, resumeAccountRequest, input)).toContain("Account resumed");
    expect(await account(id)).toMatchObject({ suspendedAt: null, suspendedBecause: null });
    expect(await audit("account-resumed")).toMatchObject([
      { before: { because: invoice }, after: { suspended: false, because: "paid" } },
    ]);
    expect(await carryOut(scene, resumeAccountRequest, input)).toContain("Account not suspended");
    expect(await audit("account-resumed")).toHaveLength(1);
  });

  test("needs accounts:edit, as resuming does", async () => {
    const { id } = await makeAccount(scene.t.db);
    const users = await scene.actor({ accounts: "view", users: "manage" });
    for (const kind of [suspendAccountRequest, resumeAccountRequest]) {
      const refused = submitRequest(users, kind, { accountId: id, because: null }, place());
      expect(await refusalOf(refused)).toMatchObject({ code: "forbidden" });
    }
  });

  test("takes a reason of 300 characters at most, and an empty one for none", () => {
    const read = (because: unknown) =>
      suspendAccountRequest.input.safeParse({ accountId: crypto.randomUUID(), because });
    expect(read("x".repeat(301)).error?.issues[0]?.path).toEqual(["because"]);
    expect(read("  ").data?.because).toBeNull();
    expect(read(undefined).data?.because).toBeNull();
  });
});

describe("suspending one user on one Account", () => {
  test("asks, warns where no active Administrator is left, and leaves level and other Accounts alone", async () => {
    const parent = await makeAccount(scene.t.db, { name: "Solo", apiId: "solo" });
    const child = await makeAccount(scene.t.db, { parentId: parent.id });
    const { user, membership: on } = await makeMember(scene, parent.id, {
      administrator: true,
      username: "ann",
    });
    const other = await scene.t.db.membership.create({ data: { userId: user.id, accountId: child.id } });
    const input = { userId: user.id, accountId: parent.id, because: "left the company" };
    const plan = await planRequest(scene.ctx, suspendMembershipRequest, input);
    expect(plan).toMatchObject({
      needsConfirmation: true,
      warnings: ["Solo (solo) is left without an active Administrator."],
    });
    expect(plan.effects[0]).toContain("ann on Solo (solo) is suspended: left the company.");
    expect(await carryOut(scene, suspendMembershipRequest, input)).toMatch(
      /^User suspended on the Account\nUser: ann[\s\S]*Because: left the company/,
    );
    expect((await membership(on.id)).suspendedBecause).toBe("left the company");
    expect((await membership(other.id)).suspendedAt).toBeNull();
    expect(
      await otherAdministrators(scene.t.db, { accountId: parent.id, userId: other.id }, scene.t.clock.now()),
    ).toBe(0);
    expect(await audit("membership-suspended")).toHaveLength(1);
  });

  test("twice, and resuming twice, change nothing more", async () => {
    const { id } = await makeAccount(scene.t.db);
    const { user, membership: on } = await makeMember(scene, id);
    const input = { userId: user.id, accountId: id, because: null };
    await carryOut(scene, suspendMembershipRequest, input);
    expect(await carryOut(scene, suspendMembershipRequest, input)).toContain("User already suspended");
    expect(await carryOut(scene, resumeMembershipRequest, input)).toContain("User resumed on the Account");
    expect(await carryOut(scene, resumeMembershipRequest, input)).toContain("User not suspended");
    expect((await membership(on.id)).suspendedAt).toBeNull();
    expect(await audit()).toHaveLength(4 * 2 + 1 + 2);
  });

  test("says that the Account itself stays suspended when only the user is resumed", async () => {
    const { id } = await makeAccount(scene.t.db, { suspendedAt: new Date(), apiId: "still", name: "Still" });
    const { user } = await makeMember(scene, id);
    await scene.t.db.membership.updateMany({ where: { accountId: id }, data: { suspendedAt: new Date() } });
    const input = { userId: user.id, accountId: id, because: null };
    expect((await planRequest(scene.ctx, resumeMembershipRequest, input)).warnings).toEqual([
      "Still (still) itself stays suspended.",
    ]);
  });

  test("needs users:edit, and a member", async () => {
    const { id } = await makeAccount(scene.t.db);
    const { user } = await makeMember(scene, (await makeAccount(scene.t.db)).id);
    const input = { userId: user.id, accountId: id, because: null };
    const accounts = await scene.actor({ accounts: "manage", users: "view" });
    for (const kind of [suspendMembershipRequest, resumeMembershipRequest]) {
      expect(await refusalOf(planRequest(accounts, kind, input))).toMatchObject({ code: "forbidden" });
      expect(await refusalOf(planRequest(scene.ctx, kind, input))).toMatchObject({ field: "userId" });
    }
  });
});
