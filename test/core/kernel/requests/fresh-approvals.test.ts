import { describe, expect, test } from "vitest";
import { hours } from "../../../../src/core/kernel/time/clock.ts";
import { addConsoleUser } from "../../../../src/core/console-users/add-console-user.ts";
import { resendInvitationRequest } from "../../../../src/core/invitations/resend-invitation.ts";
import { grantAdministratorRequest } from "../../../../src/core/memberships/grant-administrator.ts";
import { resumeMembershipRequest } from "../../../../src/core/memberships/suspend-membership.ts";
import { approveRequest } from "../../../../src/core/kernel/requests/decide-request.ts";
import type { RequestKind } from "../../../../src/core/kernel/requests/request-kind.ts";
import { retryRequest } from "../../../../src/core/kernel/requests/retry-request.ts";
import { submitRequest } from "../../../../src/core/kernel/requests/submit-request.ts";
import { makeInvitation, makeUser } from "../../../support/factories.ts";
import { place } from "../../../support/invite-scene.ts";
import { approvalScene, askGrant, grants, lower, rowOf } from "./approval-scene.ts";
import { take, work } from "./jobs-by-hand.ts";

const scene = approvalScene();
const operator = { kind: "operator", name: "root", surface: "command-line" } as const;

async function ask<Input>(kind: RequestKind<Input>, input: Input): Promise<string> {
  const { requestId } = await submitRequest(scene.as(scene.ed), kind, input, place());
  await scene.t.runJobs();
  return requestId;
}

const status = async (id: string) => (await rowOf(scene, id)).status;

describe("what lets somebody act as Administrator again waits for an approval:", () => {
  test.each([
    ["Administrator", "awaitingApproval"],
    ["Access", "done"],
  ])("the end of the suspension of a member with %s", async (level, becomes) => {
    const { id } = await scene.t.db.membership.update({
      where: { userId_accountId: { userId: scene.userId, accountId: scene.accountId } },
      data: { suspendedAt: scene.t.clock.now() },
    });
    if (level === "Administrator")
      await scene.t.db.administratorGrant.create({ data: { membershipId: id, startsAt: new Date(0) } });
    const asked = { userId: scene.userId, accountId: scene.accountId };
    expect(await status(await ask(resumeMembershipRequest, asked))).toBe(becomes);
  });

  test.each([
    [true, "expired", "awaitingApproval"],
    [true, "open", "done"],
    [false, "expired", "done"],
  ] as const)(
    "the resending of an invitation (as Administrator: %s) that is %s",
    async (asAdministrator, state, becomes) => {
      const { accountId } = scene;
      const { invitation } = await makeInvitation(scene.t, { accountId, asAdministrator, state });
      const id = await ask(resendInvitationRequest, { invitationId: invitation.id });
      expect(await status(id)).toBe(becomes);
      if (becomes === "done") return;
      expect(scene.t.mailer.sent).toEqual([]);
      await approveRequest(scene.as(scene.mia), id);
      await scene.t.runJobs();
      expect(scene.t.mailer.sent).toHaveLength(1);
    },
  );

  test("the extension of a grant that has an end", async () => {
    const asked = { userId: scene.userId, accountId: scene.accountId };
    const first = await ask(grantAdministratorRequest, { ...asked, forMinutes: 60 });
    await approveRequest(scene.as(scene.mia), first);
    await scene.t.runJobs();
    expect(await grants(scene)).toBe(1);
    expect(await status(await ask(grantAdministratorRequest, { ...asked, forMinutes: 240 }))).toBe(
      "awaitingApproval",
    );
    expect(await grants(scene)).toBe(1);
  });
});

/** Nothing was done, and the same person can say it anew. */
async function goesOnWaitingFor(id: string): Promise<void> {
  expect(await rowOf(scene, id)).toMatchObject({ status: "awaitingApproval", appliedAt: null });
  await approveRequest(scene.as(scene.mia), id);
  await scene.t.runJobs();
  expect(await status(id)).toBe("done");
  expect(await grants(scene)).toBe(1);
}

describe("an approval", () => {
  const windowMs = hours(24);

  test("does not count any more when a job starts after the time that a request may wait", async () => {
    const id = await askGrant(scene);
    await approveRequest(scene.as(scene.mia), id);
    const [run] = take(scene, "requests");
    scene.t.clock.advance(windowMs);
    await work(scene.t.app, run);
    expect(await grants(scene)).toBe(0);
    await goesOnWaitingFor(id);
  });

  test.each([
    ["within", windowMs - 1, "queued"],
    ["after", windowMs, "awaitingApproval"],
  ])("counts for what is tried again %s that time", async (_when, ms, becomes) => {
    const id = await askGrant(scene);
    await approveRequest(scene.as(scene.mia), id);
    await scene.t.db.request.update({ where: { id }, data: { status: "failed", dedupeKey: null } });
    take(scene, "requests");
    scene.t.clock.advance(ms);
    await retryRequest(scene.as(scene.ed), id);
    expect(await status(id)).toBe(becomes);
    if (becomes === "queued") return;
    await goesOnWaitingFor(id);
  });

  test.each(["awaitingApproval", "queued"])(
    "of somebody who was removed and is back counts no more for what was %s",
    async (stage) => {
      if (stage === "awaitingApproval")
        await scene.t.db.account.update({
          where: { id: scene.accountId },
          data: { sensitiveBecause: "Bank data" },
        });
      const id = await askGrant(scene);
      await approveRequest(scene.as(scene.mia), id);
      const { id: miaId } = scene.mia;
      await scene.t.db.consoleUser.update({ where: { id: miaId }, data: { removedAt: scene.t.clock.now() } });
      await addConsoleUser(
        { ...scene.t.app, actor: operator },
        { email: "mia@partner.example", permissions: { users: "manage" } },
      );
      if (stage === "awaitingApproval") {
        await approveRequest(scene.as(scene.max), id);
        expect(await status(id)).toBe("awaitingApproval");
        await approveRequest(scene.as(scene.mia), id);
        expect(await status(id)).toBe("queued");
        return;
      }
      await scene.t.runJobs();
      expect(await grants(scene)).toBe(0);
      await goesOnWaitingFor(id);
    },
  );

  test("is not for whoever would become Administrator by it, with the same e-mail", async () => {
    const { id: userId } = await makeUser(scene.t.db, {
      username: "mia-at-acme",
      email: "MIA@partner.example",
    });
    await scene.t.db.membership.create({ data: { userId, accountId: scene.accountId } });
    const asked = { userId, accountId: scene.accountId };
    const id = await ask(grantAdministratorRequest, asked);
    await expect(approveRequest(scene.as(scene.mia), id)).rejects.toMatchObject({
      code: "forbidden",
      message: /about you,/,
    });
    await lower(scene, scene.max);
    expect(await status(id)).toBe("awaitingApproval");
    await approveRequest(scene.as(scene.olivia), id);
    expect(await status(id)).toBe("queued");
  });
});
