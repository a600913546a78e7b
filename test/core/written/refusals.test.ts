import { beforeEach, describe, expect, test } from "vitest";
import { freezeConsoleUserRequest } from "../../../src/core/console-users/freeze-console-user.ts";
import { inviteConsoleUserRequest } from "../../../src/core/console-users/invite-console-user.ts";
import { permissionsInput, setPermissionsRequest } from "../../../src/core/console-users/set-permissions.ts";
import { signInConsoleUser } from "../../../src/core/console-users/sign-in-console-user.ts";
import { identifyCaller } from "../../../src/core/console-users/identify-caller.ts";
import type { AccountUserActor, ConsoleUserActor } from "../../../src/core/context.ts";
import { inviteToOwnAccount } from "../../../src/core/invitations/send-invitation.ts";
import type { User } from "../../../src/core/generated/prisma/client.ts";
import { confirmRequest, withdrawDraft } from "../../../src/core/kernel/requests/confirm-request.ts";
import { approveRequest, denyRequest } from "../../../src/core/kernel/requests/decide-request.ts";
import { cancelRequest } from "../../../src/core/kernel/requests/enter-queue-or-approval.ts";
import { cancelFailed } from "../../../src/core/kernel/requests/failed-request.ts";
import { approveAlone } from "../../../src/core/kernel/requests/going-alone.ts";
import { retryRequest } from "../../../src/core/kernel/requests/retry-request.ts";
import { submitRequest } from "../../../src/core/kernel/requests/submit-request.ts";
import { changeAtLevel, requireLevel } from "../../../src/core/kernel/levels/require-level.ts";
import { enterAccount, workInAccount } from "../../../src/core/kernel/levels/work-in-account.ts";
import { hashPassword } from "../../../src/core/kernel/secrets/password.ts";
import { suspendMembershipRequest } from "../../../src/core/memberships/suspend-membership.ts";
import { changeNames, changePassword, requestEmailChange } from "../../../src/core/users/change-names.ts";
import { resetPasswordRequest } from "../../../src/core/users/reset-password.ts";
import { showTemporaryPassword } from "../../../src/core/users/show-temporary-password.ts";
import { signIn } from "../../../src/core/users/sign-in.ts";
import { beforeTheWrite } from "../../support/before-the-write.ts";
import { addPerson, makeSession, makeUser } from "../../support/factories.ts";
import { place } from "../../support/invite-scene.ts";
import { workspace } from "../../support/recorded-chat.ts";
import { writtenBy } from "../../support/written.ts";
import { approvalScene, askGrant, lower } from "../kernel/requests/approval-scene.ts";

// Whatever is refused leaves one line in the audit, which says who tried what, and changes nothing else.

const scene = approvalScene();
const password = "seven quiet herons";
const pair = { password: "eight loud ravens", passwordAgain: "eight loud ravens" };
const browser = { userAgent: "Firefox", address: "192.0.2.1", token: undefined };
const visitor = { kind: "visitor", name: "visitor", surface: "web" } as const;
const asked = (actor: ConsoleUserActor) => scene.as(actor);

let hanna: User;
let session: AccountUserActor;
let linked: AccountUserActor;
const own = (actor = session) => ({ ...scene.t.app, actor });
const at = (accountId = scene.accountId) =>
  ({ accountId, needs: "Administrator", for: "user list" }) as const;
const attempt = () => ({ accountId: scene.accountId, attempted: "GET /v1.0/cycles" });

beforeEach(async () => {
  const { db } = scene.t;
  hanna = await db.user.update({
    where: { id: scene.userId },
    data: { passwordHash: await hashPassword(password) },
  });
  session = (await makeSession(scene.t, hanna)).actor;
  linked = (await makeSession(scene.t, hanna, { accountId: scene.accountId })).actor;
  const olivia = { where: { id: scene.olivia.id } };
  await db.consoleUser.update({ ...olivia, data: { passwordHash: await hashPassword(password) } });
});

