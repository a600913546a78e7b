import { expect, test } from "vitest";
import { days, minutes } from "../../../src/core/kernel/time/clock.ts";
import { expireInvitations } from "../../../src/core/invitations/expire-invitations.ts";
import { findInvitation } from "../../../src/core/invitations/find-invitation.ts";
import { resendInvitationRequest } from "../../../src/core/invitations/resend-invitation.ts";
import { submitRequest } from "../../../src/core/kernel/requests/submit-request.ts";
import { linkOf, makeActor, makeInvitation } from "../../support/factories.ts";
import { accept, invite, inviteScene, place, tokenIn, trouble } from "../../support/invite-scene.ts";
import { runRequestJob } from "../../../src/core/kernel/requests/run-request.ts";

const scene = inviteScene();
const idOf = async (email: string) =>
  (await scene.t.db.invitation.findFirstOrThrow({ where: { emailKey: email }, orderBy: { id: "desc" } })).id;
const resend = (invitationId: string, actor = scene.ctx.actor) =>
  submitRequest({ ...scene.ctx, actor }, resendInvitationRequest, { invitationId }, place());
const link = (index: number) => tokenIn(scene.t.mailer.sent[index]?.text);
const stateOf = async (token: string) => (await findInvitation(scene.t.app, token))?.state;

test("mails a new link on the same row; the old one is dead, and both cards say so", async () => {
  await invite(scene, "again@acme.example", { asAdministrator: true });
  await scene.t.runJobs();
  scene.t.clock.advance(days(3));
  await resend(await idOf("again@acme.example"));
  await scene.t.runJobs();
  expect(scene.t.mailer.sent.map(({ to }) => to)).toEqual(["again@acme.example", "again@acme.example"]);
  const [first, second] = scene.t.mailer.sent.map(({ messageId }) => messageId);
  expect(first).not.toBe(second);
  expect(await stateOf(link(0))).toBeUndefined();
  expect(await stateOf(link(1))).toBe("open");
  const rows = await scene.t.db.invitation.findMany({
    where: { emailKey: "again@acme.example" },
    include: { link: true },
  });
  expect(rows.map((row) => row.link)).toMatchObject([
    { issue: 2, tokenSealed: null, expiresAt: new Date(scene.t.clock.now().getTime() + days(7)) },
  ]);
  expect([scene.t.chat.latest(0).title, scene.t.chat.latest(1).title]).toEqual([
    "Invitation resent",
    "Invitation resent",
  ]);
  await accept(scene, link(1), "again");
  await scene.t.runJobs();
  expect(scene.t.chat.latest(0).title).toBe("Invitation accepted");
  await expect(resend(rows[0]?.id ?? "")).rejects.toMatchObject({ code: "conflict" });
});

test("works on one that has expired", async () => {
  await invite(scene, "old@acme.example");
  await scene.t.runJobs();
  scene.t.clock.advance(days(8));
  await expireInvitations(scene.t.app);
  await resend(await idOf("old@acme.example"));
  await scene.t.runJobs();
  expect(await stateOf(link(1))).toBe("open");
  expect(scene.t.chat.latest(0).title).toBe("Invitation resent");
});

test("refuses where a newer one is open, and where one was revoked", async () => {
  const { accountId } = scene;
  const email = "newer@acme.example";
  const { invitation } = await makeInvitation(scene.t, { accountId, email, state: "expired" });
  await scene.t.db.invitation.update({ where: { id: invitation.id }, data: { expiredAt: new Date() } });
  await makeInvitation(scene.t, { accountId, email });
  await expect(resend(invitation.id)).rejects.toMatchObject({ code: "conflict", field: "email" });
  const revoked = await makeInvitation(scene.t, { accountId, state: "revoked" });
  await expect(resend(revoked.invitation.id)).rejects.toThrow("was revoked");
});

test("at most three times within ten minutes, however the jobs run", async () => {
  const { invitation } = await makeInvitation(scene.t, { accountId: scene.accountId });
  for (const count of [1, 2, 3]) {
    await resend(invitation.id);
    await scene.t.runJobs();
    scene.t.clock.advance(minutes(1));
    expect(scene.t.mailer.sent).toHaveLength(count);
  }
  await expect(resend(invitation.id)).rejects.toThrow(/resent 3 times within ten minutes. Try again after/);
  scene.t.clock.advance(minutes(7) + 1000);
  await resend(invitation.id);
  await scene.t.runJobs();
  expect(scene.t.mailer.sent).toHaveLength(4);
});

test("counts again when the job runs, so that several asked at once come to three", async () => {
  const { invitation } = await makeInvitation(scene.t, { accountId: scene.accountId });
  for (const _ of [1, 2]) {
    await resend(invitation.id);
    await scene.t.runJobs();
  }
  const kind = {
    ...resendInvitationRequest,
    plan: async () => ({ ...plan, dedupeKey: place().idempotencyKey }),
  };
  const plan = { accountId: scene.accountId, what: "", effects: [], warnings: [], needsConfirmation: false };
  const input = { invitationId: invitation.id };
  const ids = await Promise.all([1, 2, 3].map(() => submitRequest(scene.ctx, kind, input, place())));
  scene.t.queue.waiting = [];
  const runs = ids.map(({ requestId }) => runRequestJob.run(scene.t.app, { requestId }));
  await Promise.all(runs);
  expect(scene.t.mailer.sent).toHaveLength(3);
  const { issue } = await linkOf(scene.t.db, { id: invitation.id });
  expect(issue).toBe(4);
  const states = await scene.t.db.request.findMany({
    where: { id: { in: ids.map((one) => one.requestId) } },
  });
  expect(states.map(({ status }) => status).toSorted()).toEqual(["done", "failed", "failed"]);
});

test("sends the same link again where the mail server was gone", async () => {
  const { invitation } = await makeInvitation(scene.t, { accountId: scene.accountId });
  scene.t.mailer.failures.push(trouble(true, "connection"));
  await resend(invitation.id);
  await scene.t.runJobs();
  const { issue } = await linkOf(scene.t.db, { id: invitation.id });
  scene.t.clock.advance(minutes(1));
  await scene.t.runJobs();
  expect(scene.t.mailer.sent).toHaveLength(1);
  expect(await stateOf(link(0))).toBe("open");
  expect(issue).toBe(2);
});

test("refuses a caller without users: edit", async () => {
  const { invitation } = await makeInvitation(scene.t, { accountId: scene.accountId });
  const actor = await makeActor(scene.t, { permissions: { users: "view" } });
  await expect(resend(invitation.id, actor)).rejects.toMatchObject({ code: "forbidden" });
});
