import { describe, expect, test } from "vitest";
import { removeConsoleUserRequest } from "../../../../src/core/console-users/remove-console-user.ts";
import { approveRequest, denyRequest } from "../../../../src/core/kernel/requests/decide-request.ts";
import { cancelRequest } from "../../../../src/core/kernel/requests/enter-queue-or-approval.ts";
import {
  confirmRequest,
  draftLifeMs,
  withdrawDraft,
} from "../../../../src/core/kernel/requests/confirm-request.ts";
import { suspendMembershipRequest } from "../../../../src/core/memberships/suspend-membership.ts";
import { submitRequest } from "../../../../src/core/kernel/requests/submit-request.ts";
import { beforeTheWrite } from "../../../support/before-the-write.ts";
import { place } from "../../../support/invite-scene.ts";
import { approvalScene, askGrant, grants, makeSensitive, rowOf, says } from "./approval-scene.ts";

const scene = approvalScene();
const because = { reason: "Not before the audit." };

describe("a request that needs approval", () => {
  test("waits, and is done once another Console User has approved it", async () => {
    const id = await askGrant(scene, scene.ed, { reason: "she goes on call" });
    await scene.t.runJobs();
    expect(await rowOf(scene, id)).toMatchObject({
      status: "awaitingApproval",
      approvalsNeeded: 1,
      approverNeeds: "users:manage",
      needs: "users:edit",
      reason: "she goes on call",
    });
    expect(await grants(scene)).toBe(0);
    expect(await approveRequest(scene.as(scene.mia), id)).toMatchObject({ missing: 0, queued: true });
    await scene.t.runJobs();
    expect(await rowOf(scene, id)).toMatchObject({ status: "done", outcome: "granted" });
    expect(await grants(scene)).toBe(1);
    expect(await scene.events("request-approved")).toHaveLength(1);
  });

  test("is approved by one of two at the same moment; the other is told by whom", async () => {
    for (let round = 0; round < 10; round += 1) {
      const id = await askGrant(scene);
      const both = [scene.mia, scene.max].map((one) => approveRequest(scene.as(one), id));
      const ends = await Promise.allSettled(both);
      const lost = ends.filter((end) => end.status === "rejected");
      expect(lost).toHaveLength(1);
      expect(String(lost[0]?.reason)).toMatch(/Already approved by (Mia|Max)\. Nothing was added\./);
      expect((await rowOf(scene, id)).votes).toHaveLength(1);
      await scene.t.runJobs();
      expect(await grants(scene)).toBe(1);
      await scene.t.db.administratorGrant.deleteMany();
    }
  });

  test("has one vote a person, however often they press", async () => {
    await makeSensitive(scene);
    const id = await askGrant(scene);
    const ends = await Promise.allSettled([1, 2, 3].map(() => approveRequest(scene.as(scene.mia), id)));
    expect(ends.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    await expect(approveRequest(scene.as(scene.mia), id)).rejects.toThrow(/already decided on this/);
    await expect(denyRequest(scene.as(scene.mia), id, because)).rejects.toThrow(/already decided on this/);
    expect((await rowOf(scene, id)).votes).toHaveLength(1);
  });

  test("is approved by nobody who asked for it or lacks the permission, and that is audited", async () => {
    const id = await askGrant(scene, scene.mia);
    await expect(approveRequest(scene.as(scene.mia), id)).rejects.toThrow(
      /You cannot approve your own request/,
    );
    await expect(denyRequest(scene.as(scene.mia), id, because)).rejects.toThrow(/your own/);
    await expect(approveRequest(scene.as(scene.ed), id)).rejects.toThrow(
      /“users: manage”.*Ask one of these: Olivia/,
    );
    await expect(denyRequest(scene.as(scene.ed), id, because)).rejects.toThrow(/“users: manage”/);
    expect(await scene.events("refused")).toHaveLength(4);
    expect(await rowOf(scene, id)).toMatchObject({ status: "awaitingApproval", votes: [] });
  });

  test("on a sensitive Account needs two, who both count at the end", async () => {
    await makeSensitive(scene);
    const id = await askGrant(scene);
    expect((await says(scene, id, "card")).text).toContain("Acme Ltd (acme) is sensitive: Bank data");
    expect(await approveRequest(scene.as(scene.mia), id)).toMatchObject({ missing: 1 });
    expect(await rowOf(scene, id)).toMatchObject({ status: "awaitingApproval", version: 2 });
    expect((await says(scene, id, "approval")).text).toMatch(
      /Approved so far by Mia.*Can approve: @Max, @Olivia/s,
    );
    const ends = await Promise.allSettled(
      [scene.max, scene.olivia].map((one) => approveRequest(scene.as(one), id)),
    );
    expect(ends.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    await scene.t.runJobs();
    expect(await grants(scene)).toBe(1);
  });

  test("takes two different approvals at the same moment, and none is lost", async () => {
    await makeSensitive(scene);
    const id = await askGrant(scene);
    await Promise.all([scene.mia, scene.max].map((one) => approveRequest(scene.as(one), id)));
    expect(await rowOf(scene, id)).toMatchObject({ status: "queued" });
    expect((await rowOf(scene, id)).votes).toHaveLength(2);
  });

  test("stands in the thread afterwards as it was asked for, not as if it were planned anew", async () => {
    const id = await askGrant(scene);
    await approveRequest(scene.as(scene.mia), id);
    await scene.t.runJobs();
    const { title, text } = await says(scene, id, "approval");
    expect(title).toBe("Approved");
    expect(text).toMatch(/What: Administrator of Acme Ltd \(acme\) for/);
    expect(text).not.toMatch(/already|nothing would change|cannot be done/);
  });

  test("ends with one denial, whose reason its thread tells; an approval comes too late", async () => {
    const id = await askGrant(scene);
    await scene.t.runJobs();
    await denyRequest(scene.as(scene.mia), id, because);
    expect(await rowOf(scene, id)).toMatchObject({ status: "denied", dedupeKey: null });
    await expect(approveRequest(scene.as(scene.max), id)).rejects.toThrow(/Already denied by Mia/);
    await scene.t.runJobs();
    expect(await grants(scene)).toBe(0);
    const card = await says(scene, id, "card");
    expect(card.title).toBe("Administrator grant denied");
    expect(card.text).toContain("Denied by Mia: “Not before the audit.” Nothing was changed.");
    expect((await says(scene, id, "approval")).buttons).toEqual([]);
    expect((await says(scene, id, "decision")).text).toContain("@Ed: Denied by Mia");
  });

  test("is taken back by the one who asked for it alone, and then approved by nobody", async () => {
    const id = await askGrant(scene);
    await expect(cancelRequest(scene.as(scene.mia), id)).rejects.toThrow(/only for the requester/);
    await cancelRequest(scene.as(scene.ed), id);
    await expect(cancelRequest(scene.as(scene.ed), id)).rejects.toThrow(/cancelled in the meantime/);
    await expect(approveRequest(scene.as(scene.mia), id)).rejects.toThrow(/cancelled/);
    expect(await rowOf(scene, id)).toMatchObject({ status: "cancelled", dedupeKey: null });
    await askGrant(scene);
  });

  test("is cancelled or approved at the same moment, not both", async () => {
    for (let round = 0; round < 5; round += 1) {
      const id = await askGrant(scene);
      const ends = await Promise.allSettled([
        cancelRequest(scene.as(scene.ed), id),
        approveRequest(scene.as(scene.mia), id),
      ]);
      expect(ends.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
      await scene.t.runJobs();
      const { status } = await rowOf(scene, id);
      expect(await grants(scene)).toBe(status === "done" ? 1 : 0);
      await scene.t.db.administratorGrant.deleteMany();
    }
  });

  test("asked for twice is told to be waiting already", async () => {
    await askGrant(scene);
    await expect(askGrant(scene, scene.mia)).rejects.toThrow(
      /ed@partner\.example asked for the same \(Administrator of Acme Ltd \(acme\) for hanna\), and it still waits/,
    );
  });

  test("that is a draft first waits for approval once it is meant", async () => {
    await makeSensitive(scene);
    const user = { consoleUserId: scene.max.id };
    const { app } = scene.t;
    const strict = { ...app.approvalPolicy, rules: [{ when: "always" as const, approvals: 1 }] };
    const ctx = { ...app, approvalPolicy: strict, actor: scene.olivia };
    await scene.t.db.consoleUser.update({
      where: { id: scene.mia.id },
      data: { permissions: { "console-users": "manage" } },
    });
    const { requestId, needsConfirmation: asked } = await submitRequest(
      ctx,
      removeConsoleUserRequest,
      user,
      place(),
    );
    expect(asked).toBe(true);
    expect(await confirmRequest(ctx, requestId)).toEqual({ awaitsApproval: true, queued: true });
    expect(await rowOf(scene, requestId)).toMatchObject({ status: "awaitingApproval", draftKey: null });
  });
});

describe("a draft", () => {
  const draft = async () => {
    const input = { userId: scene.userId, accountId: scene.accountId, because: "left" };
    return (await submitRequest(scene.as(scene.ed), suspendMembershipRequest, input, place())).requestId;
  };
  const suspended = () => scene.t.db.membership.count({ where: { suspendedAt: { not: null } } });
  /** It stands as it did, and nothing of it is under way. */
  async function untouched(id: string, status: string): Promise<void> {
    await scene.t.runJobs();
    expect((await rowOf(scene, id)).status).toBe(status);
    expect(await suspended()).toBe(0);
    expect(await scene.events("requested")).toEqual([]);
  }

  test.each([
    ["confirmed", confirmRequest],
    ["withdrawn", withdrawDraft],
  ])(
    "is %s by nobody but the one who wrote it, be it with Full Access; that is audited",
    async (_, press) => {
      const id = await draft();
      for (const one of [scene.olivia, scene.max])
        await expect(press(scene.as(one), id)).rejects.toMatchObject({ code: "not-found" });
      expect(await scene.events("refused")).toMatchObject([
        { actorName: "Olivia", subjectId: id, after: { because: "not the requester's own" } },
        { actorName: "Max" },
      ]);
      await untouched(id, "draft");
    },
  );

  test("that was withdrawn is confirmed no more, be it between the look and the write", async () => {
    const ctx = scene.as(scene.ed);
    const [before, meanwhile] = [await draft(), await draft()];
    await withdrawDraft(ctx, before);
    await expect(confirmRequest(ctx, before)).rejects.toMatchObject({ code: "conflict" });
    const late = beforeTheWrite(ctx, () => withdrawDraft(ctx, meanwhile));
    await expect(confirmRequest(late, meanwhile)).rejects.toMatchObject({ code: "conflict" });
    for (const id of [before, meanwhile]) await untouched(id, "cancelled");
  });

  test("that was confirmed meanwhile is withdrawn no more, and is confirmed once", async () => {
    const ctx = scene.as(scene.ed);
    const id = await draft();
    const late = beforeTheWrite(ctx, () => confirmRequest(ctx, id));
    await expect(withdrawDraft(late, id)).rejects.toMatchObject({ code: "conflict" });
    await expect(confirmRequest(ctx, id)).rejects.toMatchObject({ code: "conflict" });
    await scene.t.runJobs();
    expect([await suspended(), await scene.events("requested")]).toMatchObject([1, [{ requestId: id }]]);
    // And is told so: not what would be in the way of doing it again.
    await expect(confirmRequest(ctx, id)).rejects.toThrow("This was decided already. Nothing was added.");
  });

  test("is confirmed for fifteen minutes, and then no more, though no sweep has come by", async () => {
    const ctx = scene.as(scene.ed);
    const late = await draft();
    scene.t.clock.advance(draftLifeMs);
    for (const press of [confirmRequest, withdrawDraft])
      await expect(press(ctx, late)).rejects.toMatchObject({ code: "expired" });
    await untouched(late, "draft");
    const early = await draft();
    scene.t.clock.advance(draftLifeMs - 1);
    await confirmRequest(ctx, early);
    await scene.t.runJobs();
    expect(await suspended()).toBe(1);
  });
});
