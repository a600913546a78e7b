import { describe, expect, test } from "vitest";
import { acceptInvitation } from "../../src/core/invitations/accept-invitation.ts";
import { resendInvitationRequest } from "../../src/core/invitations/resend-invitation.ts";
import { revokeInvitationRequest } from "../../src/core/invitations/revoke-invitation.ts";
import { useUp } from "../../src/core/kernel/links/secret-link.ts";
import type { Transaction } from "../../src/core/kernel/database.ts";
import { addAccountsRequest } from "../../src/core/memberships/add-accounts.ts";
import { deleteUserRequest } from "../../src/core/users/delete-user.ts";
import type { RequestKind } from "../../src/core/kernel/requests/request-kind.ts";
import { confirmRequest } from "../../src/core/kernel/requests/confirm-request.ts";
import { submitRequest } from "../../src/core/kernel/requests/submit-request.ts";
import { makeAccount, makeInvitation } from "../support/factories.ts";
import { place } from "../support/invite-scene.ts";
import { noApprovals } from "../support/test-app.ts";
import { waitsFor } from "../support/waits-for.ts";
import { approvalScene } from "./kernel/requests/approval-scene.ts";
import { take, work } from "./kernel/requests/jobs-by-hand.ts";

// Somebody else's change is under way when this begins: it is read once it is there, and what was read before is not acted on.

const scene = approvalScene();
const invitee = { kind: "invitee", name: "nia", surface: "web" } as const;
const waits = (hold: (tx: Transaction) => Promise<unknown>, act: () => Promise<unknown>) =>
  waitsFor(scene.t.db, hold, act);

/** The job of a Request that nobody has to approve. */
async function job<Input>(kind: RequestKind<Input>, input: Input): Promise<() => Promise<unknown>> {
  const ctx = { ...scene.as(scene.olivia), approvalPolicy: noApprovals };
  const { requestId, needsConfirmation: asked } = await submitRequest(ctx, kind, input, place());
  if (asked) await confirmRequest(ctx, requestId);
  const [run] = take(scene, "requests");
  return () => work({ ...scene.t.app, approvalPolicy: noApprovals }, run);
}

const latest = () => scene.t.db.request.findFirstOrThrow({ orderBy: { id: "desc" } });

describe("adding Accounts", () => {
  test.each(["User", "Account"])("says that the %s is gone", async (what) => {
    const account = await makeAccount(scene.t.db);
    const input = { userId: scene.userId, accountIds: [account.id], administratorOf: [] };
    const act = await job(addAccountsRequest, input);
    const deleting = (tx: Transaction) =>
      what === "User"
        ? tx.user.delete({ where: { id: scene.userId } })
        : tx.account.delete({ where: { id: account.id } });
    expect(await waits(deleting, act)).toBe(true);
    const { status, trouble, attempts } = await latest();
    expect({ status, attempts }).toEqual({ status: "failed", attempts: 0 });
    expect(trouble).toMatch(/no longer exist/u);
  });
});

test("deleting a User tells of an Account that was added", async () => {
  const account = await makeAccount(scene.t.db);
  const act = await job(deleteUserRequest, { userId: scene.userId });
  const adding = (tx: Transaction) =>
    tx.membership.create({ data: { userId: scene.userId, accountId: account.id } });
  expect(await waits(adding, act)).toBe(true);
  const told = (await scene.events("membership-removed")).map(({ accountId }) => accountId);
  expect(new Set(told)).toEqual(new Set([scene.accountId, account.id]));
});

describe("an invitation that somebody accepts", () => {
  const invitation = () => makeInvitation(scene.t, { accountId: scene.accountId, email: "nia@acme.example" });
  const accepting = (id: string) => (tx: Transaction) =>
    (async () => {
      const { linkId } = await tx.invitation.findUniqueOrThrow({ where: { id } });
      await useUp(tx, await tx.secretLink.findUniqueOrThrow({ where: { id: linkId } }), scene.t.clock.now());
      await tx.invitation.update({ where: { id }, data: { acceptedAt: scene.t.clock.now() } });
    })();

  test.each([
    ["sent again", resendInvitationRequest],
    ["revoked", revokeInvitationRequest],
  ])("is not %s", async (_, kind) => {
    const { invitation: one } = await invitation();
    const act = await job(kind, { invitationId: one.id });
    expect(await waits(accepting(one.id), act)).toBe(true);
    expect(await latest()).toMatchObject({ status: "failed", trouble: expect.stringContaining("accepted") });
    const row = await scene.t.db.invitation.findUniqueOrThrow({ where: { id: one.id } });
    expect({ ...row, acceptedAt: null }).toEqual({ ...one, acceptedAt: null });
  });
});

test("nobody joins as Administrator by a password that was handed out meanwhile", async () => {
  const account = await makeAccount(scene.t.db);
  const user = await scene.t.db.user.findUniqueOrThrow({ where: { id: scene.userId } });
  const given = { accountId: account.id, email: user.email ?? "", asAdministrator: true };
  const { token } = await makeInvitation(scene.t, given);
  const handing = (tx: Transaction) =>
    tx.user.update({ where: { id: scene.userId }, data: { ownPasswordAt: null } });
  expect(await waits(handing, () => acceptInvitation({ ...scene.t.app, actor: invitee }, { token }))).toBe(
    true,
  );
  expect(await scene.t.db.membership.count({ where: { accountId: account.id } })).toBe(0);
});
