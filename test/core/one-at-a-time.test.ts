import { beforeEach, describe, expect, test } from "vitest";
import { freezeConsoleUserRequest } from "../../src/core/console-users/freeze-console-user.ts";
import { addConsoleUser } from "../../src/core/console-users/add-console-user.ts";
import { acceptConsoleInvitation } from "../../src/core/console-users/accept-console-invitation.ts";
import { linkByOperator, removeByOperator } from "../../src/core/console-users/link-by-operator.ts";
import { signInConsoleUser } from "../../src/core/console-users/sign-in-console-user.ts";
import type { AccountUserActor, Context } from "../../src/core/context.ts";
import { Prisma, type User } from "../../src/core/generated/prisma/client.ts";
import { acceptInvitation } from "../../src/core/invitations/accept-invitation.ts";
import { inviteUserRequest } from "../../src/core/invitations/invite-user-request.ts";
import type { Transaction } from "../../src/core/kernel/database.ts";
import { lockConsoleUsers } from "../../src/core/kernel/access/require-access-change.ts";
import { changeAtLevel } from "../../src/core/kernel/levels/require-level.ts";
import { workInAccount } from "../../src/core/kernel/levels/work-in-account.ts";
import { approveRequest } from "../../src/core/kernel/requests/decide-request.ts";
import { confirmRequest } from "../../src/core/kernel/requests/confirm-request.ts";
import type { RequestKind } from "../../src/core/kernel/requests/request-kind.ts";
import { submitRequest } from "../../src/core/kernel/requests/submit-request.ts";
import { hashPassword } from "../../src/core/kernel/secrets/password.ts";
import { after, days } from "../../src/core/kernel/time/clock.ts";
import { grantAdministratorRequest } from "../../src/core/memberships/grant-administrator.ts";
import { giveBack } from "../../src/core/memberships/record-grant-end.ts";
import { removeUserRequest } from "../../src/core/memberships/remove-user.ts";
import { revokeAdministratorRequest } from "../../src/core/memberships/revoke-administrator.ts";
import { setAdministratorsRequest } from "../../src/core/memberships/set-administrators.ts";
import { resetPasswordRequest } from "../../src/core/users/reset-password.ts";
import { showTemporaryPassword } from "../../src/core/users/show-temporary-password.ts";
import { signIn } from "../../src/core/users/sign-in.ts";
import { addPerson, makeAccount, makeInvitation, makeLink, makeSession } from "../support/factories.ts";
import { place } from "../support/invite-scene.ts";
import { noApprovals } from "../support/test-app.ts";
import { waitsFor } from "../support/waits-for.ts";
import { approvalScene, askGrant } from "./kernel/requests/approval-scene.ts";
import { take, work } from "./kernel/requests/jobs-by-hand.ts";

// What one looks at is held until it is written: whoever changes it at the same moment comes before, or after.

const scene = approvalScene();
const password = "seven quiet herons";
const browser = { userAgent: "Firefox", address: "192.0.2.1", token: undefined };
const visitor = { kind: "visitor", name: "visitor", surface: "web" } as const;
const invitee = { kind: "invitee", name: "nia", surface: "web" } as const;
const operator = { kind: "operator", name: "root", surface: "command-line" } as const;
const onTheServer = () => ({ ...scene.t.app, actor: operator });
let hanna: User;
let own: Context<AccountUserActor>;

beforeEach(async () => {
  const { db } = scene.t;
  hanna = await db.user.update({
    where: { id: scene.userId },
    data: { passwordHash: await hashPassword(password) },
  });
  const data = { passwordHash: await hashPassword(password) };
  await db.consoleUser.update({ where: { id: scene.olivia.id }, data });
  const { id } = await db.membership.findFirstOrThrow();
  const endsAt = after(scene.t.clock.now(), days(1));
  await db.administratorGrant.create({ data: { membershipId: id, startsAt: new Date(0), endsAt } });
  own = { ...scene.t.app, actor: (await makeSession(scene.t, hanna)).actor };
});

