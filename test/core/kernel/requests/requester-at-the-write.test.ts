import { describe, expect, test } from "vitest";
import {
  changeAccountSettingsRequest,
  settingsMark,
} from "../../../../src/core/accounts/change-account-settings.ts";
import { createAccountRequest } from "../../../../src/core/accounts/create-account.ts";
import { deleteAccountRequest } from "../../../../src/core/accounts/delete-account.ts";
import { approveRequest } from "../../../../src/core/kernel/requests/decide-request.ts";
import { createApiClientRequest } from "../../../../src/core/api-clients/create-api-client.ts";
import { revokeApiClientRequest } from "../../../../src/core/api-clients/revoke-api-client.ts";
import { freezeConsoleUserRequest } from "../../../../src/core/console-users/freeze-console-user.ts";
import type { ConsoleUserActor } from "../../../../src/core/context.ts";
import { inviteUserRequest } from "../../../../src/core/invitations/invite-user-request.ts";
import { inviteMany } from "../../../../src/core/invitations/invite-many.ts";
import { confirmRequest } from "../../../../src/core/kernel/requests/confirm-request.ts";
import type { RequestKind } from "../../../../src/core/kernel/requests/request-kind.ts";
import { submitRequest, type Submitted } from "../../../../src/core/kernel/requests/submit-request.ts";
import { addAccountsRequest } from "../../../../src/core/memberships/add-accounts.ts";
import { removeUserRequest } from "../../../../src/core/memberships/remove-user.ts";
import { revokeAdministratorRequest } from "../../../../src/core/memberships/revoke-administrator.ts";
import { suspendMembershipRequest } from "../../../../src/core/memberships/suspend-membership.ts";
import { changeSettingsRequest } from "../../../../src/core/partner/change-settings.ts";
import { createUserRequest } from "../../../../src/core/users/create-user.ts";
import { deleteUserRequest } from "../../../../src/core/users/delete-user.ts";
import { createUserInput, resetPasswordRequest } from "../../../../src/core/users/reset-password.ts";
import { beforeTheWrite } from "../../../support/before-the-write.ts";
import { makeAccount, makeActor } from "../../../support/factories.ts";
import { place } from "../../../support/invite-scene.ts";
import { until } from "../../../support/until.ts";
import { giveAdministrator } from "./administrator-ways.ts";
import { approvalScene, rowOf } from "./approval-scene.ts";
import { take, work } from "./jobs-by-hand.ts";

const scene = approvalScene();

const submit = async <Input>(kind: RequestKind<Input>, input: Input): Promise<Submitted> => {
  const submitted = await submitRequest(scene.as(scene.olivia), kind, input, place());
  if (submitted.needsConfirmation) await confirmRequest(scene.as(scene.olivia), submitted.requestId);
  return submitted;
};

const own = () => ({ userId: scene.userId, accountId: scene.accountId });
const newUser = () =>
  createUserInput.parse({
    username: "nia",
    firstName: "",
    lastName: "",
    email: "nia@acme.example",
    accountIds: [],
    password: "link",
  });

/** Kinds that nobody approves, as they are asked for here. */
const kinds: Record<string, () => Promise<Submitted>> = {
  "account-settings": async () => {
    const { accountId } = scene;
    const account = await scene.t.db.account.findUniqueOrThrow({ where: { id: accountId } });
    const input = { accountId, shown: settingsMark(account), name: "Other" };
    return submit(changeAccountSettingsRequest, input);
  },
  "add-accounts": async () => {
    const { id } = await makeAccount(scene.t.db);
    return submit(addAccountsRequest, { userId: scene.userId, accountIds: [id], administratorOf: [] });
  },
  "change-settings": () => submit(changeSettingsRequest, { serviceName: `Links ${Math.random()}` }),
  "create-account": () =>
    submit(createAccountRequest, { name: "New", apiId: "new", description: "", parentId: null }),
  "create-api-client": async () => {
    const permissions = { users: "edit" } as const;
    const input = { name: "Billing", accountId: null, fullAccess: false, permissions };
    const submitted = await submit(createApiClientRequest, input);
    const approver = await makeActor(scene.t, { permissions: { settings: "manage" } });
    await approveRequest(scene.as(approver), submitted.requestId);
    return submitted;
  },
  "create-user": () => submit(createUserRequest, newUser()),
  "delete-account": () =>
    submit(deleteAccountRequest, deleteAccountRequest.input.parse({ accountId: scene.accountId })),
  "delete-user": () => submit(deleteUserRequest, { userId: scene.userId }),
  "invite-user": () =>
    submit(inviteUserRequest, {
      accountId: scene.accountId,
      email: "a@acme.example",
      asAdministrator: false,
    }),
  "invite-users": () => {
    const addresses = "a@acme.example, b@acme.example";
    const input = { accountId: scene.accountId, asAdministrator: false, addresses };
    return inviteMany(scene.as(scene.olivia), input, place());
  },
  "remove-user": () => submit(removeUserRequest, own()),
  "reset-password": () => submit(resetPasswordRequest, { userId: scene.userId, password: "link" }),
  "revoke-admin": async () => {
    await giveAdministrator(scene);
    return submit(revokeAdministratorRequest, own());
  },
  "revoke-api-client": async () => {
    const client = { clientId: `${Math.random()}`, name: "Old" };
    const { id } = await scene.t.db.apiClient.create({ data: client });
    return submit(revokeApiClientRequest, { apiClientId: id });
  },
  "suspend-membership": () => submit(suspendMembershipRequest, { ...own(), because: null }),
};

