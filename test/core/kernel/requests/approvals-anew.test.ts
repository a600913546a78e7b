import { beforeEach, describe, expect, test } from "vitest";
import { inviteMany } from "../../../../src/core/invitations/invite-many.ts";
import { addAccountsRequest } from "../../../../src/core/memberships/add-accounts.ts";
import { setAdministratorsRequest } from "../../../../src/core/memberships/set-administrators.ts";
import { approvalPolicySetting } from "../../../../src/core/kernel/requests/approval-policy.ts";
import { approveRequest } from "../../../../src/core/kernel/requests/decide-request.ts";
import { confirmRequest } from "../../../../src/core/kernel/requests/confirm-request.ts";
import type { RequestKind } from "../../../../src/core/kernel/requests/request-kind.ts";
import { submitRequest } from "../../../../src/core/kernel/requests/submit-request.ts";
import { createUserRequest } from "../../../../src/core/users/create-user.ts";
import { deleteUserRequest } from "../../../../src/core/users/delete-user.ts";
import { resetPasswordRequest } from "../../../../src/core/users/reset-password.ts";
import { makeAccount, makeUser } from "../../../support/factories.ts";
import { beforeTheWrite } from "../../../support/before-the-write.ts";
import { place } from "../../../support/invite-scene.ts";
import { approvalScene, grants, makeSensitive, rowOf, says } from "./approval-scene.ts";
import { take, work } from "./jobs-by-hand.ts";

const scene = approvalScene();
let second = "";
let member = "";

beforeEach(async () => {
  const { db } = scene.t;
  second = (await makeAccount(db, { name: "Bay", apiId: "bay" })).id;
  member = (await makeUser(db, { username: "mona", email: "mona@acme.example" })).id;
  for (const accountId of [scene.accountId, second])
    await db.membership.create({ data: { userId: member, accountId } });
  await db.user.update({ where: { id: member }, data: { passwordHash: "x" } });
});

const submit = async <Input>(kind: RequestKind<Input>, input: Input) =>
  (await submitRequest(scene.as(scene.olivia), kind, input, place())).requestId;

/** Each touches Acme and Bay, and Olivia asks for it. Those that make an Administrator need one approval as it is. */
const ways: Record<string, () => Promise<string>> = {
  "add-accounts": () =>
    submit(addAccountsRequest, {
      userId: scene.userId,
      accountIds: [],
      administratorOf: [second],
    }),
  "add-accounts at Access": async () =>
    submit(addAccountsRequest, {
      userId: (await makeUser(scene.t.db, { username: "newcomer" })).id,
      accountIds: [scene.accountId, second],
      administratorOf: [],
    }),
  "create-user": () =>
    submit(createUserRequest, {
      username: "fresh",
      firstName: "Fresh",
      lastName: "Face",
      email: "fresh@acme.example",
      password: "link",
      accountIds: [scene.accountId, second],
    }),
  "delete-user": () => submit(deleteUserRequest, { userId: member }),
  "reset-password by link": () => submit(resetPasswordRequest, { userId: member, password: "link" }),
  "reset-password by hand": () => submit(resetPasswordRequest, { userId: member, password: "temporary" }),
  "one tick on the list of Administrators": () =>
    submit(setAdministratorsRequest, { accountId: second, grant: [member], revoke: [] }),
  "invite-users, which names the Account in its list": async () => {
    const form = { accountId: scene.accountId, asAdministrator: false };
    const addresses = "one@acme.example\ntwo@acme.example,bay";
    return (await inviteMany(scene.as(scene.olivia), { ...form, addresses }, place())).requestId;
  },
  "invite-users, with sub-accounts": async () => {
    await scene.t.db.account.update({ where: { id: second }, data: { parentId: scene.accountId } });
    const form = { accountId: scene.accountId, asAdministrator: false, withSubAccounts: true };
    return (await inviteMany(scene.as(scene.olivia), { ...form, addresses: "one@acme.example" }, place()))
      .requestId;
  },
};

/** Confirms it where that has to be, and has Max approve it where it needs one. */
async function onItsWay(id: string): Promise<void> {
  if ((await rowOf(scene, id)).status === "draft") await confirmRequest(scene.as(scene.olivia), id);
  if ((await rowOf(scene, id)).status === "awaitingApproval") await approveRequest(scene.as(scene.max), id);
  expect((await rowOf(scene, id)).status).toBe("queued");
}

const what = async () => {
  const { db } = scene.t;
  const counts = [db.user, db.membership, db.administratorGrant, db.invitation, db.secretLink];
  return Promise.all(counts.map((one) => (one as typeof db.user).count()));
};
const temporary = () => scene.events("temporary-password-allowed");

