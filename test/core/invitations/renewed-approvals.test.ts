import { beforeEach, describe, expect, test } from "vitest";
import { resendConsoleInvitationRequest } from "../../../src/core/console-users/resend-console-invitation.ts";
import { inviteConsoleUserRequest } from "../../../src/core/console-users/invite-console-user.ts";
import { inviteUserRequest } from "../../../src/core/invitations/invite-user-request.ts";
import { resendInvitationRequest } from "../../../src/core/invitations/resend-invitation.ts";
import { consoleUserActor } from "../../../src/core/kernel/access/console-user-actor.ts";
import { confirmRequest } from "../../../src/core/kernel/requests/confirm-request.ts";
import { approveRequest } from "../../../src/core/kernel/requests/decide-request.ts";
import type { RequestKind } from "../../../src/core/kernel/requests/request-kind.ts";
import { submitRequest } from "../../../src/core/kernel/requests/submit-request.ts";
import { days } from "../../../src/core/kernel/time/clock.ts";
import { place } from "../../support/invite-scene.ts";
import { approvalScene, rowOf } from "../kernel/requests/approval-scene.ts";

const scene = approvalScene();

beforeEach(async () => {
  const data = { permissions: { users: "manage", "console-users": "manage" } };
  scene.mia = consoleUserActor(
    await scene.t.db.consoleUser.update({ where: { id: scene.mia.id }, data }),
    "slack",
  );
});

async function ask<Input>(kind: RequestKind<Input>, input: Input) {
  const {
    requestId,
    needsConfirmation: asked,
    plan,
  } = await submitRequest(scene.as(scene.olivia), kind, input, place());
  if (asked) await confirmRequest(scene.as(scene.olivia), requestId);
  await scene.t.runJobs();
  return { requestId, plan };
}

const status = async ({ requestId }: { requestId: string }) => (await rowOf(scene, requestId)).status;
const approve = async ({ requestId }: { requestId: string }) => {
  await approveRequest(scene.as(scene.mia), requestId);
  await scene.t.runJobs();
};

const invitations = {
  "as Administrator": async () => {
    const { accountId } = scene;
    await approve(
      await ask(inviteUserRequest, { accountId, email: "boss@acme.example", asAdministrator: true }),
    );
    const { id } = await scene.t.db.invitation.findFirstOrThrow({ where: { accountId } });
    return () => ask(resendInvitationRequest, { invitationId: id });
  },
  "to the Console": async () => {
    await scene.t.db.consoleInvitation.deleteMany();
    const access = { fullAccess: false, permissions: { users: "manage" as const } };
    await approve(await ask(inviteConsoleUserRequest, { email: "new@partner.example", access }));
    const { id } = await scene.t.db.consoleInvitation.findFirstOrThrow();
    return () => ask(resendConsoleInvitationRequest, { invitationId: id });
  },
};

describe.each(Object.entries(invitations))("an invitation %s", (_what, invite) => {
  test("that is resent again and again lives for 30 days on one approval, and then waits for another", async () => {
    const resend = await invite();
    for (let week = 0; week < 3; week += 1) {
      scene.t.clock.advance(days(6));
      expect(await status(await resend())).toBe("done");
    }
    scene.t.clock.advance(days(5));
    expect(await status(await resend())).toBe("done");
    scene.t.clock.advance(1000);
    const late = await resend();
    expect(await status(late)).toBe("awaitingApproval");
    expect(late.plan.warnings.join()).toContain("Nobody has approved this invitation in the last 23 days");
    await approve(late);
    expect(await status(late)).toBe("done");
    scene.t.clock.advance(days(6));
    expect(await status(await resend())).toBe("done");
  });
});

test("an invitation with Access is resent for as long as it is wanted", async () => {
  const { accountId } = scene;
  await ask(inviteUserRequest, { accountId, email: "ann@acme.example", asAdministrator: false });
  const { id } = await scene.t.db.invitation.findFirstOrThrow({ where: { accountId } });
  scene.t.clock.advance(days(60));
  expect(await status(await ask(resendInvitationRequest, { invitationId: id }))).toBe("done");
});
