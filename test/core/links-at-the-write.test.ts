import { beforeEach, describe, expect, test } from "vitest";
import { minutes } from "../../src/core/kernel/time/clock.ts";
import { acceptInvitation } from "../../src/core/invitations/accept-invitation.ts";
import { issueLink } from "../../src/core/invitations/resend-invitation.ts";
import { hashToken, newToken } from "../../src/core/kernel/secrets/token.ts";
import { issueSignInToken, useSignInToken } from "../../src/core/kernel/links/use-sign-in-token.ts";
import { acceptConsoleInvitation } from "../../src/core/console-users/accept-console-invitation.ts";
import { confirmEmailChange } from "../../src/core/users/notice-mailing.ts";
import { issuePasswordLink } from "../../src/core/users/forgotten-password-mailing.ts";
import { setPassword } from "../../src/core/users/set-password.ts";
import type { User } from "../../src/core/generated/prisma/client.ts";
import { beforeTheWrite } from "../support/before-the-write.ts";
import { changeLink, makeConsoleUser, makeInvitation, makeLink, makeUser } from "../support/factories.ts";
import { inviteScene } from "../support/invite-scene.ts";

// A link is found, its page is filled in, and meanwhile somebody revokes it, sends another, or uses it: it is dead at the write.

const scene = inviteScene();
const invitee = { kind: "invitee", name: "somebody with a link", surface: "web" } as const;
const password = "seven quiet herons";
const pair = { password, passwordAgain: password };
const db = () => scene.t.db;
/** What ends at this moment is over. */
const endsNow = () => scene.t.clock.now();
/** With the link in hand, at the moment when `change` has been made. */
let changes = 0;
const ctxAfter = (change: () => Promise<unknown>) => {
  const counted = async () => {
    await change();
    changes += 1;
  };
  return { ...beforeTheWrite(scene.t.app, counted), actor: invitee };
};
/** Refused, and not before the change was made: the link was found open. */
async function dead(work: Promise<unknown>, code = "expired"): Promise<void> {
  changes = 0;
  await expect(work).rejects.toMatchObject({ code });
  expect(changes).toBe(1);
}

describe("an invitation", () => {
  test.each<[string, (id: string) => Promise<unknown>]>([
    ["revoked", (id) => db().invitation.update({ where: { id }, data: { revokedAt: endsNow() } })],
    ["expired", (id) => changeLink(db(), { id }, { expiresAt: endsNow() })],
    ["whose link was used", (id) => changeLink(db(), { id }, { usedAt: endsNow() })],
    ["whose link was revoked", (id) => changeLink(db(), { id }, { revokedAt: endsNow() })],
    ["swept as expired", (id) => db().invitation.update({ where: { id }, data: { expiredAt: endsNow() } })],
    ["accepted", (id) => db().invitation.update({ where: { id }, data: { acceptedAt: endsNow() } })],
    [
      "sent again",
      (id) => db().$transaction((tx) => issueLink({ ...scene.t.app, actor: scene.ctx.actor }, tx, null, id)),
    ],
    [
      "to an Account that was suspended",
      (id) =>
        db().account.updateMany({
          where: { invitations: { some: { id } } },
          data: { suspendedAt: endsNow() },
        }),
    ],
  ])("%s in between lets nobody in", async (_, change) => {
    const { invitation, token } = await makeInvitation(scene.t, { accountId: scene.accountId });
    const form = { username: `u${invitation.id.slice(-12)}`, firstName: "", lastName: "", ...pair };
    await dead(
      acceptInvitation(
        ctxAfter(() => change(invitation.id)),
        { token, form },
      ),
    );
    expect(await db().user.count({ where: { emailKey: invitation.emailKey } })).toBe(0);
    expect(await db().membership.count({ where: { accountId: scene.accountId } })).toBe(0);
  });
});

describe("an invitation to the Console", () => {
  let serial = 0;
  let [email, inviter] = ["", ""];
  const edit = (id: string, data: object) =>
    db().secretLink.updateMany({ where: { consoleInvitation: { id } }, data });

  test.each<[string, string, (id: string) => Promise<unknown>]>([
    ["revoked", "expired", (id) => edit(id, { revokedAt: endsNow(), tokenSealed: null })],
    ["expired", "expired", (id) => edit(id, { expiresAt: endsNow() })],
    ["accepted", "expired", (id) => edit(id, { usedAt: endsNow() })],
    ["sent again", "not-found", (id) => edit(id, { tokenHash: hashToken(newToken()), issue: 2 })],
    [
      "of somebody who was removed",
      "expired",
      () => db().consoleUser.updateMany({ where: { email: inviter }, data: { removedAt: endsNow() } }),
    ],
    [
      "of somebody who may no longer give that",
      "expired",
      () =>
        db().consoleUser.updateMany({
          where: { email: inviter },
          data: { fullAccess: false, permissions: { "console-users": "manage" } },
        }),
    ],
    ["to somebody who became one", "conflict", () => makeConsoleUser(db(), { email })],
  ])("%s in between makes nobody a Console User", async (_, code, change) => {
    email = `new${(serial += 1)}@partner.example`;
    inviter = `inviter${serial}@partner.example`;
    const now = scene.t.clock.now();
    const { linkId, token } = await makeLink(db(), "consoleInvitation", { now });
    const { id: requesterId } = await makeConsoleUser(db(), { email: inviter, fullAccess: true });
    const request = { kind: "invite-console-user", input: {}, status: "done", requesterId } as const;
    const { id: requestId } = await db().request.create({ data: request });
    const { id } = await db().consoleInvitation.create({
      data: {
        requestId,
        email,
        emailKey: email,
        fullAccess: true,
        permissions: {},
        linkId,
        createdAt: now,
      },
    });
    const form = { firstName: "Nia", lastName: "Under", ...pair };
    await dead(
      acceptConsoleInvitation(
        ctxAfter(() => change(id)),
        { token, form },
      ),
      code,
    );
    const made = code === "conflict" ? 1 : 0;
    expect(await db().consoleUser.count({ where: { emailKey: email } })).toBe(made);
    expect(await db().consoleUser.count({ where: { emailKey: email, fullAccess: true } })).toBe(0);
  });
});

