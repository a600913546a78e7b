import { beforeEach, describe, expect, test } from "vitest";
import type { Transaction } from "../../../src/core/kernel/database.ts";
import { defaultApprovalPolicy } from "../../../src/core/kernel/requests/approval-policy.ts";
import { after } from "../../../src/core/kernel/time/clock.ts";
import { auditOfTest } from "../../support/audit-of-test.ts";
import { beforeTheWrite, withWrites } from "../../support/before-the-write.ts";
import { makeActor, makeLink, makeUser } from "../../support/factories.ts";
import { invite, inviteScene } from "../../support/invite-scene.ts";
import { until } from "../../support/until.ts";
import { take, work } from "../kernel/requests/jobs-by-hand.ts";

// What nobody may see changed between a look and a write: the invitation is applied in one statement, which looks itself.

const scene = inviteScene();
const events = auditOfTest(() => scene.t.db);
let address = "";
let requestId = "";
let askerId = "";
let count = 0;

beforeEach(async () => {
  scene.t.queue.waiting = [];
  count += 1;
  address = `anna${count}@acme.example`;
  const actor = await makeActor(scene.t, {
    firstName: "Ann",
    email: `asker${count}@partner.example`,
    permissions: { users: "edit" },
  });
  askerId = actor.id;
  ({ requestId } = await invite(scene, address, { actor }));
});

const app = () => ({ ...scene.t.app, approvalPolicy: defaultApprovalPolicy });
const request = () => scene.t.db.request.findUniqueOrThrow({ where: { id: requestId } });
const invitations = () => scene.t.db.invitation.findMany({ where: { accountId: scene.accountId } });

async function nothingApplied(): Promise<void> {
  expect((await request()).appliedAt).toBeNull();
  expect(await scene.t.db.invitation.count({ where: { requestId } })).toBe(0);
  expect(scene.t.mailer.sent).toEqual([]);
  expect(await events("invitation-created")).toEqual([]);
}

/** Each of what others may do to it, within a transaction or outside. */
const changes = {
  sensitive: (tx: Transaction) =>
    tx.account.update({ where: { id: scene.accountId }, data: { sensitiveBecause: "payroll" } }),
  stripped: (tx: Transaction) =>
    tx.consoleUser.update({ where: { id: askerId }, data: { permissions: { users: "view" } } }),
  frozen: (tx: Transaction) =>
    tx.consoleUser.update({ where: { id: askerId }, data: { frozenAt: new Date() } }),
  taken: (tx: Transaction) =>
    tx.request.update({ where: { id: requestId }, data: { lease: { increment: 1 } } }),
  invited: async (tx: Transaction) =>
    tx.invitation.create({
      data: {
        accountId: scene.accountId,
        email: address,
        emailKey: address,
        linkId: (await makeLink(tx, "invitation", { now: scene.t.clock.now() })).linkId,
      },
    }),
};

/** Does it while somebody's change is written and not committed, until the first write waits for that one. */
async function besides(change: (tx: Transaction) => Promise<unknown>) {
  let held: Promise<void> | undefined;
  const begin = () =>
    new Promise<void>((begun, failed) => {
      held = scene.t.db.$transaction(async (tx) => {
        await change(tx);
        begun();
        await until(isWaitedFor);
      });
      held.catch(failed);
    });
  let begun: Promise<void> | undefined;
  const end = await work(
    withWrites(app(), () => (begun ??= begin())),
    take(scene, "requests")[0],
  );
  await held;
  return end;
}

/** Asked outside of the transaction, for which it would stand still. */
async function isWaitedFor(): Promise<boolean> {
  const [row] = await scene.t.db.$queryRaw<{ waits: boolean }[]>`
    SELECT EXISTS (SELECT FROM pg_stat_activity
      WHERE "datname" = current_database() AND "wait_event_type" = 'Lock') AS "waits"`;
  return row?.waits ?? false;
}

/** Before its statement begins, and while it waits for a change that is not committed when it begins. */
const ways = {
  "just before": (change: (tx: Transaction) => Promise<unknown>) =>
    work(
      beforeTheWrite(app(), () => change(scene.t.db)),
      take(scene, "requests")[0],
    ),
  "at the same moment": besides,
};

describe.each(Object.entries(ways))("%s", (_when, doing) => {
  test("its Account becomes sensitive: it waits for approval", async () => {
    await doing(changes.sensitive);
    expect(await request()).toMatchObject({ status: "awaitingApproval", approvalsNeeded: 2 });
    await nothingApplied();
  });

  test("its requester loses the permission: it fails", async () => {
    await doing(changes.stripped);
    const { status, trouble } = await request();
    expect([status, trouble]).toEqual([
      "failed",
      "Ann, who asked for this, may no longer do so. Nothing was changed.",
    ]);
    await nothingApplied();
  });

  test("its requester is frozen: it fails", async () => {
    await doing(changes.frozen);
    const { status, trouble } = await request();
    expect([status, trouble]).toEqual([
      "failed",
      "The person who asked for this is frozen. Nothing was changed.",
    ]);
    await nothingApplied();
  });

  test("another worker takes it over: it is left to that one", async () => {
    await doing(changes.taken);
    expect(await request()).toMatchObject({ status: "queued", trouble: null, lease: 2 });
    await nothingApplied();
  });

  test("somebody else invites the same address: no second invitation", async () => {
    await doing(changes.invited);
    expect(await request()).toMatchObject({ status: "done", outcome: "already-invited" });
    expect(await invitations()).toHaveLength(1);
    expect(scene.t.mailer.sent).toEqual([]);
  });
});

test("the address has become a User's just before: they are a member at once", async () => {
  await ways["just before"](() => makeUser(scene.t.db, { email: address }));
  expect(await request()).toMatchObject({ status: "done", outcome: "added" });
  expect(await invitations()).toEqual([]);
});

test("a lease that is renewed at the same moment is still its own", async () => {
  const renewal = (tx: Transaction) =>
    tx.request.update({
      where: { id: requestId },
      data: { leasedUntil: after(scene.t.clock.now(), 60_000) },
    });
  await besides(renewal);
  expect(await request()).toMatchObject({ status: "done", outcome: "invited" });
  expect(scene.t.mailer.sent.map(({ to }) => to)).toEqual([address]);
});
