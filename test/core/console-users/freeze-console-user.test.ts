import { describe, expect, test } from "vitest";
import { acceptConsoleInvitation } from "../../../src/core/console-users/accept-console-invitation.ts";
import {
  freezeConsoleUserRequest,
  unfreezeConsoleUserRequest,
} from "../../../src/core/console-users/freeze-console-user.ts";
import { identifyCaller } from "../../../src/core/console-users/identify-caller.ts";
import { signInConsoleUser } from "../../../src/core/console-users/sign-in-console-user.ts";
import { whoCanGive } from "../../../src/core/kernel/access/require-access-change.ts";
import type { ConsoleUserActor } from "../../../src/core/context.ts";
import { openHome } from "../../../src/core/home/open-home.ts";
import { approveRequest } from "../../../src/core/kernel/requests/decide-request.ts";
import { defaultApprovalPolicy } from "../../../src/core/kernel/requests/approval-policy.ts";
import { confirmRequest } from "../../../src/core/kernel/requests/confirm-request.ts";
import { submitRequest } from "../../../src/core/kernel/requests/submit-request.ts";
import { hashPassword } from "../../../src/core/kernel/secrets/password.ts";
import { findSession, startSession } from "../../../src/core/kernel/sessions/find-session.ts";
import { makeActor } from "../../support/factories.ts";
import { place } from "../../support/invite-scene.ts";
import { workspace } from "../../support/recorded-chat.ts";
import { readHome } from "../home/home-scene.ts";
import {
  ask,
  askFreeze,
  askInvitation,
  askPermissions,
  askRemoval,
  consoleScene,
  mailedToken,
  now,
  requestOf,
  rowOf,
} from "./console-scene.ts";

const scene = consoleScene();
const password = "seven quiet herons";
const browser = { userAgent: "Firefox", address: "192.0.2.1", token: undefined };
const caller = ({ chatUserId }: ConsoleUserActor) => ({
  chatUserId: chatUserId ?? "",
  workspaceId: workspace,
});
/** As the default policy has it, where this scene asks for no approvals. */
const strict = (actor: ConsoleUserActor) => ({
  ...scene.t.app,
  approvalPolicy: defaultApprovalPolicy,
  actor,
});
const freeze = async (actor: ConsoleUserActor, target: { id: string }) => {
  const id = await askFreeze(scene, actor, target);
  await scene.t.runJobs();
  return requestOf(scene, id);
};

describe("freezing a Console User", () => {
  test("needs nobody else under the default policy, nor under one that has everything approved", async () => {
    const everything = { ...defaultApprovalPolicy, rules: [{ when: "always" as const, approvals: 3 }] };
    for (const approvalPolicy of [defaultApprovalPolicy, everything]) {
      const ctx = { ...strict(scene.olivia), approvalPolicy };
      const input = { consoleUserId: scene.mia.id };
      const { requestId, needsConfirmation: asked } = await submitRequest(
        ctx,
        freezeConsoleUserRequest,
        input,
        place(),
      );
      expect(asked).toBe(true);
      expect(await confirmRequest(ctx, requestId)).toEqual({ awaitsApproval: false, queued: true });
      await scene.t.db.request.deleteMany();
      scene.t.queue.waiting.length = 0;
    }
    const named = [{ kinds: ["freeze-console-user"], when: "always" as const, approvals: 1 }];
    const ctx = { ...strict(scene.olivia), approvalPolicy: { ...defaultApprovalPolicy, rules: named } };
    const { plan } = await submitRequest(
      ctx,
      freezeConsoleUserRequest,
      { consoleUserId: scene.mia.id },
      place(),
    );
    expect(plan.approval).toMatchObject({ approvals: 1 });
  });

  test("ends every command, session and sign-in of theirs, keeps their permissions, and is audited", async () => {
    const { db, app } = scene.t;
    const dora = await makeActor(scene.t, { firstName: "Dora", fullAccess: true, permissions: {} });
    await db.consoleUser.update({
      where: { id: dora.id },
      data: { passwordHash: await hashPassword(password) },
    });
    const { token } = await startSession(
      db,
      { holder: { consoleUserId: dora.id }, browser },
      scene.t.clock.now(),
    );
    await openHome({ ...app, actor: dora });
    expect(await freeze(scene.olivia, dora)).toMatchObject({ status: "done", outcome: "frozen" });
    await expect(identifyCaller(app, caller(dora))).rejects.toThrow(
      /Your Console User is frozen.*Ask one of these: Olivia/,
    );
    expect(await findSession(app, token)).toBeUndefined();
    expect(await db.session.count()).toBe(0);
    const visitor = { ...app, actor: { kind: "visitor", name: "visitor", surface: "web" } as const };
    const { email } = await rowOf(scene, dora);
    await expect(signInConsoleUser(visitor, { email, password }, browser)).rejects.toThrow(/frozen/);
    expect(await rowOf(scene, dora)).toMatchObject({ fullAccess: true, frozenAt: scene.t.clock.now() });
    expect(await whoCanGive(app, "console-users:manage")).not.toContain("Dora");
    expect(readHome(scene.t.chat.homes.get(dora.chatUserId ?? "")?.at(-1))).toContain("frozen");
    expect(await scene.events("console-user-frozen")).toMatchObject([
      { actorId: scene.olivia.id, subjectId: dora.id, before: { access: "Full Access" } },
    ]);
  });

  test("stops what they asked for, at the job too, and their invitations to the Console are accepted no more", async () => {
    await askInvitation(scene, scene.mia, "new@partner.example", "users:view");
    await scene.t.runJobs();
    const token = mailedToken(scene);
    const waiting = await askPermissions(scene, scene.mia, scene.vic, "users:edit");
    const left = [...scene.t.queue.waiting];
    scene.t.queue.waiting.length = 0;
    await freeze(scene.olivia, scene.mia);
    expect(await requestOf(scene, waiting)).toMatchObject({
      status: "failed",
      trouble: "The person who asked for this was frozen by Olivia, so it was stopped.",
    });
    await scene.t.db.request.update({ where: { id: waiting }, data: { status: "queued" } });
    await scene.t.queue.add(left);
    await scene.t.runJobs();
    expect((await requestOf(scene, waiting)).trouble).toBe("The person who asked for this is frozen.");
    expect((await rowOf(scene, scene.vic)).permissions).toEqual({ users: "view" });
    const invitee = { ...scene.t.app, actor: { kind: "invitee", name: "new", surface: "web" } as const };
    const form = { firstName: "New", lastName: "One", password, passwordAgain: password };
    await expect(acceptConsoleInvitation(invitee, { token, form })).rejects.toThrow(/revoked/);
    expect(
      await scene.t.db.consoleUser.count({ where: { emailKey: "new@partner.example", removedAt: null } }),
    ).toBe(0);
  });

  test("is not held up by what a colleague has asked about them, and needs Full Access for Full Access", async () => {
    await askPermissions(scene, scene.mia, scene.vic, "users:edit");
    scene.t.queue.waiting.length = 0;
    expect(await freeze(scene.olivia, scene.vic)).toMatchObject({ status: "done" });
    await expect(askFreeze(scene, scene.mia, scene.olivia)).rejects.toThrow(/give or take Full Access/);
    await expect(askFreeze(scene, scene.olivia, scene.vic)).rejects.toThrow("Vic is frozen already");
  });
});