/** Mia, and Max where he has not: what counted before is not asked for again. */
async function approveAll(id: string): Promise<void> {
  const { missing } = await approveRequest(scene.as(scene.mia), id);
  if (missing > 0) await approveRequest(scene.as(scene.max), id);
}

describe.each(Object.entries(ways))(
  "where an Account of %s was marked sensitive in the meantime",
  (_, ask) => {
    /** Nothing is done: it waits for two approvals, says why, and is done once it has them. */
    async function waitsForTwo(id: string, before: number[]): Promise<void> {
      expect(await rowOf(scene, id)).toMatchObject({
        status: "awaitingApproval",
        approvalsNeeded: 2,
        approverNeeds: "users:manage",
        appliedAt: null,
        finishedAt: null,
        leasedUntil: null,
      });
      expect([await what(), await temporary()]).toEqual([before, []]);
      expect((await says(scene, id, "card")).text).toMatch(/Bay \(bay\) is marked sensitive.*Waits for/s);
      await approveAll(id);
      await scene.t.runJobs();
      expect(await rowOf(scene, id)).toMatchObject({ status: "done", trouble: null });
    }

    test("a draft waits for its approvals when it is confirmed", async () => {
      const [id, before] = [await ask(), await what()];
      if ((await rowOf(scene, id)).status !== "draft") return;
      await makeSensitive(scene, second);
      expect(await confirmRequest(scene.as(scene.olivia), id)).toMatchObject({ awaitsApproval: true });
      expect(await rowOf(scene, id)).toMatchObject({ status: "awaitingApproval", approvalsNeeded: 2 });
      expect(await what()).toEqual(before);
    });

    test("a vote is told that it is not the last, and the card how many it takes", async () => {
      const [id, before] = [await ask(), await what()];
      if ((await rowOf(scene, id)).status !== "awaitingApproval") return;
      await makeSensitive(scene, second);
      expect(await approveRequest(scene.as(scene.max), id)).toMatchObject({ missing: 1 });
      await waitsForTwo(id, before);
    });

    test("its job does nothing, and has it wait for what it needs", async () => {
      const id = await ask();
      await onItsWay(id);
      const before = await what();
      await makeSensitive(scene, second);
      await scene.t.runJobs();
      await waitsForTwo(id, before);
      expect(await scene.events("approval-needed")).toMatchObject([
        { requestId: id, after: { approvals: 2, because: expect.stringContaining("Bay (bay)") } },
      ]);
    });

    test("nothing of its transaction stays where that came after the job's start", async () => {
      const id = await ask();
      // Each address has a transaction of its own.
      if ((await rowOf(scene, id)).kind === "invite-users") return;
      await onItsWay(id);
      const before = await what();
      const [run] = take(scene, "requests");
      await work(
        beforeTheWrite(scene.t.app, () => makeSensitive(scene, second)),
        run,
      );
      expect(await what()).toEqual(before);
      await waitsForTwo(id, before);
    });
  },
);

describe("what is found through a User", () => {
  test("counts by the Accounts that the User has when it is done", async () => {
    const id = await ways["delete-user"]?.();
    const third = await makeAccount(scene.t.db, { sensitiveBecause: "Ask the board." });
    await onItsWay(id ?? "");
    await scene.t.db.membership.create({ data: { userId: member, accountId: third.id } });
    await scene.t.runJobs();
    expect(await rowOf(scene, id ?? "")).toMatchObject({ status: "awaitingApproval", approvalsNeeded: 2 });
    expect(await scene.t.db.user.count({ where: { id: member } })).toBe(1);
  });

  test("still ends as nothing to do where the User is gone by then", async () => {
    const id = await ways["delete-user"]?.();
    await onItsWay(id ?? "");
    await scene.t.db.user.delete({ where: { id: member } });
    await scene.t.runJobs();
    expect(await rowOf(scene, id ?? "")).toMatchObject({ status: "done", outcome: "already" });
  });

  test("is judged by all that was asked for where a part is done by then", async () => {
    const id = await submit(addAccountsRequest, {
      userId: scene.userId,
      accountIds: [],
      administratorOf: [second, (await makeAccount(scene.t.db)).id],
    });
    await onItsWay(id);
    const { db } = scene.t;
    await db.membership.create({ data: { userId: scene.userId, accountId: second } });
    await makeSensitive(scene, second);
    await scene.t.runJobs();
    expect(await rowOf(scene, id)).toMatchObject({ status: "awaitingApproval", approvalsNeeded: 2 });
    expect(await grants(scene)).toBe(0);
  });
});

