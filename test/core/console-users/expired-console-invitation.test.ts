import { beforeEach, expect, test } from "vitest";
import { expireConsoleInvitations } from "../../../src/core/console-users/expire-console-invitations.ts";
import { resendConsoleInvitationRequest } from "../../../src/core/console-users/resend-console-invitation.ts";
import type { ConsoleUserActor } from "../../../src/core/context.ts";
import { approveRequest } from "../../../src/core/kernel/requests/decide-request.ts";
import { submitRequest } from "../../../src/core/kernel/requests/submit-request.ts";
import { beforeTheWrite } from "../../support/before-the-write.ts";
import { makeActor, makeLink } from "../../support/factories.ts";
import { place } from "../../support/invite-scene.ts";
import { approvalScene, rowOf } from "../kernel/requests/approval-scene.ts";
import { take, work } from "../kernel/requests/jobs-by-hand.ts";

const scene = approvalScene();
let other: ConsoleUserActor;
let invitationId: string;
const email = "new@partner.example";
const row = () =>
  scene.t.db.secretLink.findFirstOrThrow({ where: { consoleInvitation: { id: invitationId } } });
const status = async (id: string) => (await rowOf(scene, id)).status;
const expire = () =>
  scene.t.db.secretLink.updateMany({
    where: { purpose: "consoleInvitation" },
    data: { expiresAt: new Date(scene.t.clock.now().getTime() - 1) },
  });

/** Full Access, approved once, and mailed by Olivia. */
beforeEach(async () => {
  await scene.t.db.consoleInvitation.deleteMany();
  other = await makeActor(scene.t, { fullAccess: true, permissions: {} });
  const request = await scene.t.db.request.create({
    data: { kind: "invite-console-user", input: {}, requesterId: scene.olivia.id, status: "done" },
  });
  const now = scene.t.clock.now();
  const { linkId } = await makeLink(scene.t.db, "consoleInvitation", { now });
  invitationId = (
    await scene.t.db.consoleInvitation.create({
      data: { email, emailKey: email, fullAccess: true, requestId: request.id, linkId, createdAt: now },
    })
  ).id;
});

async function resend(): Promise<string> {
  const actor = scene.olivia;
  const asked = await submitRequest(
    scene.as(actor),
    resendConsoleInvitationRequest,
    { invitationId },
    place(),
  );
  return asked.requestId;
}

test.each(["before it was swept", "once it was swept"])(
  "an invitation to the Console that has expired comes back only with the approval that an invitation takes, %s",
  async (when) => {
    await expire();
    if (when.includes("once")) await expireConsoleInvitations(scene.t.app);
    const id = await resend();
    await scene.t.runJobs();
    expect([await status(id), (await row()).issue]).toEqual(["awaitingApproval", 1]);
    await approveRequest(scene.as(other), id);
    await scene.t.runJobs();
    expect([await status(id), (await row()).issue]).toEqual(["done", 2]);
  },
);

test.each(["before the job", "in the job"])("so does one that expires %s", async (when) => {
  const id = await resend();
  const [job] = take(scene, "requests");
  if (when === "before the job") await expire();
  await work(when === "in the job" ? beforeTheWrite(scene.t.app, expire) : scene.t.app, job);
  expect([await status(id), (await row()).issue]).toEqual(["awaitingApproval", 1]);
});

test("one that is open is resent at once", async () => {
  const id = await resend();
  await scene.t.runJobs();
  expect([await status(id), (await row()).issue]).toEqual(["done", 2]);
});
