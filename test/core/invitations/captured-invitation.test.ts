import { beforeEach, describe, expect, test } from "vitest";
import { acceptInvitation } from "../../../src/core/invitations/accept-invitation.ts";
import { findInvitation } from "../../../src/core/invitations/find-invitation.ts";
import { inviteUserRequest } from "../../../src/core/invitations/invite-user-request.ts";
import { deployForUrl } from "../../../src/core/marketplaces/deploy-marketplace.ts";
import { levelAt } from "../../../src/core/kernel/levels/require-level.ts";
import { submitRequest } from "../../../src/core/kernel/requests/submit-request.ts";
import { createUserRequest } from "../../../src/core/users/create-user.ts";
import { createUserInput, resetPasswordRequest } from "../../../src/core/users/reset-password.ts";
import { showTemporaryPassword } from "../../../src/core/users/show-temporary-password.ts";
import { signIn } from "../../../src/core/users/sign-in.ts";
import { makeInvitation, makeSession, makeUser } from "../../support/factories.ts";
import { invite, place, tokenIn } from "../../support/invite-scene.ts";
import { deployScene } from "../marketplaces/deploy-scene.ts";
import { ask } from "../users/user-scene.ts";

const scene = deployScene();
const email = "newboss@acme.example";
const known = "known to Ed as well";
const chosen = "seven quiet herons";
const invitee = { kind: "invitee", name: "newboss", surface: "web" } as const;
const visitor = { kind: "visitor", name: "visitor", surface: "web" } as const;
const browser = { userAgent: "Firefox", address: "192.0.2.1", token: undefined };
const newPassword = { password: chosen, passwordAgain: chosen };

const user = () => scene.t.db.user.findUnique({ where: { emailKey: email } });
const levels = async () =>
  (await scene.t.db.membership.findMany({ include: { grants: true } })).map(({ grants }) =>
    levelAt(grants, scene.t.clock.now()),
  );
const signsIn = (username: string, password: string) =>
  signIn({ ...scene.t.app, actor: visitor }, { username, password }, browser).then(
    () => true,
    () => false,
  );
const accept = (token: string, given: object = {}) =>
  acceptInvitation({ ...scene.t.app, actor: invitee }, { token, ...given });
const input = (password: "temporary" | "link") =>
  createUserInput.parse({ username: "nb1", email, firstName: "", lastName: "", accountIds: [], password });

beforeEach(async () => {
  await scene.t.db.membership.deleteMany();
  await scene.t.db.invitation.deleteMany();
  await scene.t.db.user.deleteMany();
});

test.each([
  ["nobody", undefined, true, false],
  ["a User with a password of their own", true, true, false],
  ["a User whose password somebody else made", false, true, true],
  ["a User whose password somebody else made, for Access", false, false, false],
] as const)(
  "a link for the address of %s asks for a new password, or does not",
  async (_, own, asAdministrator, asks) => {
    if (own !== undefined) await makeUser(scene.t.db, { email, own, password: known });
    const { token } = await makeInvitation(scene.t, { accountId: scene.accountId, email, asAdministrator });
    expect((await findInvitation(scene.t.app, token))?.choosesPassword).toBe(asks);
  },
);

describe("for an address with an open invitation as Administrator", () => {
  const open = () => makeInvitation(scene.t, { accountId: scene.accountId, email, asAdministrator: true });

  test("nobody makes a User with a temporary password", async () => {
    await open();
    await expect(
      submitRequest(scene.ctx, createUserRequest, input("temporary"), place()),
    ).rejects.toMatchObject({ code: "conflict", field: "password" });
    const { requestId } = await ask(scene, createUserRequest, input("link"));
    expect(requestId).toBeDefined();
  });

  test("nobody does so by a request from before the invitation", async () => {
    const { requestId } = await submitRequest(scene.ctx, createUserRequest, input("temporary"), place());
    await open();
    await scene.t.runJobs();
    expect(await scene.t.db.request.findUnique({ where: { id: requestId } })).toMatchObject({
      status: "failed",
    });
    expect(await user()).toBeNull();
  });

  test("nobody is shown, or asks for, a temporary password of a User who was there before", async () => {
    const { requestId } = await ask(scene, createUserRequest, input("temporary"));
    await open();
    await expect(showTemporaryPassword(scene.ctx, requestId)).rejects.toMatchObject({ code: "conflict" });
    expect(await user()).toMatchObject({ passwordHash: null });
    const asked = { userId: (await user())?.id ?? "", password: "temporary" } as const;
    await expect(submitRequest(scene.ctx, resetPasswordRequest, asked, place())).rejects.toMatchObject({
      code: "conflict",
      field: "password",
    });
  });

  test("no application makes a User with a password of its choice", async () => {
    await open();
    const as = { kind: "credentials", username: email, password: known } as const;
    const before = await scene.everything();
    await expect(deployForUrl(scene.trusted(), scene.deploy({ user: as }))).rejects.toMatchObject({
      code: "conflict",
      field: "username",
    });
    expect(await scene.everything()).toEqual(before);
  });
});