describe("a bulk invitation", () => {
  test("of which each line falls under another rule is done with the approval of the whole", async () => {
    const rules = [
      { when: "grants-administrator", approvals: 1, from: "users:manage" },
      { when: "sensitive-account", approvals: 1, from: "accounts:manage" },
    ];
    const { approvalPolicy } = scene.t.app;
    scene.t.app.approvalPolicy = approvalPolicySetting.parse(JSON.stringify({ rules }));
    try {
      await makeSensitive(scene, second);
      const addresses = "boss@acme.example,acme,admin\nplain@acme.example,bay,access";
      const form = { accountId: scene.accountId, asAdministrator: false, addresses };
      const { requestId } = await inviteMany(scene.as(scene.olivia), form, place());
      await approveRequest(scene.as(scene.max), requestId);
      await scene.t.runJobs();
      expect(await rowOf(scene, requestId)).toMatchObject({ status: "done" });
      expect(await scene.t.db.invitation.count({ where: { revokedAt: null } })).toBe(2);
    } finally {
      scene.t.app.approvalPolicy = approvalPolicy;
    }
  });

  test("whose Account is marked sensitive on the way keeps what is done, and waits with the rest", async () => {
    const list = Array.from({ length: 3 }, (_, at) => `n${at}@acme.example`).join("\n");
    const form = { accountId: scene.accountId, asAdministrator: true, addresses: list };
    const { requestId } = await inviteMany(scene.as(scene.olivia), form, place());
    await onItsWay(requestId);
    const [run] = take(scene, "requests");
    const { app, mailer } = scene.t;
    const send: typeof mailer.send = async (mail) => {
      await mailer.send(mail);
      await makeSensitive(scene);
    };
    await work({ ...app, mailer: { ...mailer, send } }, run);
    expect(await rowOf(scene, requestId)).toMatchObject({ status: "awaitingApproval", approvalsNeeded: 2 });
    const items = await scene.t.db.requestItem.findMany({ where: { requestId } });
    expect(items.filter(({ outcome }) => outcome === "failed")).toEqual([]);
    const done = await scene.t.db.invitation.count();
    expect(done).toBeGreaterThan(0);
    expect(done).toBeLessThan(3);
    await approveAll(requestId);
    await scene.t.runJobs();
    expect(await rowOf(scene, requestId)).toMatchObject({ status: "done" });
    expect(await scene.t.db.invitation.count()).toBe(3);
  });

  /** A list that names Bay in one of the ways, approved after `meanwhile`: where the invitation is by then. */
  async function invitedTo(list: string, meanwhile: () => Promise<unknown>) {
    const form = { accountId: scene.accountId, asAdministrator: true, addresses: list };
    const { requestId } = await inviteMany(scene.as(scene.olivia), form, place());
    await meanwhile();
    await onItsWay(requestId);
    await scene.t.runJobs();
    const where = { requestId, email: "two@acme.example" };
    const found = await scene.t.db.invitation.findMany({ where, select: { accountId: true } });
    const item = await scene.t.db.requestItem.findFirstOrThrow({ where: { requestId, position: 1 } });
    return { accounts: found.map(({ accountId }) => accountId), trouble: item.trouble };
  }
  const rename = (id: string, apiId: string) =>
    scene.t.db.account.update({ where: { id }, data: { apiId, apiIdKey: apiId } });

  test.each(["bay", "Bay"])("goes to the Account that “%s” meant when it was asked for", async (words) => {
    const taken = async () => {
      await rename(second, "bay-old");
      await makeAccount(scene.t.db, { name: "Bay", apiId: "bay" });
    };
    const { accounts } = await invitedTo(`one@acme.example\ntwo@acme.example,${words}`, taken);
    expect(accounts).toEqual([second]);
  });

  test("goes nowhere where its list named no Account, though one has that API ID by then", async () => {
    const { accounts, trouble } = await invitedTo("one@acme.example\ntwo@acme.example,bay-new", () =>
      rename(second, "bay-new"),
    );
    expect(accounts).toEqual([]);
    expect(trouble).toMatch(/“bay-new” named no Account when this was requested.*send the request again/u);
  });

  test("is for the sub-accounts that there were, and for none that were moved there since", async () => {
    const { db } = scene.t;
    await db.account.update({ where: { id: second }, data: { parentId: scene.accountId } });
    const form = { accountId: scene.accountId, asAdministrator: true, withSubAccounts: true };
    const addresses = "one@acme.example";
    const { requestId } = await inviteMany(scene.as(scene.olivia), { ...form, addresses }, place());
    await db.account.update({ where: { id: second }, data: { parentId: null } });
    await makeAccount(db, { parentId: scene.accountId });
    await onItsWay(requestId);
    await scene.t.runJobs();
    const found = await db.invitation.findMany({ where: { requestId } });
    expect(found.map(({ accountId }) => accountId).toSorted()).toEqual([scene.accountId, second].toSorted());
  });
});