const waits = (hold: (tx: Transaction) => Promise<unknown>, act: () => Promise<unknown>) =>
  waitsFor(scene.t.db, hold, act);

/** As whoever changes the row does; references to it are no change. */
const changing =
  (table: "Account" | "User" | "ConsoleUser" | "Membership", id: string) => (tx: Transaction) =>
    tx.$queryRaw`SELECT 1 FROM ${Prisma.raw(`"${table}"`)} WHERE "id" = ${id}::uuid FOR NO KEY UPDATE`;

/** The job of a Request that nobody has to approve. */
async function job<Input>(
  kind: RequestKind<Input>,
  input: Input,
  actor = scene.olivia,
): Promise<() => Promise<unknown>> {
  const app = { ...scene.t.app, approvalPolicy: noApprovals };
  const { requestId, needsConfirmation: asked } = await submitRequest(
    { ...app, actor },
    kind,
    input,
    place(),
  );
  if (asked) await confirmRequest({ ...app, actor }, requestId);
  const [run] = take(scene, "requests");
  return () => work(app, run);
}

const member = () => ({ userId: scene.userId, accountId: scene.accountId });
const invitation = () =>
  makeInvitation(scene.t, { accountId: scene.accountId, email: "nia@acme.example", asAdministrator: true });
const form = { username: "nia", firstName: "", lastName: "", password, passwordAgain: password };
const accept = (token: string) => acceptInvitation({ ...scene.t.app, actor: invitee }, { token, form });

/** What each holds of the Account. */
const inAnAccount: Record<string, () => Promise<() => Promise<unknown>>> = {
  "granting Administrator": () => job(grantAdministratorRequest, member()),
  "revoking Administrator": () => job(revokeAdministratorRequest, member()),
  "saving a list of Administrators": () =>
    job(setAdministratorsRequest, { accountId: scene.accountId, grant: [], revoke: [scene.userId] }),
  "removing a User": () => job(removeUserRequest, member()),
  "giving a grant back": async () => {
    const { id } = await scene.t.db.administratorGrant.findFirstOrThrow();
    return () => giveBack(scene.as(scene.olivia), id);
  },
  "a change by an Administrator": async () => () =>
    changeAtLevel(
      own,
      { accountId: scene.accountId, needs: "Administrator", for: "x" },
      async () => undefined,
    ),
  "work in an Account": async () => () =>
    workInAccount(own, { accountId: scene.accountId, attempted: "x" }, async () => undefined),
  "joining as Administrator by another's invitation": async () => {
    const { invitation: one, token } = await invitation();
    await scene.t.db.invitation.update({ where: { id: one.id }, data: { invitedById: scene.userId } });
    return () => accept(token);
  },
  inviting: () =>
    job(inviteUserRequest, { accountId: scene.accountId, email: "a@acme.example", asAdministrator: false }),
};

test.each(Object.entries(inAnAccount))(
  "whoever changes the Account is waited for by %s",
  async (_, given) => {
    const act = await given();
    expect(await waits(changing("Account", scene.accountId), act)).toBe(true);
  },
);

const withUser: Record<string, () => Promise<() => Promise<unknown>>> = {
  "signing in": async () => () =>
    signIn({ ...scene.t.app, actor: visitor }, { username: "hanna", password }, browser),
  "showing a temporary password": async () => {
    await scene.t.db.administratorGrant.deleteMany();
    const run = await job(resetPasswordRequest, { userId: scene.userId, password: "temporary" as const });
    await run();
    const { id } = await scene.t.db.request.findFirstOrThrow({ orderBy: { id: "desc" } });
    return () => showTemporaryPassword(scene.as(scene.olivia), id);
  },
  "making Administrators by a list": async () => {
    await scene.t.db.administratorGrant.deleteMany();
    return job(setAdministratorsRequest, { accountId: scene.accountId, grant: [scene.userId], revoke: [] });
  },
  "inviting the User as Administrator": async () => {
    const { id } = await makeAccount(scene.t.db);
    return job(inviteUserRequest, { accountId: id, email: hanna.email ?? "", asAdministrator: true });
  },
};

