import { beforeEach, expect, test } from "vitest";
import type { AccountUserActor, Context } from "../../../src/core/context.ts";
import type { User } from "../../../src/core/generated/prisma/client.ts";
import { acceptInvitation } from "../../../src/core/invitations/accept-invitation.ts";
import { inviteUserRequest } from "../../../src/core/invitations/invite-user-request.ts";
import { inviteToOwnAccount } from "../../../src/core/invitations/send-invitation.ts";
import { planRequest } from "../../../src/core/kernel/requests/submit-request.ts";
import { grantAdministratorRequest } from "../../../src/core/memberships/grant-administrator.ts";
import { requestEmailChange } from "../../../src/core/users/change-names.ts";
import { findUser } from "../../../src/core/users/delete-user.ts";
import { requestPasswordLink } from "../../../src/core/users/forgotten-password-mailing.ts";
import { confirmEmailChange } from "../../../src/core/users/notice-mailing.ts";
import { makeInvitation, makeSession, makeUser } from "../../support/factories.ts";
import { invite, inviteScene } from "../../support/invite-scene.ts";
import { join } from "./user-scene.ts";

const scene = inviteScene();
const [boss, elsewhere] = ["boss@acme.example", "me@evil.example"];
const password = "seven quiet herons";
const invitee = { kind: "invitee", name: "boss", surface: "web" } as const;
const visitor = { kind: "visitor", name: "visitor", surface: "web" } as const;
const form = { username: "boss", firstName: "", lastName: "", password, passwordAgain: password };

async function as(user: User): Promise<Context<AccountUserActor>> {
  return { ...scene.t.app, actor: (await makeSession(scene.t, user)).actor };
}

/** Made for somebody else's address, by somebody who knows the password; or one whose owner confirmed it. */
const bossUser = (own: boolean) => makeUser(scene.t.db, { username: boss, email: boss, password, own });
/** As one is left from before, whose user ID is an address and whose e-mail is another. */
const borrower = () => makeUser(scene.t.db, { username: boss, email: elsewhere });
const read = ({ id }: User) => scene.t.db.user.findUniqueOrThrow({ where: { id } });

async function linkFor(user: User, email: string): Promise<string> {
  await requestEmailChange(await as(user), { email, password });
  await scene.t.runJobs();
  return /\/email-changes\/([\w-]+)/.exec(scene.t.mailer.sent.at(-1)?.text ?? "")?.[1] ?? "";
}

const confirm = (token: string) => confirmEmailChange({ ...scene.t.app, actor: invitee }, token);

beforeEach(async () => {
  await scene.t.runJobs();
  scene.t.mailer.sent.length = 0;
  await scene.t.db.invitation.deleteMany();
  await scene.t.db.user.deleteMany();
});

test("nobody moves the e-mail away from a user ID whose address they have not shown to be theirs", async () => {
  const user = await bossUser(false);
  const asked = requestEmailChange(await as(user), { email: elsewhere, password });
  await expect(asked).rejects.toMatchObject({
    code: "conflict",
    field: "email",
    message: /Northwind Software/,
  });
  expect(await scene.t.db.secretLink.count({ where: { purpose: "email" } })).toBe(0);
  await confirm(await linkFor(user, boss));
  expect((await read(user)).emailConfirmedAt).not.toBeNull();
});

test("nor by a link that was mailed before", async () => {
  const user = await bossUser(true);
  const token = await linkFor(user, elsewhere);
  await scene.t.db.user.update({ where: { id: user.id }, data: { emailConfirmedAt: null } });
  await expect(confirm(token)).rejects.toMatchObject({ code: "conflict" });
  expect((await read(user)).email).toBe(boss);
});

test("whoever has confirmed the address of their user ID still changes their e-mail", async () => {
  const user = await bossUser(true);
  await confirm(await linkFor(user, elsewhere));
  expect(await read(user)).toMatchObject({ username: boss, email: elsewhere });
});

test("who makes an Administrator is told where a user ID is an address and the e-mail is another", async () => {
  const user = await borrower();
  await join(scene, user.id, scene.accountId);
  const input = { userId: user.id, accountId: scene.accountId };
  expect((await planRequest(scene.ctx, grantAdministratorRequest, input)).warnings).toEqual([
    `The user ID ${boss} is an address, but this User gets mails at ${elsewhere}. Make sure that it is the person you mean.`,
  ]);
});

test("an address that is one User's e-mail and another's user ID names neither", async () => {
  const [borrowing, owner] = [
    await borrower(),
    await makeUser(scene.t.db, { username: "boss", email: boss }),
  ];
  await expect(findUser(scene.t.app, boss)).rejects.toMatchObject({
    code: "conflict",
    field: "userId",
    message: expect.stringContaining(`• ${boss} (${elsewhere})\n• boss (${boss})`),
  });
  expect((await findUser(scene.t.app, elsewhere)).id).toBe(borrowing.id);
  expect((await findUser(scene.t.app, "boss")).id).toBe(owner.id);
});

test("the link for a forgotten password goes to whoever reads mail at the address", async () => {
  await borrower();
  await makeUser(scene.t.db, { username: "zoe", email: boss });
  await requestPasswordLink({ ...scene.t.app, actor: visitor }, boss);
  await scene.t.runJobs();
  expect(scene.t.mailer.sent.map(({ to }) => to)).toEqual([boss]);
});

test("nobody is invited by an address that is the user ID of somebody else, be it on an Account's own page", async () => {
  await borrower();
  const refusal = { code: "conflict", field: "email", message: /gets mails elsewhere/ };
  const input = { accountId: scene.accountId, email: boss, asAdministrator: true };
  await expect(planRequest(scene.ctx, inviteUserRequest, input)).rejects.toMatchObject(refusal);
  const admin = await makeUser(scene.t.db);
  await join(scene, admin.id, scene.accountId, "Administrator");
  await expect(inviteToOwnAccount(await as(admin), scene.accountId, input)).rejects.toMatchObject(refusal);
});

test("nor where it became one before the job", async () => {
  const { requestId } = await invite(scene, boss);
  await borrower();
  await scene.t.runJobs();
  const row = await scene.t.db.request.findUniqueOrThrow({ where: { id: requestId } });
  expect([row.status, row.trouble]).toEqual([
    "failed",
    expect.stringContaining("is the user ID of somebody with another e-mail address"),
  ]);
  expect(await scene.t.db.invitation.count()).toBe(0);
});

test("nor does an invitation from before make a second user of that name, and its link stays good", async () => {
  const { token, invitation } = await makeInvitation(scene.t, { accountId: scene.accountId, email: boss });
  const other = await borrower();
  const accept = () => acceptInvitation({ ...scene.t.app, actor: invitee }, { token, form });
  await expect(accept()).rejects.toMatchObject({ code: "conflict", field: "username" });
  await scene.t.db.user.delete({ where: { id: other.id } });
  expect((await accept()).email).toBe(invitation.email);
});
