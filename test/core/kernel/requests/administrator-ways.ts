import { days, minutes } from "../../../../src/core/kernel/time/clock.ts";
import type { ConsoleUserActor } from "../../../../src/core/context.ts";
import type { User } from "../../../../src/core/generated/prisma/client.ts";
import { inviteMany } from "../../../../src/core/invitations/invite-many.ts";
import { inviteUserRequest } from "../../../../src/core/invitations/invite-user-request.ts";
import { resendInvitationRequest } from "../../../../src/core/invitations/resend-invitation.ts";
import { addAccountsRequest } from "../../../../src/core/memberships/add-accounts.ts";
import { grantAdministratorRequest } from "../../../../src/core/memberships/grant-administrator.ts";
import { levelAt } from "../../../../src/core/kernel/levels/require-level.ts";
import { resumeMembershipRequest } from "../../../../src/core/memberships/suspend-membership.ts";
import { setAdministratorsRequest } from "../../../../src/core/memberships/set-administrators.ts";
import { confirmRequest } from "../../../../src/core/kernel/requests/confirm-request.ts";
import type { RequestKind } from "../../../../src/core/kernel/requests/request-kind.ts";
import { type Submitted, submitRequest } from "../../../../src/core/kernel/requests/submit-request.ts";
import { createUserRequest } from "../../../../src/core/users/create-user.ts";
import {
  createUserInput,
  type PasswordWay,
  resetPasswordRequest,
} from "../../../../src/core/users/reset-password.ts";
import { changeLink, makeAccount, makeInvitation } from "../../../support/factories.ts";
import { place } from "../../../support/invite-scene.ts";
import type { ApprovalScene } from "./approval-scene.ts";

/** One way to become or to make an Administrator, or to come to the credential of one. */
export interface Way {
  name: string;
  /** What has to be there first. */
  given?: (scene: ApprovalScene) => Promise<unknown>;
  ask: (scene: ApprovalScene, actor: ConsoleUserActor) => Promise<Submitted>;
  /** Makes an Administrator only by what happens after it was asked for. */
  later?: (scene: ApprovalScene) => Promise<unknown>;
}

const hannas = ({ userId, accountId }: ApprovalScene) => ({ userId_accountId: { userId, accountId } });
export const newcomer = "newboss@acme.example";

async function submit<Input>(
  scene: ApprovalScene,
  actor: ConsoleUserActor,
  kind: RequestKind<Input>,
  input: Input,
): Promise<Submitted> {
  const submitted = await submitRequest(scene.as(actor), kind, input, place());
  if (submitted.needsConfirmation) await confirmRequest(scene.as(actor), submitted.requestId);
  return submitted;
}

export async function giveAdministrator(scene: ApprovalScene, userId = scene.userId): Promise<void> {
  const { id: membershipId } = await scene.t.db.membership.findFirstOrThrow({ where: { userId } });
  await scene.t.db.administratorGrant.create({ data: { membershipId, startsAt: new Date(0) } });
}

const suspend = (scene: ApprovalScene) =>
  scene.t.db.membership.update({ where: hannas(scene), data: { suspendedAt: new Date(0) } });
const unconfirm = ({ t, userId: id }: ApprovalScene) =>
  t.db.user.update({ where: { id }, data: { emailConfirmedAt: null } });
const open = ({ t, accountId }: ApprovalScene) =>
  makeInvitation(t, { accountId, email: newcomer, asAdministrator: true });
const reset =
  (password: PasswordWay): Way["ask"] =>
  (scene, actor) =>
    submit(scene, actor, resetPasswordRequest, { userId: scene.userId, password });
const invite =
  (email: (scene: ApprovalScene) => Promise<string>): Way["ask"] =>
  async (scene, actor) => {
    const account = await makeAccount(scene.t.db, { name: "Bolt Ltd" });
    const input = { accountId: account.id, email: await email(scene), asAdministrator: true };
    scene.accountId = account.id;
    return submit(scene, actor, inviteUserRequest, input);
  };
const grant =
  (forMinutes?: number): Way["ask"] =>
  (scene, actor) => {
    const { userId, accountId } = scene;
    return submit(scene, actor, grantAdministratorRequest, {
      userId,
      accountId,
      ...(forMinutes && { forMinutes }),
    });
  };

async function resend(scene: ApprovalScene, actor: ConsoleUserActor): Promise<Submitted> {
  const { id: invitationId } = await scene.t.db.invitation.findFirstOrThrow({
    where: { emailKey: newcomer },
  });
  return submit(scene, actor, resendInvitationRequest, { invitationId });
}

const expire = ({ t }: ApprovalScene) =>
  changeLink(t.db, {}, { expiresAt: new Date(t.clock.now().getTime() - 1) });

function resume(scene: ApprovalScene, actor: ConsoleUserActor): Promise<Submitted> {
  const { userId, accountId } = scene;
  return submit(scene, actor, resumeMembershipRequest, { userId, accountId, because: null });
}

