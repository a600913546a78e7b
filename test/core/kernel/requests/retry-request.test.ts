import { describe, expect, test } from "vitest";
import { days } from "../../../../src/core/kernel/time/clock.ts";
import { cancelFailed } from "../../../../src/core/kernel/requests/failed-request.ts";
import { requestDetails } from "../../../../src/core/requests/request-details.ts";
import { retryRequest } from "../../../../src/core/kernel/requests/retry-request.ts";
import { recoverLater } from "../../../support/recover-all.ts";
import { auditOfTest } from "../../../support/audit-of-test.ts";
import { makeActor } from "../../../support/factories.ts";
import { accept, invite, inviteScene, tokenIn, trouble } from "../../../support/invite-scene.ts";
import { secondApp } from "../../../support/second-app.ts";
import { failedScene } from "./failed-scene.ts";

const scene = inviteScene();
const events = auditOfTest(() => scene.t.db);
const { as, buttons, failed, note, row, settle } = failedScene(scene);

describe("the note of a failure", () => {
  test("says why in its thread, with Retry, Cancel and Details, which carry the request's id alone", async () => {
    const id = await failed("why@acme.example");
    expect(scene.t.chat.messages[1]).toMatchObject({ underId: "1" });
    expect(note()).toMatch(/^@Ed: Refused \(550\)\. Retry does only the steps that are left/);
    expect(buttons()).toEqual(["Retry", "Cancel", "Details"]);
    expect(scene.t.chat.latest(1).buttons?.map(({ value }) => value)).toEqual([id, id, id]);
  });

  test("keeps its reason when it was tried again, says by whom, and has no buttons any more", async () => {
    const id = await failed("again@acme.example");
    scene.t.mailer.failures.push(trouble(false, "554"));
    await retryRequest(scene.ctx, id);
    await settle();
    expect(scene.t.chat.messages).toHaveLength(3);
    expect(note(1)).toMatch(/Refused \(550\)\. Tried again by Ed, .*\. The card shows/);
    expect(buttons(1)).toBeUndefined();
    expect(note(2)).toContain("Refused (554)");
    expect(buttons(2)).toEqual(["Retry", "Cancel", "Details"]);
  });
});

