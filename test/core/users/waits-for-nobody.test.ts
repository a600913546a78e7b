import { expect, test } from "vitest";
import { deleteAccountRequest } from "../../../src/core/accounts/delete-account.ts";
import { acceptInvitation } from "../../../src/core/invitations/accept-invitation.ts";
import { linkSeal, newLink } from "../../../src/core/kernel/links/secret-link.ts";
import { confirmRequest } from "../../../src/core/kernel/requests/confirm-request.ts";
import { submitRequest } from "../../../src/core/kernel/requests/submit-request.ts";
import { unseal } from "../../../src/core/kernel/secrets/seal.ts";
import { setPassword } from "../../../src/core/users/set-password.ts";
import type { Transaction } from "../../../src/core/kernel/database.ts";
import { makeAccount, makeInvitation, makeUser } from "../../support/factories.ts";
import { place } from "../../support/invite-scene.ts";
import { until } from "../../support/until.ts";
import { accountScene } from "../accounts/account-scene.ts";

const scene = accountScene();
const visitor = { kind: "invitee", name: "hanna", surface: "web" } as const;

/** So many transactions wait for a lock. */
const waiting = (many: number) =>
  until(async () => {
    const [row] = await scene.t.db.$queryRaw<{ count: bigint }[]>`
      SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`;
    return row?.count === BigInt(many);
  });

/** The first gets as far as the row that is held; then the second begins, and goes on as far as it can. */
async function interleaved(
  hold: (tx: Transaction) => Promise<unknown>,
  first: () => Promise<unknown>,
  second: () => Promise<unknown>,
): Promise<string[]> {
  const works: Promise<unknown>[] = [];
  const settled = await scene.t.db.$transaction(async (tx) => {
    await hold(tx);
    works.push(first());
    await waiting(1);
    works.push(second());
    await waiting(2);
    return { ends: Promise.allSettled(works) };
  });
  return (await settled.ends).map(({ status }) => status);
}

test("an invitation is accepted while its Account is being deleted, and the deletion follows", async () => {
  const { id: accountId } = await makeAccount(scene.t.db);
  const user = await makeUser(scene.t.db);
  const { token } = await makeInvitation(scene.t, { accountId, email: user.email ?? "" });
  const { requestId } = await submitRequest(scene.ctx, deleteAccountRequest, { accountId }, place());
  await confirmRequest(scene.ctx, requestId);
  const ends = await interleaved(
    (tx) => tx.$queryRaw`SELECT "id" FROM "User" WHERE "id" = ${user.id}::uuid FOR UPDATE`,
    () => acceptInvitation({ ...scene.t.app, actor: visitor }, { token }),
    () => scene.t.runJobs(),
  );
  expect(ends).toEqual(["fulfilled", "fulfilled"]);
  const request = await scene.t.db.request.findUniqueOrThrow({ where: { id: requestId } });
  expect(request).toMatchObject({ status: "done", outcome: "deleted", attempts: 0 });
});

test("a password is set by its link while its User is being deleted, and the deletion follows", async () => {
  const { id: userId } = await makeUser(scene.t.db);
  const link = newLink(scene.t.app, { purpose: "password", userId });
  const other = newLink(scene.t.app, { purpose: "password", userId });
  await scene.t.db.secretLink.createMany({ data: [link, other] });
  const token = unseal(scene.t.app.secretKeys, linkSeal(link.id), link.tokenSealed);
  const password = "seven quiet herons";
  const ends = await interleaved(
    (tx) => tx.$queryRaw`SELECT "id" FROM "SecretLink" WHERE "id" = ${other.id}::uuid FOR UPDATE`,
    () =>
      setPassword({ ...scene.t.app, actor: visitor }, { token, form: { password, passwordAgain: password } }),
    async () => scene.t.db.user.delete({ where: { id: userId } }),
  );
  expect(ends).toEqual(["fulfilled", "fulfilled"]);
  expect(await scene.t.db.user.count({ where: { id: userId } })).toBe(0);
});