describe("a link to set a password", () => {
  test.each<[string, (id: string, user: User) => Promise<unknown>]>([
    ["used", (id) => db().secretLink.update({ where: { id }, data: { usedAt: endsNow() } })],
    ["expired", (id) => db().secretLink.update({ where: { id }, data: { expiresAt: endsNow() } })],
    [
      "replaced by another",
      (_, { id: userId }) =>
        db().$transaction((tx) => issuePasswordLink(scene.ctx, tx, { userId, requestId: null })),
    ],
    [
      "sent again on its row",
      (id) => db().secretLink.update({ where: { id }, data: { tokenHash: hashToken(newToken()) } }),
    ],
  ])("%s in between sets none", async (_, change) => {
    const user = await makeUser(db());
    const token = newToken();
    const { id } = await db().secretLink.create({
      data: {
        purpose: "password",
        userId: user.id,
        tokenHash: hashToken(token),
        expiresAt: later(),
        createdAt: endsNow(),
      },
    });
    await dead(
      setPassword(
        ctxAfter(() => change(id, user)),
        { token, form: pair },
      ),
    );
    expect(await db().user.findUnique({ where: { id: user.id } })).toMatchObject({ passwordHash: null });
  });
});

describe("a link that confirms another e-mail", () => {
  const wanted = "wanted@acme.example";
  let user: User;
  let token: string;
  let id: string;
  beforeEach(async () => {
    await db().user.deleteMany({ where: { emailKey: wanted } });
    [user, token] = [await makeUser(db()), newToken()];
    const row = { purpose: "email", userId: user.id, email: wanted, tokenHash: hashToken(token) } as const;
    const data = { ...row, expiresAt: later(), createdAt: endsNow() };
    ({ id } = await db().secretLink.create({ data }));
  });

  test.each<[string, string, () => Promise<unknown>]>([
    ["used", "expired", () => db().secretLink.update({ where: { id }, data: { usedAt: endsNow() } })],
    ["expired", "expired", () => db().secretLink.update({ where: { id }, data: { expiresAt: endsNow() } })],
    [
      "withdrawn for another",
      "expired",
      () => db().secretLink.deleteMany({ where: { purpose: "email", userId: user.id } }),
    ],
    [
      "sent again on its row",
      "expired",
      () => db().secretLink.update({ where: { id }, data: { tokenHash: hashToken(newToken()) } }),
    ],
    ["to an address that another User took", "conflict", () => makeUser(db(), { email: wanted })],
  ])("%s in between changes nothing", async (_, code, change) => {
    await dead(confirmEmailChange(ctxAfter(change), token), code);
    expect(await db().user.findUnique({ where: { id: user.id } })).toMatchObject({ email: user.email });
  });
});

describe("a sign-in link", () => {
  test.each<[string, string, (tokenId: string, user: User) => Promise<unknown>]>([
    ["used", "expired", (id) => db().secretLink.update({ where: { id }, data: { usedAt: endsNow() } })],
    [
      "that ran out",
      "expired",
      (id) => db().secretLink.update({ where: { id }, data: { expiresAt: endsNow() } }),
    ],
    [
      "of a suspended Membership",
      "forbidden",
      (_, user) =>
        db().membership.updateMany({ where: { userId: user.id }, data: { suspendedAt: endsNow() } }),
    ],
    [
      "of a removed User",
      "forbidden",
      (_, user) => db().membership.deleteMany({ where: { userId: user.id } }),
    ],
    [
      "to a suspended Account",
      "forbidden",
      () => db().account.update({ where: { id: scene.accountId }, data: { suspendedAt: endsNow() } }),
    ],
  ])("%s in between begins no session, and is used up by none", async (_, code, change) => {
    const user = await makeUser(db());
    await db().membership.create({ data: { userId: user.id, accountId: scene.accountId } });
    const account = await db().account.findUniqueOrThrow({ where: { id: scene.accountId } });
    const issued = await db().$transaction((tx) =>
      issueSignInToken(scene.ctx, tx, { user, account, deploymentId: null, returnUrl: "/" }),
    );
    const { id } = await db().secretLink.findFirstOrThrow({ where: { purpose: "signIn", userId: user.id } });
    let entered = 0;
    const enter = async () => (entered += 1);
    await dead(
      useSignInToken(
        ctxAfter(() => change(id, user)),
        issued.token,
        enter,
      ),
      code,
    );
    expect(entered).toBe(0);
    if (code === "forbidden")
      expect(await db().secretLink.findUnique({ where: { id } })).toMatchObject({ usedAt: null });
  });
});

const later = () => new Date(scene.t.clock.now().getTime() + minutes(30));