describe("a retry", () => {
  test("does what is left to do: the same invitation, mailed once, on the same card", async () => {
    const id = await failed("left@acme.example");
    const invitations = () => scene.t.db.invitation.findMany({ where: { requestId: id } });
    const [before] = await invitations();
    expect(await retryRequest(scene.ctx, id)).toEqual({ awaitsApproval: false, queued: true });
    await settle();
    expect(await row(id)).toMatchObject({ status: "done", retried: 1, attempts: 0, trouble: null });
    expect((await invitations()).map((one) => one.id)).toEqual([before?.id]);
    expect(scene.t.mailer.sent).toHaveLength(1);
    expect(scene.t.chat.latest().title).toBe("Invitation mailed");
    expect(await events("invitation-created")).toHaveLength(1);
    expect(await events("request-retried")).toMatchObject([{ requestId: id, actorName: "Ed" }]);
  });

  test("is another version: a decision on what was read before it counts for nothing", async () => {
    const id = await failed("stale@acme.example");
    const { version } = await row(id);
    await retryRequest(scene.ctx, id);
    expect((await row(id)).version).toBeGreaterThan(version);
  });

  test("has all its tries before it, whatever the one before has used up", async () => {
    const id = await failed("tries@acme.example");
    const { retries } = scene.t.app.retryPolicy;
    await scene.t.db.request.update({ where: { id }, data: { attempts: retries } });
    await retryRequest(scene.ctx, id);
    for (let tries = 1; tries <= retries; tries += 1) {
      scene.t.mailer.failures.push(trouble(true, "451"));
      await scene.t.runJobs();
      expect(await row(id)).toMatchObject({ status: "queued", attempts: tries });
      scene.t.clock.advance(3_600_000);
    }
    await settle();
    expect([(await row(id)).status, scene.t.mailer.sent.length]).toEqual(["done", 1]);
  });

  test("by two at once, in two processes, is one; the other is told politely who was faster", async () => {
    const id = await failed("race@acme.example");
    const mia = await makeActor(scene.t, { firstName: "Mia", permissions: { users: "manage" } });
    const other = secondApp(scene.t);
    const tries = await Promise.allSettled([
      retryRequest(scene.ctx, id),
      retryRequest({ ...other, actor: mia }, id),
      retryRequest(scene.ctx, id),
    ]);
    const lost = tries.flatMap((one) => (one.status === "rejected" ? [String(one.reason.message)] : []));
    expect(lost).toHaveLength(2);
    for (const sentence of lost)
      expect(sentence).toMatch(/(You have|Mia has|Ed has) tried it again already\. Nothing was added/);
    await settle();
    expect([scene.t.mailer.sent.length, (await row(id)).retried]).toEqual([1, 1]);
    expect(await events("request-retried")).toHaveLength(1);
    await other.close();
  });

  test("against a cancel at the same moment: one of the two, once", async () => {
    for (let round = 0; round < 5; round += 1) {
      const id = await failed(`either${round}@acme.example`);
      const ends = await Promise.allSettled([retryRequest(scene.ctx, id), cancelFailed(scene.ctx, id)]);
      expect(ends.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
      await settle();
      expect((await row(id)).status).toBe(ends[0].status === "fulfilled" ? "done" : "cancelled");
    }
  });

  test("is refused to those who neither asked nor manage these, and the refusal is audited", async () => {
    const id = await failed("other@acme.example");
    const eve = await makeActor(scene.t, {
      firstName: "Eve",
      permissions: { users: "edit", accounts: "manage" },
    });
    for (const attempt of [retryRequest, cancelFailed, requestDetails])
      await expect(attempt(as(eve), id)).rejects.toMatchObject({
        code: "forbidden",
        message: expect.stringContaining("“users: manage”"),
      });
    expect(await events("refused")).toMatchObject([
      { actorName: "Eve", after: { attempted: "retry", missing: "users:manage" } },
      { after: { attempted: "cancel" } },
      { after: { attempted: "details" } },
    ]);
    expect((await row(id)).status).toBe("failed");
  });

  test("is open to Full Access, and to whoever manages the area", async () => {
    for (const given of [{ fullAccess: true }, { permissions: { users: "manage" as const } }]) {
      const id = await failed(`for-${Object.keys(given)[0]}@acme.example`);
      await retryRequest(as(await makeActor(scene.t, { permissions: {}, ...given })), id);
      await settle();
      expect((await row(id)).status).toBe("done");
    }
  });

  test("is refused to a requester who may not ask for it any more", async () => {
    const actor = await makeActor(scene.t, { firstName: "Tom" });
    const id = await failed("lost@acme.example", actor);
    await expect(retryRequest(as({ ...actor, permissions: { users: "view" } }), id)).rejects.toMatchObject({
      code: "forbidden",
    });
  });

  test("of what somebody asked for who may not by now is told at once, and nothing is queued", async () => {
    const tom = await makeActor(scene.t, { firstName: "Tom" });
    const id = await failed("tom@acme.example", tom);
    const boss = as(await makeActor(scene.t, { fullAccess: true }));
    await scene.t.db.consoleUser.update({ where: { id: tom.id }, data: { permissions: {} } });
    await expect(retryRequest(boss, id)).rejects.toThrow(
      /Tom, who asked for this, no longer has .*“users: edit”/,
    );
    await scene.t.db.consoleUser.update({ where: { id: tom.id }, data: { removedAt: scene.t.clock.now() } });
    await expect(retryRequest(boss, id)).rejects.toThrow("no longer a Console User");
    expect((await row(id)).status).toBe("failed");
  });

  test("whose requester loses the permission before the job runs fails as forbidden, and says so", async () => {
    const tom = await makeActor(scene.t, { firstName: "Tom" });
    const id = await failed("between@acme.example", tom);
    await retryRequest(as(tom), id);
    await scene.t.db.consoleUser.update({ where: { id: tom.id }, data: { permissions: {} } });
    await settle();
    expect(await row(id)).toMatchObject({
      status: "failed",
      trouble: expect.stringContaining("users: edit"),
    });
    expect(scene.t.mailer.sent).toEqual([]);
  });

  test("while somebody has asked for the same says who", async () => {
    const id = await failed("same@acme.example");
    const mia = await makeActor(scene.t, { firstName: "Mia", email: "mia@partner.example" });
    await invite(scene, "same@acme.example", { actor: mia });
    await expect(retryRequest(scene.ctx, id)).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining("mia@partner.example"),
    });
    expect((await row(id)).status).toBe("failed");
  });

  test("keeps others from asking for the same while it is on its way", async () => {
    const id = await failed("taken@acme.example");
    await retryRequest(scene.ctx, id);
    await expect(invite(scene, "taken@acme.example")).rejects.toMatchObject({ code: "conflict" });
  });

  test("after the address was invited by another request mails no dead link", async () => {
    const id = await failed("twice@acme.example");
    await invite(scene, "twice@acme.example");
    await settle();
    await retryRequest(scene.ctx, id);
    await settle();
    expect(scene.t.mailer.sent).toHaveLength(1);
    expect(scene.t.chat.latest().title).toBe("Invitation revoked");
    await accept(scene, tokenIn(scene.t.mailer.sent[0]?.text), "twice");
  });

  test("of an invitation whose seven days are over mails no dead link", async () => {
    const id = await failed("late@acme.example");
    scene.t.clock.advance(days(8));
    await retryRequest(scene.ctx, id);
    await settle();
    expect(scene.t.mailer.sent).toEqual([]);
    expect(scene.t.chat.latest().title).toBe("Invitation expired");
  });

  test("with the queue down is recorded, and runs when it is back", async () => {
    const id = await failed("down@acme.example");
    scene.t.queue.down = true;
    expect(await retryRequest(scene.ctx, id)).toEqual({ awaitsApproval: false, queued: false });
    scene.t.queue.down = false;
    await recoverLater(scene.t);
    await settle();
    expect((await row(id)).status).toBe("done");
  });
});
