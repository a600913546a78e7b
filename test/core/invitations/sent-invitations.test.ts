import { beforeEach, describe, expect, test } from "vitest";
import type { User } from "../../../src/core/generated/prisma/client.ts";
import { acceptInvitation } from "../../../src/core/invitations/accept-invitation.ts";
import { findInvitation } from "../../../src/core/invitations/find-invitation.ts";
import { resendOwnInvitation } from "../../../src/core/invitations/own-invitations.ts";
import type { RequestKind } from "../../../src/core/kernel/requests/request-kind.ts";
import { planRequest } from "../../../src/core/kernel/requests/submit-request.ts";
import { hours } from "../../../src/core/kernel/time/clock.ts";
import { removeUserRequest } from "../../../src/core/memberships/remove-user.ts";
import { revokeAdministratorRequest } from "../../../src/core/memberships/revoke-administrator.ts";
import { setAdministratorsRequest } from "../../../src/core/memberships/set-administrators.ts";
import {
  resumeMembershipRequest,
  suspendMembershipRequest,
} from "../../../src/core/memberships/suspend-membership.ts";
import { deleteUserRequest } from "../../../src/core/users/delete-user.ts";
import { auditOfTest } from "../../support/audit-of-test.ts";
import { beforeTheWrite } from "../../support/before-the-write.ts";
import { makeInvitation, makeSession, makeUser } from "../../support/factories.ts";
import { inviteScene } from "../../support/invite-scene.ts";
import { ask, join, manager } from "../users/user-scene.ts";

const scene = inviteScene();
const events = auditOfTest(() => scene.t.db);
const actor = { kind: "invitee", name: "boss", surface: "web" } as const;
const password = "seven quiet herons";
const form = { firstName: "", lastName: "", password, passwordAgain: password };
let ann: User;
let serial = 0;

beforeEach(async () => {
  ann = await makeUser(scene.t.db);
  await join(scene, ann.id, scene.accountId, "Administrator");
});

async function sent(asAdministrator = true) {
  const email = `boss${(serial += 1)}@acme.example`;
  const made = await makeInvitation(scene.t, { accountId: scene.accountId, email, asAdministrator });
  await scene.t.db.invitation.update({ where: { id: made.invitation.id }, data: { invitedById: ann.id } });
  return { ...made, email };
}

const accept = (token: string, app = scene.t.app) =>
  acceptInvitation({ ...app, actor }, { token, form: { ...form, username: `boss${serial}` } });
const state = async (token: string) => (await findInvitation(scene.t.app, token))?.state;
const own = () => ({ userId: ann.id, accountId: scene.accountId });
const because = { because: null };

async function take<Input>(kind: RequestKind<Input>, input: Input): Promise<string[]> {
  const ctx = await manager(scene);
  const { warnings } = await planRequest(ctx, kind, input);
  await ask(scene, kind, input, ctx);
  return warnings;
}

/** Each way in which somebody stops being Administrator for good. */
const endings: [string, () => Promise<string[]>][] = [
  ["revoke-admin", () => take(revokeAdministratorRequest, own())],
  [
    "a tick",
    () => take(setAdministratorsRequest, { accountId: scene.accountId, grant: [], revoke: [ann.id] }),
  ],
  ["remove-user", () => take(removeUserRequest, own())],
  ["delete-user", () => take(deleteUserRequest, { userId: ann.id })],
];

describe("an invitation as Administrator that an Administrator sent", () => {
  test.each(endings)("is revoked with their level by %s, which is told before", async (_name, end) => {
    const { token, email, invitation } = await sent();
    const plain = await sent(false);
    expect(await end()).toContain(
      `The open invitation of ${email} to Acme Ltd (${(await account()).apiId}) as Administrator, which ${ann.username} sent, is revoked with it.`,
    );
    expect([await state(token), await state(plain.token)]).toEqual(["revoked", "open"]);
    expect(await events("invitation-revoked")).toMatchObject([
      {
        subjectId: invitation.id,
        accountId: scene.accountId,
        after: { because: expect.stringContaining(ann.username) },
      },
    ]);
  });

  const ways: [string, () => Promise<unknown>][] = [
    [
      "is Access",
      () => scene.t.db.administratorGrant.deleteMany({ where: { membership: { userId: ann.id } } }),
    ],
    [
      "is Administrator for a time",
      () =>
        scene.t.db.administratorGrant.updateMany({
          where: { membership: { userId: ann.id } },
          data: { endsAt: new Date(scene.t.clock.now().getTime() + hours(4)) },
        }),
    ],
    ["was removed", () => scene.t.db.membership.deleteMany({ where: { userId: ann.id } })],
    [
      "is suspended",
      () =>
        scene.t.db.membership.updateMany({
          where: { userId: ann.id },
          data: { suspendedAt: scene.t.clock.now() },
        }),
    ],
  ];

  test.each(ways)(
    "makes nobody Administrator once its sender %s, also between the look and the write",
    async (_name, lose) => {
      const { token } = await sent();
      const app = beforeTheWrite(scene.t.app, lose);
      await expect(accept(token, app)).rejects.toMatchObject({
        code: "forbidden",
        message: /Ask an Administrator of the account to invite you/,
      });
      await expect(accept(token)).rejects.toMatchObject({ code: "forbidden" });
      expect(await scene.t.db.user.count({ where: { email: { startsWith: `boss${serial}@` } } })).toBe(0);
      expect(await state(token)).toBe("open");
    },
  );

  test("works again once the suspension of its sender ends, as was told", async () => {
    const { token, email } = await sent();
    const told = await take(suspendMembershipRequest, { ...own(), ...because });
    expect(told.join("\n")).toContain(`invitation of ${email}`);
    expect(told.join("\n")).toContain("cannot be used until the suspension ends");
    await expect(accept(token)).rejects.toMatchObject({ code: "forbidden" });
    await take(resumeMembershipRequest, { ...own(), ...because });
    expect((await accept(token)).email).toBe(email);
  });

  test("is answered for by whoever of the Account sends it again, unless they are so for a time", async () => {
    const { invitation } = await sent();
    const sender = async () =>
      (await scene.t.db.invitation.findUniqueOrThrow({ where: { id: invitation.id } })).invitedById;
    const resend = async (user: User) => {
      const { actor } = await makeSession(scene.t, user);
      const chosen = { accountId: scene.accountId, invitationId: invitation.id };
      await resendOwnInvitation({ ...scene.t.app, actor }, chosen);
    };
    const [ben, tim] = [await makeUser(scene.t.db), await makeUser(scene.t.db)];
    for (const { id } of [ben, tim]) await join(scene, id, scene.accountId, "Administrator");
    await scene.t.db.administratorGrant.updateMany({
      where: { membership: { userId: tim.id } },
      data: { endsAt: new Date(scene.t.clock.now().getTime() + hours(4)) },
    });
    await resend(tim);
    expect(await sender()).toBe(ann.id);
    await resend(ben);
    expect(await sender()).toBe(ben.id);
  });

  test("makes an Administrator while its sender is one; with Access anybody joins", async () => {
    const { token } = await sent();
    await accept(token);
    const plain = await sent(false);
    await scene.t.db.membership.deleteMany({ where: { userId: ann.id } });
    await accept(plain.token);
    const members = await scene.t.db.membership.findMany({
      where: { accountId: scene.accountId },
      include: { grants: true },
      orderBy: { id: "asc" },
    });
    expect(members.map(({ grants }) => grants.length)).toEqual([1, 0]);
  });
});

const account = () => scene.t.db.account.findUniqueOrThrow({ where: { id: scene.accountId } });
