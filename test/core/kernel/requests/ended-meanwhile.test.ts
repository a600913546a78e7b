import { describe, expect, test } from "vitest";
import { resendConsoleInvitationRequest } from "../../../../src/core/console-users/resend-console-invitation.ts";
import { inviteUserRequest } from "../../../../src/core/invitations/invite-user-request.ts";
import { approveRequest } from "../../../../src/core/kernel/requests/decide-request.ts";
import { submitRequest } from "../../../../src/core/kernel/requests/submit-request.ts";
import { makeLink } from "../../../support/factories.ts";
import { after, days } from "../../../../src/core/kernel/time/clock.ts";
import { beforeTheWrite } from "../../../support/before-the-write.ts";
import { place, trouble } from "../../../support/invite-scene.ts";
import { approvalScene, askGrant, grants, rowOf } from "./approval-scene.ts";
import { take, work } from "./jobs-by-hand.ts";

const scene = approvalScene();
const cancel = (id: string) =>
  scene.t.db.request.update({ where: { id }, data: { status: "cancelled", trouble: "Cancelled by hand." } });
const cancelled = { status: "cancelled", trouble: "Cancelled by hand.", attempts: 0, notBefore: null };

/** An invitation whose mail ends so, after somebody has ended the Request. */
async function invitedWhile(retryable: boolean): Promise<string> {
  const input = { accountId: scene.accountId, email: "ann@acme.example", asAdministrator: false };
  const { requestId } = await submitRequest(scene.as(scene.ed), inviteUserRequest, input, place());
  const [run] = take(scene, "requests");
  const mailer = {
    ...scene.t.mailer,
    async send() {
      await cancel(requestId);
      throw trouble(retryable, retryable ? "ETIMEDOUT" : "550");
    },
  };
  await work({ ...scene.t.app, mailer }, run).catch(() => undefined);
  return requestId;
}

describe("a request that ends by hand while a worker is at it, under the same lease,", () => {
  test("is not applied", async () => {
    const id = await askGrant(scene);
    await approveRequest(scene.as(scene.mia), id);
    const [run] = take(scene, "requests");
    await work(
      beforeTheWrite(scene.t.app, () => cancel(id)),
      run,
    );
    expect(await rowOf(scene, id)).toMatchObject({ ...cancelled, appliedAt: null });
    expect(await grants(scene)).toBe(0);
  });

  test("has not failed besides", async () => {
    expect(await rowOf(scene, await invitedWhile(false))).toMatchObject(cancelled);
    expect(await scene.events("request-failed")).toEqual([]);
  });

  test("is not to be tried again", async () => {
    expect(await rowOf(scene, await invitedWhile(true))).toMatchObject(cancelled);
  });
});

test("an invitation to the Console that expires while it is sent again is approved as a new one is", async () => {
  const { db, app, clock } = scene.t;
  const asked = { kind: "invite-console-user", input: {}, requesterId: scene.olivia.id };
  const request = await db.request.create({ data: { ...asked, status: "done" } });
  const expiresAt = after(clock.now(), days(1));
  const { linkId } = await makeLink(db, "consoleInvitation", { expiresAt });
  const nia = { email: "nia@partner.example", emailKey: "nia@partner.example" };
  const invitation = await db.consoleInvitation.create({ data: { ...nia, requestId: request.id, linkId } });
  const ctx = scene.as(scene.olivia);
  const input = { invitationId: invitation.id };
  const { requestId, awaitsApproval } = await submitRequest(
    ctx,
    resendConsoleInvitationRequest,
    input,
    place(),
  );
  expect(awaitsApproval).toBe(false);
  const [run] = take(scene, "requests");
  const started = clock.now();
  await work(
    beforeTheWrite(app, async () => clock.advance(days(1))),
    run,
  );
  clock.set(started);
  expect(await rowOf(scene, requestId)).toMatchObject({ status: "awaitingApproval", appliedAt: null });
  expect(await db.secretLink.findUnique({ where: { id: linkId } })).toMatchObject({ issue: 1 });
});