const lose = (data: object) => scene.t.db.consoleUser.update({ where: { id: scene.olivia.id }, data });
const losses = {
  "the permission": { fullAccess: false, permissions: { dashboard: "view" } },
  "their place in the Console": { removedAt: new Date() },
  "every right, frozen,": { frozenAt: new Date() },
};

/** What may change by these, in figures. */
const world = async ({ t }: typeof scene) => [
  await t.db.account.findMany({ orderBy: { id: "asc" } }),
  await t.db.apiClient.findMany({ orderBy: { id: "asc" } }),
  await t.db.invitation.findMany(),
  await t.db.membership.findMany({ include: { grants: true }, orderBy: { id: "asc" } }),
  await t.db.partner.findMany(),
  await t.db.secretLink.count({ where: { purpose: "password" } }),
  await t.db.user.findMany({ orderBy: { id: "asc" } }),
];

describe("nothing is done for somebody who has lost", () => {
  const cases = Object.entries(kinds).flatMap(([kind, make], at) => {
    const loss = Object.entries(losses)[at % 3] ?? ["", {}];
    return [[loss[0], kind, loss[1], make] as const];
  });

  test.each(cases)("%s between the start of the job and its transaction: %s", async (_, kind, data, make) => {
    await scene.t.db.apiClient.deleteMany();
    const { requestId } = await make();
    const before = await world(scene);
    const [run] = take(scene, "requests");
    await work(
      beforeTheWrite(scene.t.app, () => lose(data)),
      run,
    );
    expect(await rowOf(scene, requestId)).toMatchObject({ kind, status: "failed", appliedAt: null });
    expect(await world(scene)).toEqual(before);
    const because = { because: expect.stringContaining("Nothing was changed") };
    expect(await scene.events("refused")).toMatchObject([{ requestId, after: because }]);
  });

  test("it waits for a change of permissions that is under way, and then is not done", async () => {
    const { requestId } = await (kinds["remove-user"] as () => Promise<Submitted>)();
    const [run] = take(scene, "requests");
    let working: Promise<unknown> | undefined;
    await scene.t.db.$transaction(async (tx) => {
      const data = losses["the permission"];
      await tx.consoleUser.update({ where: { id: scene.olivia.id }, data });
      working = work(scene.t.app, run);
      await until(async () => {
        const [{ waiting } = { waiting: 0n }] = await scene.t.db.$queryRaw<{ waiting: bigint }[]>`
          SELECT count(*) AS waiting FROM pg_stat_activity
          WHERE wait_event_type = 'Lock' AND datname = current_database()`;
        return waiting > 0n;
      });
    });
    await working;
    expect(await rowOf(scene, requestId)).toMatchObject({ status: "failed", appliedAt: null });
    expect(await scene.t.db.membership.count()).toBe(1);
  });
});

describe("two who take the Console from each other at the same moment", () => {
  test("wait for each other in turn, and not for ever", async () => {
    const second = async (actor: ConsoleUserActor, target: ConsoleUserActor) => {
      const ctx = scene.as(actor);
      const input = { consoleUserId: target.id };
      const { requestId } = await submitRequest(ctx, freezeConsoleUserRequest, input, place());
      await confirmRequest(ctx, requestId).catch(() => undefined);
      return requestId;
    };
    const full = { fullAccess: true, permissions: {} };
    await scene.t.db.consoleUser.update({ where: { id: scene.mia.id }, data: full });
    const ids = [
      await second(scene.olivia, scene.mia),
      await second({ ...scene.mia, fullAccess: true }, scene.olivia),
    ];
    await Promise.all(take(scene, "requests").map((job) => work(scene.t.app, job)));
    const rows = await Promise.all(ids.map((id) => rowOf(scene, id)));
    expect(rows.map(({ status, attempts }) => `${status} ${attempts}`).toSorted()).toEqual([
      "done 0",
      "failed 0",
    ]);
  });
});