/** Ways that make an Administrator from the start, and so wait for approval. */
export const ways: Way[] = [
  { name: "a grant", ask: grant() },
  { name: "a grant for an hour", ask: grant(60) },
  {
    name: "the extension of a grant",
    given: async (scene) => {
      const { t } = scene;
      const { id: membershipId } = await t.db.membership.findUniqueOrThrow({ where: hannas(scene) });
      const startsAt = t.clock.now();
      const endsAt = new Date(startsAt.getTime() + minutes(5));
      await t.db.administratorGrant.create({ data: { membershipId, startsAt, endsAt } });
    },
    ask: grant(),
  },
  {
    name: "a tick",
    ask: (scene, actor) =>
      submit(scene, actor, setAdministratorsRequest, {
        accountId: scene.accountId,
        grant: [scene.userId],
        revoke: [],
      }),
  },
  {
    name: "an added Account",
    ask: async (scene, actor) => {
      const accounts = [await makeAccount(scene.t.db), await makeAccount(scene.t.db)];
      const [one, other] = accounts.map(({ id }) => id) as [string, string];
      // The one that may become sensitive is not the Request's own.
      scene.accountId = other;
      return submit(scene, actor, addAccountsRequest, {
        userId: scene.userId,
        accountIds: [other],
        administratorOf: [one],
      });
    },
  },
  { name: "an invitation", ask: invite(async () => newcomer) },
  {
    name: "an invitation of somebody who has a user",
    ask: invite(
      async ({ t, userId: id }) => (await t.db.user.findUniqueOrThrow({ where: { id } })).email ?? "",
    ),
  },
  {
    name: "an invitation of many",
    ask: (scene, actor) =>
      inviteMany(
        scene.as(actor),
        { accountId: scene.accountId, asAdministrator: true, addresses: `${newcomer}, second@acme.example` },
        place(),
      ),
  },
  {
    name: "the end of an Administrator's suspension",
    given: async (scene) => [await suspend(scene), await giveAdministrator(scene)],
    ask: resume,
  },
  {
    name: "another link for an invitation that has expired",
    given: async (scene) => [await open(scene), await expire(scene)],
    ask: resend,
  },
  { name: "an Administrator's temporary password", given: giveAdministrator, ask: reset("temporary") },
  {
    name: "a link to an Administrator's unconfirmed address",
    given: async (scene) => [await unconfirm(scene), await giveAdministrator(scene)],
    ask: reset("link"),
  },
];

/** Ways that are free when they are asked for, and would make an Administrator by the time that they are done. */
export const laterWays: Way[] = [
  { name: "a temporary password", ask: reset("temporary"), later: giveAdministrator },
  {
    name: "a link to an unconfirmed address",
    given: unconfirm,
    ask: reset("link"),
    later: giveAdministrator,
  },
  { name: "the end of a suspension", given: suspend, ask: resume, later: giveAdministrator },
  { name: "another link for an open invitation", given: open, ask: resend, later: expire },
  {
    name: "a new user's temporary password",
    ask: (scene, actor) =>
      submit(
        scene,
        actor,
        createUserRequest,
        createUserInput.parse({
          username: "nb1",
          email: newcomer,
          firstName: "",
          lastName: "",
          accountIds: [scene.accountId],
          password: "temporary",
        }),
      ),
    later: async (scene) => {
      const user = await scene.t.db.user.findUnique({ where: { usernameKey: "nb1" } });
      await (user ? giveAdministrator(scene, user.id) : open(scene));
    },
  },
];

/** Who can act as Administrator, or come to it, by whatever was given out: what may grow by approval alone. */
export async function power({ t }: ApprovalScene): Promise<string[]> {
  const now = t.clock.now();
  const memberships = await t.db.membership.findMany({
    where: { suspendedAt: null },
    include: { user: true, grants: true },
  });
  const lasting = new Date(now.getTime() + minutes(30));
  const is = memberships.filter(({ grants }) => levelAt(grants, lasting) === "Administrator");
  const invitations = await t.db.invitation.findMany({
    where: { asAdministrator: true, link: { expiresAt: { gt: now } }, acceptedAt: null, revokedAt: null },
    include: { link: true },
  });
  const administrators = await t.db.user.findMany({
    where: { memberships: { some: { grants: { some: {} } } } },
    include: { links: { where: { purpose: "password" } } },
  });
  return [
    ...is.map(({ userId, accountId }) => `${userId} on ${accountId}`),
    ...invitations.map(({ id, link }) => `invitation ${id} ${link.issue}`),
    ...administrators.flatMap((user) => credentials(user)),
  ];
}

/** Those that somebody else than their owner may hold. */
function credentials(user: User & { links: { id: string }[] }): string[] {
  const shown = user.mustChangePassword ? [`password of ${user.username}: ${user.passwordHash}`] : [];
  const links = user.emailConfirmedAt ? [] : user.links.map(({ id }) => `link ${id}`);
  return [...shown, ...links];
}

export const tooLongMs = days(1);