describe("a User whose password somebody else may know", () => {
  const make = (given: { own?: boolean } = {}) =>
    makeUser(scene.t.db, { username: "nb1", email, password: known, own: false, ...given });
  const open = (asAdministrator = true) =>
    makeInvitation(scene.t, { accountId: scene.accountId, email, asAdministrator });

  test("joins as Administrator with a new one only, chosen by the link: whoever knew the old one is out", async () => {
    const made = await make();
    const { token: session } = await makeSession(scene.t, made);
    const { token } = await open();
    await expect(accept(token)).rejects.toMatchObject({ code: "invalid", field: "password" });
    expect(await levels()).toEqual([]);
    await accept(token, { newPassword });
    expect(await levels()).toEqual(["Administrator"]);
    expect(await signsIn("nb1", known)).toBe(false);
    expect(await signsIn("nb1", chosen)).toBe(true);
    expect(session).toBeDefined();
    const at = scene.t.clock.now();
    expect(await user()).toMatchObject({
      emailConfirmedAt: at,
      ownPasswordAt: at,
      mustChangePassword: false,
    });
    const audited = await scene.t.db.auditEvent.findMany({ where: { subjectId: made.id } });
    expect(audited.map(({ action }) => action)).toContain("password-set");
  });

  test("does so also where the User was made while the page for a new one stood open", async () => {
    const { token } = await open();
    await make();
    const form = { username: "boss", firstName: "", lastName: "", ...newPassword };
    await expect(accept(token, { form })).rejects.toMatchObject({ code: "invalid", field: "password" });
    expect(await levels()).toEqual([]);
  });

  test("joins with Access as they are, and with their e-mail confirmed", async () => {
    await make();
    const { token } = await open(false);
    await accept(token);
    expect(await levels()).toEqual(["Access"]);
    expect(await user()).toMatchObject({ emailConfirmedAt: scene.t.clock.now(), ownPasswordAt: null });
  });

  test("is not made Administrator at once by an invitation, but mailed one", async () => {
    await make();
    await invite(scene, email, { asAdministrator: true });
    await scene.t.runJobs();
    expect(await levels()).toEqual([]);
    const token = tokenIn(scene.t.mailer.sent[0]?.text);
    await accept(token, { newPassword });
    expect(await levels()).toEqual(["Administrator"]);
  });

  test("is so also where the User was made after the invitation was asked for", async () => {
    const asked = { accountId: scene.accountId, email, asAdministrator: true };
    await submitRequest(scene.ctx, inviteUserRequest, asked, place());
    await make();
    await scene.t.runJobs();
    expect(await levels()).toEqual([]);
    expect(tokenIn(scene.t.mailer.sent[0]?.text)).not.toBe("");
  });

  test("is nobody who set the password by a link to the mailbox: that one joins at once", async () => {
    await make({ own: true });
    await invite(scene, email, { asAdministrator: true });
    await scene.t.runJobs();
    expect(await levels()).toEqual(["Administrator"]);
    expect(await signsIn("nb1", known)).toBe(true);
  });

  test("is somebody of whom a temporary password was shown, whatever they set before", async () => {
    const made = await make({ own: true });
    const { requestId } = await ask(scene, resetPasswordRequest, {
      userId: made.id,
      password: "temporary",
    });
    await showTemporaryPassword(scene.ctx, requestId);
    await invite(scene, email, { asAdministrator: true });
    await scene.t.runJobs();
    expect(await levels()).toEqual([]);
  });
});