describe("the last Console User with Full Access", () => {
  test("cannot be removed, reduced or frozen; whom nothing works for is no other one", async () => {
    const tries = [
      () => askFreeze(scene, scene.olivia, scene.olivia),
      () => askRemoval(scene, scene.olivia, scene.olivia),
      () => askPermissions(scene, scene.olivia, scene.olivia, "users:manage"),
    ];
    for (const one of tries) await expect(one()).rejects.toThrow(/removed, reduced or frozen/);
    const dora = await makeActor(scene.t, { firstName: "Dora", fullAccess: true, permissions: {} });
    await freeze(scene.olivia, dora);
    for (const one of tries) await expect(one()).rejects.toThrow(/removed, reduced or frozen/);
    const data = { frozenAt: null, chatExcluded: "deactivated" };
    await scene.t.db.consoleUser.update({ where: { id: dora.id }, data });
    for (const one of tries) await expect(one()).rejects.toThrow(/removed, reduced or frozen/);
  });

  test("stays when two freeze each other at the same moment", async () => {
    const dora = await makeActor(scene.t, { firstName: "Dora", fullAccess: true, permissions: {} });
    await Promise.all([askFreeze(scene, scene.olivia, dora), askFreeze(scene, dora, scene.olivia)]);
    await scene.t.runJobs();
    expect(await scene.t.db.consoleUser.count({ where: { fullAccess: true, frozenAt: null } })).toBe(1);
  });
});

describe("unfreezing", () => {
  test("gives back what they had, once another has approved it", async () => {
    await freeze(scene.olivia, scene.vic);
    const input = { consoleUserId: scene.vic.id };
    const ctx = strict(scene.olivia);
    const { requestId, awaitsApproval } = await submitRequest(
      ctx,
      unfreezeConsoleUserRequest,
      input,
      place(),
    );
    expect(awaitsApproval).toBe(true);
    await scene.t.runJobs();
    await expect(identifyCaller(scene.t.app, caller(scene.vic))).rejects.toThrow(/frozen/);
    await approveRequest(strict(await now(scene, scene.mia)), requestId);
    await scene.t.runJobs();
    expect(await identifyCaller(scene.t.app, caller(scene.vic))).toMatchObject({
      permissions: { users: "view" },
    });
    expect(await scene.events("console-user-unfrozen")).toHaveLength(1);
    await expect(ask(scene, scene.olivia, unfreezeConsoleUserRequest, input)).rejects.toThrow(
      /Vic is not frozen/,
    );
  });

  test("is refused to who lacks what it gives back", async () => {
    const dora = await makeActor(scene.t, { firstName: "Dora", permissions: { accounts: "manage" } });
    await freeze(scene.olivia, dora);
    await expect(
      ask(scene, scene.mia, unfreezeConsoleUserRequest, { consoleUserId: dora.id }),
    ).rejects.toThrow(/cannot give “accounts: manage”/);
  });
});
