import { describe, expect, test } from "vitest";
import { hours } from "../../../../src/core/kernel/time/clock.ts";
import { approveRequest } from "../../../../src/core/kernel/requests/decide-request.ts";
import { retryRequest } from "../../../../src/core/kernel/requests/retry-request.ts";
import { inviteMany } from "../../../../src/core/invitations/invite-many.ts";
import { inviteUser } from "../../../../src/core/invitations/invite-user-request.ts";
import { place, trouble } from "../../../support/invite-scene.ts";
import { approvalScene, askGrant, grants, lower, makeSensitive, rowOf } from "./approval-scene.ts";
import { take, work } from "./jobs-by-hand.ts";

const scene = approvalScene();

describe("a vote", () => {
  test("counts as long as a request may wait, and no longer; whoever gave it may give it again", async () => {
    const id = await askGrant(scene);
    await approveRequest(scene.as(scene.mia), id);
    const [run] = take(scene, "requests");
    scene.t.clock.advance(hours(25));
    await work(scene.t.app, run);
    expect(await rowOf(scene, id)).toMatchObject({ status: "awaitingApproval", approvalsNeeded: 1 });
    expect(await grants(scene)).toBe(0);
    await approveRequest(scene.as(scene.mia), id);
    await scene.t.runJobs();
    expect(await grants(scene)).toBe(1);
  });

  test("is not taken for what cannot be done any more, and says why", async () => {
    const id = await askGrant(scene);
    await scene.t.db.membership.deleteMany({ where: { userId: scene.userId } });
    await expect(approveRequest(scene.as(scene.mia), id)).rejects.toThrow(
      /cannot be done any more as it was asked for: .*hanna.* Deny it/s,
    );
    expect(await rowOf(scene, id)).toMatchObject({ status: "awaitingApproval", votes: [] });
  });
});

describe("a retry", () => {
  /** A grant that was approved and failed before anything was done. */
  async function failedGrant(): Promise<string> {
    const id = await askGrant(scene);
    await approveRequest(scene.as(scene.mia), id);
    const [run] = take(scene, "requests");
    await scene.t.db.membership.deleteMany({ where: { userId: scene.userId } });
    await work(scene.t.app, run);
    expect(await rowOf(scene, id)).toMatchObject({ status: "failed", appliedAt: null });
    await scene.t.db.membership.create({ data: { userId: scene.userId, accountId: scene.accountId } });
    return id;
  }

  test("of what needs more by now waits for that, and says so", async () => {
    const id = await failedGrant();
    await makeSensitive(scene);
    expect(await retryRequest(scene.as(scene.ed), id)).toMatchObject({ awaitsApproval: true });
    expect(await rowOf(scene, id)).toMatchObject({ status: "awaitingApproval", approvalsNeeded: 2 });
    await approveRequest(scene.as(scene.max), id);
    await scene.t.runJobs();
    expect(await grants(scene)).toBe(1);
  });

  test("after the time that a request may wait needs a fresh approval", async () => {
    const id = await failedGrant();
    scene.t.clock.advance(hours(25));
    expect(await retryRequest(scene.as(scene.ed), id)).toMatchObject({ awaitsApproval: true });
    await scene.t.runJobs();
    expect(await grants(scene)).toBe(0);
  });

  test("that cannot help is refused with the reason", async () => {
    const id = await failedGrant();
    await scene.t.db.membership.deleteMany({ where: { userId: scene.userId } });
    await expect(retryRequest(scene.as(scene.ed), id)).rejects.toThrow(/A retry cannot help: .*hanna/s);
    expect(await rowOf(scene, id)).toMatchObject({ status: "failed" });
  });
});

describe("what is applied", () => {
  const approved = async (id: string) => {
    await approveRequest(scene.as(scene.mia), id);
    return id;
  };
  const invite = async () => {
    const input = { accountId: scene.accountId, email: "new@acme.example", asAdministrator: true };
    return approved((await inviteUser(scene.as(scene.ed), input, place())).requestId);
  };
  const many = async (addresses: string) => {
    const form = { accountId: scene.accountId, asAdministrator: true, addresses };
    return approved((await inviteMany(scene.as(scene.ed), form, place())).requestId);
  };
  const mailed = () => scene.t.mailer.sent.map(({ to }) => to);
  const later = async () => {
    scene.t.clock.advance(60_000);
    await scene.t.runJobs();
  };

  test.each([
    ["an invitation", invite],
    ["a bulk invitation", () => many("new@acme.example")],
  ])("is not judged again: the mail of %s goes, though its approver was lowered", async (_, ask) => {
    const id = await ask();
    scene.t.mailer.failures.push(trouble(true, "ECONNREFUSED"));
    await scene.t.runJobs();
    expect([await scene.t.db.invitation.count(), mailed()]).toEqual([1, []]);
    await lower(scene, scene.mia);
    await later();
    expect([mailed(), (await rowOf(scene, id)).status]).toEqual([["new@acme.example"], "done"]);
  });

  test("of a bulk invitation is mailed, and only the rest of it waits for another approval", async () => {
    const id = await many("one@acme.example, two@acme.example, three@acme.example");
    scene.t.mailer.failures.push(trouble(true, "ECONNREFUSED"), trouble(true, "ECONNREFUSED"));
    await scene.t.runJobs();
    expect([await scene.t.db.invitation.count(), mailed()]).toEqual([2, []]);
    await lower(scene, scene.mia);
    await later();
    expect(mailed().toSorted()).toEqual(["one@acme.example", "two@acme.example"]);
    expect(await rowOf(scene, id)).toMatchObject({ status: "awaitingApproval" });
    expect(await scene.t.db.invitation.count()).toBe(2);
    await approveRequest(scene.as(scene.max), id);
    await later();
    expect([mailed()[2], (await rowOf(scene, id)).status]).toEqual(["three@acme.example", "done"]);
  });

  test("and failed then is tried again without another approval", async () => {
    const id = await invite();
    scene.t.mailer.failures.push(trouble(false, "ECONFIG"));
    await scene.t.runJobs();
    expect((await rowOf(scene, id)).status).toBe("failed");
    await lower(scene, scene.mia);
    expect(await retryRequest(scene.as(scene.ed), id)).toMatchObject({ awaitsApproval: false });
    await later();
    expect([mailed(), (await rowOf(scene, id)).status]).toEqual([["new@acme.example"], "done"]);
  });
});
