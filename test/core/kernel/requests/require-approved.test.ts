import { describe, expect, test } from "vitest";
import { approveAlone } from "../../../../src/core/kernel/requests/going-alone.ts";
import { lockConsoleUsers } from "../../../../src/core/kernel/access/require-access-change.ts";
import { suspendMembershipRequest } from "../../../../src/core/memberships/suspend-membership.ts";
import { confirmRequest } from "../../../../src/core/kernel/requests/confirm-request.ts";
import { submitRequest } from "../../../../src/core/kernel/requests/submit-request.ts";
import { hours } from "../../../../src/core/kernel/time/clock.ts";
import { beforeTheWrite } from "../../../support/before-the-write.ts";
import { place } from "../../../support/invite-scene.ts";
import { approveRequest } from "../../../../src/core/kernel/requests/decide-request.ts";
import { until } from "../../../support/until.ts";
import { approvalScene, askGrant, grants, lower, rowOf, says } from "./approval-scene.ts";
import { take, work } from "./jobs-by-hand.ts";

const scene = approvalScene();
const active = { removedAt: null, frozenAt: null };
describe("what is approved", () => {
  test("waits for another approval where the approver may no longer, when the job starts", async () => {
    const id = await askGrant(scene);
    await approveRequest(scene.as(scene.mia), id);
    await lower(scene, scene.mia);
    await scene.t.runJobs();
    expect(await rowOf(scene, id)).toMatchObject({ status: "awaitingApproval", approvedAt: null });
    expect(await grants(scene)).toBe(0);
    expect((await says(scene, id, "card")).text).toMatch(
      /The approval of Mia no longer counts.*Waits for one approval/s,
    );
    expect(await scene.events("approval-needed")).toHaveLength(1);
    await approveRequest(scene.as(scene.max), id);
    await scene.t.runJobs();
    expect(await grants(scene)).toBe(1);
  });

  test.each([
    ["removed", { removedAt: new Date() }],
    ["frozen", { frozenAt: new Date() }],
  ])("waits for another approval where the approver was %s", async (_, data) => {
    const lose = () => scene.t.db.consoleUser.update({ where: { id: scene.mia.id }, data });
    for (const meanwhile of [false, true]) {
      await scene.t.db.request.deleteMany();
      await scene.t.db.consoleUser.update({ where: { id: scene.mia.id }, data: active });
      const id = await askGrant(scene);
      await approveRequest(scene.as(scene.mia), id);
      const [run] = take(scene, "requests");
      if (!meanwhile) await lose();
      await work(meanwhile ? beforeTheWrite(scene.t.app, lose) : scene.t.app, run);
      expect(await rowOf(scene, id)).toMatchObject({ status: "awaitingApproval", appliedAt: null });
      expect(await grants(scene)).toBe(0);
    }
  });

  test("fails as forbidden where the requester may no longer", async () => {
    const id = await askGrant(scene);
    await approveRequest(scene.as(scene.mia), id);
    await lower(scene, scene.ed);
    await scene.t.runJobs();
    expect(await rowOf(scene, id)).toMatchObject({ status: "failed" });
    const failure = await says(scene, id, "failure");
    expect(failure.text).toContain("“users: edit”");
    expect(failure.text).toContain("A retry cannot help");
    expect(failure.buttons).toEqual(["Cancel", "Details"]);
    expect(await grants(scene)).toBe(0);
  });

  test.each([
    ["approver", "awaitingApproval"],
    ["requester", "failed"],
  ] as const)(
    "is not done where the %s loses the permission between the start of the job and its transaction: %s",
    async (who, status) => {
      const id = await askGrant(scene);
      await approveRequest(scene.as(scene.mia), id);
      const [run] = take(scene, "requests");
      const meanwhile = () => lower(scene, who === "approver" ? scene.mia : scene.ed);
      expect(await work(beforeTheWrite(scene.t.app, meanwhile), run)).toBe("done");
      expect(await rowOf(scene, id)).toMatchObject({ status, appliedAt: null });
      expect(await grants(scene)).toBe(0);
    },
  );

  test("waits for a change of permissions that is under way, and then is not done", async () => {
    const id = await askGrant(scene);
    await approveRequest(scene.as(scene.mia), id);
    const [run] = take(scene, "requests");
    const { app } = scene.t;
    let working: Promise<unknown> | undefined;
    await app.db.$transaction(async (tx) => {
      await lockConsoleUsers(tx);
      const where = { id: scene.mia.id };
      await tx.consoleUser.update({ where, data: { permissions: { users: "view" } } });
      working = work(app, run);
      await until(async () => {
        const [{ waiting } = { waiting: 0n }] = await app.db.$queryRaw<{ waiting: bigint }[]>`
          SELECT count(*) AS waiting FROM pg_locks
          WHERE locktype = 'advisory' AND NOT granted
            AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`;
        return waiting > 0n;
      });
      expect(await grants(scene)).toBe(0);
    });
    expect(await working).toBe("done");
    expect(await rowOf(scene, id)).toMatchObject({ status: "awaitingApproval", appliedAt: null });
    expect(await grants(scene)).toBe(0);
  });

  test("is not got round by a job that calls a suspension a grant", async () => {
    const input = { userId: scene.userId, accountId: scene.accountId };
    const ctx = scene.as(scene.ed);
    const { requestId } = await submitRequest(
      ctx,
      suspendMembershipRequest,
      { ...input, because: "left" },
      place(),
    );
    await confirmRequest(ctx, requestId);
    const [run] = take(scene, "requests");
    await work(scene.t.app, run && { ...run, payload: { requestId, kind: "grant-admin" } });
    expect(await grants(scene)).toBe(0);
    expect(await rowOf(scene, requestId)).toMatchObject({ kind: "suspend-membership", status: "done" });
  });
});

