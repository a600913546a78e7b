import { expect, test } from "vitest";
import { findInvitation } from "../../../src/core/invitations/find-invitation.ts";
import { listInvitations } from "../../../src/core/invitations/own-invitations.ts";
import { resendInvitationRequest } from "../../../src/core/invitations/resend-invitation.ts";
import { revokeInvitationRequest } from "../../../src/core/invitations/revoke-invitation.ts";
import { confirmRequest } from "../../../src/core/kernel/requests/confirm-request.ts";
import { submitRequest } from "../../../src/core/kernel/requests/submit-request.ts";
import { makeActor, makeInvitation } from "../../support/factories.ts";
import { accept, invite, inviteScene, place, tokenIn } from "../../support/invite-scene.ts";
import { runRequestJob } from "../../../src/core/kernel/requests/run-request.ts";

const scene = inviteScene();
const ask = (invitationId: string, actor = scene.ctx.actor) =>
  submitRequest({ ...scene.ctx, actor }, revokeInvitationRequest, { invitationId }, place());
const list = (actor = scene.ctx.actor) =>
  listInvitations({ ...scene.ctx, actor }, { accountId: scene.accountId, take: 10 });

test("asks first, then kills the link; the card of the invitation says so", async () => {
  await invite(scene, "gone@acme.example");
  await scene.t.runJobs();
  const token = tokenIn(scene.t.mailer.sent[0]?.text);
  const [invitation] = await list();
  const { requestId, needsConfirmation: asked } = await ask(invitation?.id ?? "");
  await scene.t.runJobs();
  expect(asked).toBe(true);
  expect((await findInvitation(scene.t.app, token))?.state).toBe("open");
  await confirmRequest(scene.ctx, requestId);
  await scene.t.runJobs();
  expect((await findInvitation(scene.t.app, token))?.state).toBe("revoked");
  await expect(accept(scene, token, "gone")).rejects.toMatchObject({ code: "expired" });
  expect(scene.t.chat.latest(0).title).toBe("Invitation revoked");
  expect(await list()).toEqual([]);
  await expect(ask(invitation?.id ?? "")).rejects.toThrow("revoked already");
});

test("is not confirmed for one that was accepted before", async () => {
  const { invitation, token } = await makeInvitation(scene.t, { accountId: scene.accountId });
  const { requestId } = await ask(invitation.id);
  await accept(scene, token, "earlier");
  await expect(confirmRequest(scene.ctx, requestId)).rejects.toThrow(/was accepted, so there is nothing/);
  const request = await scene.t.db.request.findUniqueOrThrow({ where: { id: requestId } });
  expect(request.status).toBe("draft");
});

test("leaves one that was accepted in the meantime", async () => {
  const { invitation, token } = await makeInvitation(scene.t, { accountId: scene.accountId });
  const { requestId } = await ask(invitation.id);
  await confirmRequest(scene.ctx, requestId);
  await accept(scene, token, "faster");
  await scene.t.runJobs();
  const request = await scene.t.db.request.findUniqueOrThrow({ where: { id: requestId } });
  expect(request).toMatchObject({ status: "failed", trouble: expect.stringContaining("was accepted") });
  expect(await scene.t.db.membership.count({ where: { accountId: scene.accountId } })).toBe(1);
});

test("a resend and a revocation at the same moment leave no link that works", async () => {
  const { invitation } = await makeInvitation(scene.t, { accountId: scene.accountId });
  const { requestId } = await ask(invitation.id);
  await confirmRequest(scene.ctx, requestId);
  const input = { invitationId: invitation.id };
  const resent = await submitRequest(scene.ctx, resendInvitationRequest, input, place());
  await Promise.all([
    runRequestJob.run(scene.t.app, { requestId }),
    runRequestJob.run(scene.t.app, { requestId: resent.requestId }),
  ]);
  await scene.t.runJobs();
  const ended = { revokedAt: expect.any(Date) };
  const row = await scene.t.db.invitation.findUnique({
    where: { id: invitation.id },
    include: { link: true },
  });
  expect(row).toMatchObject({ ...ended, link: { ...ended, tokenSealed: null } });
});

test("lists what is open or expired, newest last, page by page, for those who may view", async () => {
  const given = { accountId: scene.accountId };
  const ids: string[] = [];
  for (const state of ["open", "accepted", "expired", "revoked", "open"] as const) {
    const { invitation } = await makeInvitation(scene.t, { ...given, state });
    if (state === "open" || state === "expired") ids.push(invitation.id);
  }
  await makeInvitation(scene.t);
  expect((await list()).map(({ id }) => id)).toEqual(ids);
  const next = await listInvitations(scene.ctx, { ...given, after: ids[0], take: 1 });
  expect(next.map(({ id }) => id)).toEqual([ids[1]]);
  const actor = await makeActor(scene.t, { permissions: { accounts: "manage" } });
  await expect(list(actor)).rejects.toMatchObject({ code: "forbidden" });
});

test("refuses a caller without users: edit", async () => {
  const { invitation } = await makeInvitation(scene.t, { accountId: scene.accountId });
  const actor = await makeActor(scene.t, { permissions: { users: "view" } });
  await expect(ask(invitation.id, actor)).rejects.toMatchObject({ code: "forbidden" });
});