test.each(Object.entries(withUser))("whoever changes the User is waited for by %s", async (_, given) => {
  const act = await given();
  expect(await waits(changing("User", scene.userId), act)).toBe(true);
});

describe("whoever changes the Membership is waited for by", () => {
  const held = async () => changing("Membership", (await scene.t.db.membership.findFirstOrThrow()).id);

  test("a list of Administrators", async () => {
    const ticks = { accountId: scene.accountId, grant: [], revoke: [scene.userId] };
    const act = await job(setAdministratorsRequest, ticks);
    expect(await waits(await held(), act)).toBe(true);
  });

  test("work in the Account", async () => {
    const attempt = { accountId: scene.accountId, attempted: "x" };
    expect(await waits(await held(), () => workInAccount(own, attempt, async () => undefined))).toBe(true);
  });

  test("joining by an invitation that its User sent", async () => {
    const { invitation: one, token } = await invitation();
    await scene.t.db.invitation.update({ where: { id: one.id }, data: { invitedById: scene.userId } });
    expect(await waits(await held(), () => accept(token))).toBe(true);
  });
});

describe("whoever changes a Console User is waited for by", () => {
  test.each<[string, () => Promise<() => Promise<unknown>>]>([
    ["a job of theirs", () => job(removeUserRequest, member())],
    ["an invitation of theirs", inAnAccount["inviting"] as () => Promise<() => Promise<unknown>>],
    [
      "giving back another's grant",
      async () => {
        const { id } = await scene.t.db.administratorGrant.findFirstOrThrow();
        return () => giveBack(scene.as(scene.olivia), id);
      },
    ],
    [
      "signing in",
      async () => () =>
        signInConsoleUser(
          { ...scene.t.app, actor: visitor },
          { email: "olivia@partner.example", password },
          browser,
        ),
    ],
  ])("%s", async (_, given) => {
    const act = await given();
    expect(await waits(changing("ConsoleUser", scene.olivia.id), act)).toBe(true);
  });
});

describe("whoever changes who uses the Console is waited for by", () => {
  test.each<[string, () => Promise<() => Promise<unknown>>]>([
    [
      "what others have approved",
      async () => {
        await scene.t.db.administratorGrant.deleteMany();
        await approveRequest(scene.as(scene.mia), await askGrant(scene));
        const [run] = take(scene, "requests");
        return () => work(scene.t.app, run);
      },
    ],
    ["a job that changes it", () => job(freezeConsoleUserRequest, { consoleUserId: scene.ed.id })],
    [
      "adding somebody",
      async () => () => addConsoleUser(onTheServer(), { email: "x@partner.example", fullAccess: true }),
    ],
    ["removing somebody", async () => () => removeByOperator(onTheServer(), { email: "ed@partner.example" })],
    [
      "linking somebody",
      async () => {
        addPerson(scene.t.chat, "U777", "ed@partner.example");
        return () => linkByOperator(onTheServer(), { email: "ed@partner.example", chatUserId: "U777" });
      },
    ],
    [
      "accepting an invitation to it",
      async () => {
        const asked = { kind: "invite-console-user", input: {}, requesterId: scene.olivia.id };
        const { id } = await scene.t.db.request.create({ data: { ...asked, status: "done" } });
        const now = scene.t.clock.now();
        const { linkId, token } = await makeLink(scene.t.db, "consoleInvitation", { now });
        const nia = { email: "nia@partner.example", emailKey: "nia@partner.example" };
        await scene.t.db.consoleInvitation.create({ data: { ...nia, requestId: id, linkId } });
        return () => acceptConsoleInvitation({ ...scene.t.app, actor: invitee }, { token, form });
      },
    ],
    [
      "showing a temporary password",
      withUser["showing a temporary password"] as () => Promise<() => Promise<unknown>>,
    ],
  ])("%s", async (_, given) => {
    const act = await given();
    expect(await waits(lockConsoleUsers, act)).toBe(true);
  });
});
