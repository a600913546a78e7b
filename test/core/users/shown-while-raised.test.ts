import { expect, test } from "vitest";
import type { AccountUserActor } from "../../../src/core/context.ts";
import { inviteToOwnAccount } from "../../../src/core/invitations/send-invitation.ts";
import { confirmRequest } from "../../../src/core/kernel/requests/confirm-request.ts";
import { submitRequest } from "../../../src/core/kernel/requests/submit-request.ts";
import { saveAdministrators } from "../../../src/core/memberships/set-administrators.ts";
import { resetPasswordRequest } from "../../../src/core/users/reset-password.ts";
import { showTemporaryPassword } from "../../../src/core/users/show-temporary-password.ts";
import { makeAccount, makeSession, makeUser } from "../../support/factories.ts";
import { place } from "../../support/invite-scene.ts";
import { until } from "../../support/until.ts";
import { approvalScene, grants } from "../kernel/requests/approval-scene.ts";

const scene = approvalScene();

/** Ends once the work is over, or waits for somebody else's transaction. */
async function isOverOrWaits(work: Promise<unknown>): Promise<void> {
  let over = false;
  const end = () => void (over = true);
  work.then(end, end);
  await until(async () => {
    const [{ waiting } = { waiting: 0n }] = await scene.t.db.$queryRaw<{ waiting: bigint }[]>`
      SELECT count(*) AS waiting FROM pg_stat_activity
      WHERE wait_event_type = 'Lock' AND datname = current_database()`;
    return over || waiting > 0n;
  });
}

async function administrator(accountId: string): Promise<AccountUserActor> {
  const user = await makeUser(scene.t.db);
  await scene.t.db.membership.create({
    data: { userId: user.id, accountId, grants: { create: { startsAt: scene.t.clock.now() } } },
  });
  return (await makeSession(scene.t, user)).actor;
}

test("a temporary password is not shown to anybody while a tick makes its User Administrator", async () => {
  const input = { userId: scene.userId, password: "temporary" } as const;
  const ctx = scene.as(scene.ed);
  const { requestId, needsConfirmation: asked } = await submitRequest(
    ctx,
    resetPasswordRequest,
    input,
    place(),
  );
  if (asked) await confirmRequest(ctx, requestId);
  await scene.t.runJobs();
  const ticking = { ...scene.t.app, actor: await administrator(scene.accountId) };
  const ticks = { accountId: scene.accountId, grant: [scene.userId], revoke: [] };
  let showing: Promise<unknown> | undefined;
  await scene.t.db.$transaction(async (tx) => {
    await saveAdministrators(ticking, tx, { dispatch: () => undefined }, null, ticks);
    showing = showTemporaryPassword(ctx, requestId);
    await isOverOrWaits(showing);
  });
  await expect(showing).rejects.toMatchObject({ code: "forbidden" });
  expect(await grants(scene)).toBe(2);
});

test("nobody joins as Administrator at once whose temporary password is shown at this moment", async () => {
  const account = await makeAccount(scene.t.db);
  const ctx = { ...scene.t.app, actor: await administrator(account.id) };
  const user = await scene.t.db.user.findUniqueOrThrow({ where: { id: scene.userId } });
  const form = { email: user.email ?? "", asAdministrator: true };
  let inviting: Promise<unknown> | undefined;
  await scene.t.db.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT "id" FROM "User" WHERE "id" = ${user.id}::uuid FOR UPDATE`;
    await tx.user.update({ where: { id: user.id }, data: { ownPasswordAt: null } });
    inviting = inviteToOwnAccount(ctx, account.id, form);
    await isOverOrWaits(inviting);
  });
  expect(await inviting).toBe("invited");
  expect(await grants(scene)).toBe(1);
});