describe("somebody with Full Access whom nobody else can approve", () => {
  const typed = { typed: "I am the only one" };

  test("goes on alone with a typed confirmation, which vote and audit mark", async () => {
    for (const one of [scene.mia, scene.max]) await lower(scene, one);
    const id = await askGrant(scene, scene.olivia);
    const note = await says(scene, id, "approval");
    expect(note.text).toMatch(/Nobody else can approve this\. To appoint one, ask one of these: Olivia/);
    expect(note.buttons).toEqual(["Go on alone", "Cancel"]);
    await approveAlone(scene.as(scene.olivia), id, typed);
    await scene.t.runJobs();
    expect(await rowOf(scene, id)).toMatchObject({
      status: "done",
      votes: [{ alone: true, reason: typed.typed }],
    });
    expect(await grants(scene)).toBe(1);
    expect(await scene.events("request-approved-alone")).toMatchObject([{ after: { alone: true } }]);
    expect((await says(scene, id, "card")).text).toContain("Approved by: Olivia (alone: nobody else could)");
  });

  /** Approved by Olivia alone, and its job. */
  async function alone() {
    for (const one of [scene.mia, scene.max]) await lower(scene, one);
    const id = await askGrant(scene, scene.olivia);
    await approveAlone(scene.as(scene.olivia), id, typed);
    return { id, run: take(scene, "requests")[0] };
  }

  test.each([
    ["Full Access", { fullAccess: false, permissions: { users: "manage" } }, "awaitingApproval"],
    [
      "Full Access and most of the rest",
      { fullAccess: false, permissions: { users: "edit" } },
      "awaitingApproval",
    ],
    ["everything", { fullAccess: false, permissions: {} }, "failed"],
    ["their place in the Console", { removedAt: new Date() }, "failed"],
  ])("does nothing by it once they have lost %s, before the job or within it", async (_, data, status) => {
    const lose = () => scene.t.db.consoleUser.update({ where: { id: scene.olivia.id }, data });
    for (const meanwhile of [false, true]) {
      const whole = { fullAccess: true, permissions: {}, removedAt: null };
      await scene.t.db.consoleUser.update({ where: { id: scene.olivia.id }, data: whole });
      await scene.t.db.request.deleteMany();
      const { id, run } = await alone();
      if (!meanwhile) await lose();
      await work(meanwhile ? beforeTheWrite(scene.t.app, lose) : scene.t.app, run);
      expect(await rowOf(scene, id)).toMatchObject({ status, appliedAt: null });
      expect(await grants(scene)).toBe(0);
    }
  });

  test("goes on no more once the time to decide is over, though no sweep has come by", async () => {
    for (const one of [scene.mia, scene.max]) await lower(scene, one);
    for (const meanwhile of [false, true]) {
      await scene.t.db.request.deleteMany();
      const id = await askGrant(scene, scene.olivia);
      const expire = async () => scene.t.clock.advance(hours(24));
      if (!meanwhile) await expire();
      const ctx = scene.as(scene.olivia);
      await expect(
        approveAlone(meanwhile ? beforeTheWrite(ctx, expire) : ctx, id, typed),
      ).rejects.toMatchObject({ code: "expired" });
      await scene.t.runJobs();
      expect(await rowOf(scene, id)).toMatchObject({ status: "awaitingApproval", votes: [] });
      expect(await grants(scene)).toBe(0);
    }
  });

  test("does not while somebody else can, nor without Full Access", async () => {
    const id = await askGrant(scene, scene.olivia);
    await expect(approveAlone(scene.as(scene.olivia), id, typed)).rejects.toThrow(
      /Somebody else can approve/,
    );
    await expect(approveAlone(scene.as(scene.mia), id, typed)).rejects.toThrow(/only for the requester/);
    for (const one of [scene.max, scene.olivia])
      await scene.t.db.consoleUser.update({ where: { id: one.id }, data: { removedAt: new Date() } });
    const own = await askGrant(scene, scene.mia).catch(() => undefined);
    expect(own).toBeUndefined();
    await scene.t.db.request.deleteMany();
    const mine = await askGrant(scene, scene.mia);
    await expect(approveAlone(scene.as(scene.mia), mine, typed)).rejects.toThrow(/no Full Access/);
    expect((await says(scene, mine, "approval")).buttons).toEqual(["Approve", "Deny", "Cancel"]);
    expect(await scene.events("refused")).toHaveLength(3);
  });
});