const draft = async () => {
  const input = { userId: scene.userId, accountId: scene.accountId, because: null };
  return (await submitRequest(asked(scene.olivia), suspendMembershipRequest, input, place())).requestId;
};
const failed = async () => {
  const id = await askGrant(scene);
  await scene.t.db.request.update({ where: { id }, data: { status: "failed" } });
  return id;
};
const shown = async () => {
  const input = { userId: scene.userId, password: "temporary" as const };
  const { requestId } = await submitRequest(asked(scene.ed), resetPasswordRequest, input, place());
  await confirmRequest(asked(scene.ed), requestId);
  await scene.t.runJobs();
  return requestId;
};
const suspended = () => scene.t.db.membership.updateMany({ data: { suspendedAt: scene.t.clock.now() } });
const closed = () => scene.t.db.account.updateMany({ data: { suspendedAt: scene.t.clock.now() } });
const alone = { typed: "I am the only one" };

/** What is given before, and what is tried then. */
const refusals: Record<string, () => Promise<() => Promise<unknown>>> = {
  "a command without its permission": async () => () => askGrant(scene, { ...scene.ed, permissions: {} }),
  "more access than one has": async () => () =>
    submitRequest(
      asked({ ...scene.mia, permissions: { "console-users": "manage" } }),
      inviteConsoleUserRequest,
      { email: "nia@partner.example", access: { fullAccess: true, permissions: {} } },
      place(),
    ),
  "raising oneself": async () => {
    const { db } = scene.t;
    const { id } = scene.mia;
    const user = await db.consoleUser.update({
      where: { id },
      data: { permissions: { "console-users": "manage" } },
    });
    const input = permissionsInput(user, { fullAccess: false, permissions: { users: "edit" } });
    const actor = { ...scene.mia, permissions: { "console-users": "manage" as const } };
    return () => submitRequest(asked(actor), setPermissionsRequest, input, place());
  },
  "freezing the last Full Access": async () => () =>
    submitRequest(asked(scene.olivia), freezeConsoleUserRequest, { consoleUserId: scene.olivia.id }, place()),
  "confirming another's draft": async () => {
    const id = await draft();
    return () => confirmRequest(asked(scene.mia), id);
  },
  "withdrawing what is not there": async () => () =>
    withdrawDraft(asked(scene.mia), "00000000-0000-7000-8000-000000000000"),
  "confirming what one may not ask for any more": async () => {
    const id = await draft();
    return () => confirmRequest(asked({ ...scene.olivia, fullAccess: false }), id);
  },
  "approving one's own": async () => {
    const id = await askGrant(scene, scene.mia);
    return () => approveRequest(asked(scene.mia), id);
  },
  "approving without the permission": async () => {
    const id = await askGrant(scene, scene.mia);
    return () => approveRequest(asked(scene.ed), id);
  },
  "approving what is for oneself": async () => {
    const id = await askGrant(scene);
    await scene.t.db.request.update({ where: { id }, data: { beneficiaries: ["mia@partner.example"] } });
    return () => denyRequest(asked(scene.mia), id, { reason: "No" });
  },
  "taking another's back": async () => {
    const id = await askGrant(scene);
    return () => cancelRequest(asked(scene.mia), id);
  },
  "going alone where others could approve": async () => {
    const id = await askGrant(scene, scene.olivia);
    return () => approveAlone(asked(scene.olivia), id, alone);
  },
  "going alone without Full Access": async () => {
    const id = await askGrant(scene, scene.mia);
    return () => approveAlone(asked(scene.mia), id, alone);
  },
  "having another's tried again": async () => {
    const id = await failed();
    return () => retryRequest(asked({ ...scene.max, permissions: { users: "edit" } }), id);
  },
  "cancelling another's that failed": async () => {
    const id = await failed();
    return () => cancelFailed(asked({ ...scene.max, permissions: {} }), id);
  },
  "showing a password without the permission": async () => {
    const id = await shown();
    return () => showTemporaryPassword(asked({ ...scene.ed, permissions: {} }), id);
  },
  "showing a password, and losing the permission meanwhile": async () => {
    const id = await shown();
    return () => {
      const app = beforeTheWrite(scene.t.app, () => lower(scene, scene.ed));
      return showTemporaryPassword({ ...app, actor: scene.ed }, id);
    };
  },
  "a page for Administrators": async () => () => requireLevel(own(), at()),
  "a change by an Administrator": async () => () => changeAtLevel(own(), at(), async () => undefined),
  "the page of a foreign Account": async () => {
    const other = await scene.t.db.account.create({
      data: { name: "Other", nameKey: "other", apiId: "other", apiIdKey: "other" },
    });
    return () => requireLevel(own(), at(other.id));
  },
  "the page of an Account where one is suspended": async () => {
    await suspended();
    return () =>
      inviteToOwnAccount(own(), scene.accountId, { email: "a@acme.example", asAdministrator: false });
  },
  "the page of a suspended Account": async () => {
    await closed();
    return () => requireLevel(own(), { ...at(), needs: "Access" });
  },
  "a page before the temporary password is changed": async () => {
    await scene.t.db.user.update({ where: { id: hanna.id }, data: { mustChangePassword: true } });
    return () => requireLevel(own(), { ...at(), needs: "Access" });
  },
  "a page of another Account by a sign-in link": async () => {
    const other = await scene.t.db.account.create({
      data: { name: "Other", nameKey: "other", apiId: "other", apiIdKey: "other" },
    });
    await scene.t.db.membership.create({ data: { userId: hanna.id, accountId: other.id } });
    return () => requireLevel(own(linked), { ...at(other.id), needs: "Access" });
  },
  "Administrator by a sign-in link": async () => {
    const { id } = await scene.t.db.membership.findFirstOrThrow();
    await scene.t.db.administratorGrant.create({ data: { membershipId: id, startsAt: new Date(0) } });
    return () => requireLevel(own(linked), at());
  },
  "settings by a sign-in link": async () => () =>
    changeNames(own(linked), { firstName: "Hanna", lastName: "" }),
  "another password without the one": async () => () =>
    changePassword(own(), { oldPassword: "wrong", ...pair }),
  "another e-mail without the password": async () => () =>
    requestEmailChange(own(), { email: "new@acme.example", password: "wrong" }),
  "signing in by a wrong password": async () => () =>
    signIn({ ...scene.t.app, actor: visitor }, { username: "hanna", password: "wrong" }, browser),
  "signing in as nobody": async () => () =>
    signIn({ ...scene.t.app, actor: visitor }, { username: "nobody", password }, browser),
  "signing in to the Console by a wrong password": async () => () =>
    signInConsoleUser(
      { ...scene.t.app, actor: visitor },
      { email: "olivia@partner.example", password: "wrong" },
      browser,
    ),
  "signing in to the Console without Full Access": async () => {
    const where = { id: scene.mia.id };
    await scene.t.db.consoleUser.update({ where, data: { passwordHash: await hashPassword(password) } });
    return () =>
      signInConsoleUser(
        { ...scene.t.app, actor: visitor },
        { email: "mia@partner.example", password },
        browser,
      );
  },
  "a command of a stranger": async () => {
    addPerson(scene.t.chat, "U990", "stranger@elsewhere.example");
    return () => identifyCaller(scene.t.app, { chatUserId: "U990", workspaceId: workspace });
  },
  "a command of somebody frozen": async () => {
    const where = { id: scene.ed.id };
    await scene.t.db.consoleUser.update({
      where,
      data: { frozenAt: scene.t.clock.now(), timeZone: "Europe/London" },
    });
    await scene.t.db.consoleUser.update({ where, data: { chatEmailKey: "ed@partner.example" } });
    return () =>
      identifyCaller(scene.t.app, { chatUserId: scene.ed.chatUserId ?? "", workspaceId: workspace });
  },
  "a call to an Account where one is suspended": async () => {
    await suspended();
    return () => enterAccount(own(), attempt());
  },
  "a call to a suspended Account": async () => {
    await closed();
    return () => workInAccount(own(), attempt(), async () => undefined);
  },
  "a call to a foreign Account": async () => {
    const { actor } = await makeSession(scene.t, await makeUser(scene.t.db, { username: "other" }));
    return () => workInAccount(own(actor), attempt(), async () => undefined);
  },
};

describe("refused, and in the audit alone, is", () => {
  test.each(Object.entries(refusals))("%s", async (_, given) => {
    const trying = await given();
    let code = "";
    const written = await writtenBy(scene.t, async () => {
      code = await trying().then(
        () => "not refused",
        (error: { code: string }) => error.code,
      );
    });
    expect(`${code}\n${written}`).toMatchSnapshot();
  });
});
