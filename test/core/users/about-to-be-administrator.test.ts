import { describe, expect, test } from "vitest";
import { addAccountsRequest } from "../../../src/core/memberships/add-accounts.ts";
import { setAdministratorsRequest } from "../../../src/core/memberships/set-administrators.ts";
import { confirmRequest } from "../../../src/core/kernel/requests/confirm-request.ts";
import { approveRequest } from "../../../src/core/kernel/requests/decide-request.ts";
import { submitRequest } from "../../../src/core/kernel/requests/submit-request.ts";
import { requestPasswordLink } from "../../../src/core/users/forgotten-password-mailing.ts";
import { type PasswordWay, resetPasswordRequest } from "../../../src/core/users/reset-password.ts";
import { showTemporaryPassword } from "../../../src/core/users/show-temporary-password.ts";
import { makeAccount } from "../../support/factories.ts";
import { place } from "../../support/invite-scene.ts";
import { approvalScene, askGrant, grants, rowOf, says } from "../kernel/requests/approval-scene.ts";
import { take } from "../kernel/requests/jobs-by-hand.ts";

const scene = approvalScene();
const visitor = { kind: "visitor", name: "visitor", surface: "web" } as const;
const status = async (id: string) => (await rowOf(scene, id)).status;
const hanna = () => scene.t.db.user.findUniqueOrThrow({ where: { usernameKey: "hanna" } });
const show = (id: string) => showTemporaryPassword(scene.as(scene.ed), id);

async function reset(password: PasswordWay = "temporary"): Promise<string> {
  const input = { userId: scene.userId, password };
  const { requestId, needsConfirmation: asked } = await submitRequest(
    scene.as(scene.ed),
    resetPasswordRequest,
    input,
    place(),
  );
  if (asked) await confirmRequest(scene.as(scene.ed), requestId);
  await scene.t.runJobs();
  return requestId;
}

/** Each way to ask that somebody who has a user becomes Administrator. */
const ways = {
  "a grant": () => askGrant(scene),
  "a tick": async () => {
    const input = { accountId: scene.accountId, grant: [scene.userId], revoke: [] };
    return (await submitRequest(scene.as(scene.ed), setAdministratorsRequest, input, place())).requestId;
  },
  "an added Account": async () => {
    const { id } = await makeAccount(scene.t.db);
    const input = { userId: scene.userId, accountIds: [], administratorOf: [id] };
    return (await submitRequest(scene.as(scene.ed), addAccountsRequest, input, place())).requestId;
  },
};

async function approve(id: string): Promise<void> {
  await approveRequest(scene.as(scene.mia), id);
  await scene.t.runJobs();
}

describe.each(Object.entries(ways))("of somebody for whom %s waits,", (_name, raise) => {
  test("a temporary password from before is not shown without approval", async () => {
    const id = await reset();
    expect(await status(id)).toBe("done");
    const raising = await raise();
    await expect(show(id)).rejects.toMatchObject({ code: "forbidden", message: /is to become one/ });
    expect((await hanna()).ownPasswordAt).not.toBeNull();
    await approve(raising);
    expect([await status(raising), await grants(scene)]).toEqual(["done", 1]);
  });

  test("a temporary password waits for approval, and once it is shown the other request is approved anew", async () => {
    const raising = await raise();
    await approveRequest(scene.as(scene.mia), raising);
    // Approved, and not carried out yet.
    const jobs = take(scene, "requests");
    const id = await reset();
    expect([jobs.length > 0, await status(id)]).toEqual([true, "awaitingApproval"]);
    await approveRequest(scene.as(scene.mia), id);
    const data = { status: "done", outcome: "ready", finishedAt: scene.t.clock.now() } as const;
    await scene.t.db.request.update({ where: { id }, data });
    await show(id);
    await scene.t.runJobs();
    expect([await status(raising), await grants(scene)]).toEqual(["awaitingApproval", 0]);
    expect((await rowOf(scene, raising)).votes).toEqual([]);
    const { text } = await says(scene, raising, "approval-3");
    expect(text).toContain("Ed was shown a temporary password of hanna after this was requested");
    expect(text).toContain("The password of hanna was not set by a link");
    await approve(raising);
    expect([await status(raising), await grants(scene)]).toEqual(["done", 1]);
  });
});

test("a link to their unconfirmed address waits for approval, and none is sent for a forgotten password", async () => {
  await scene.t.db.user.update({ where: { id: scene.userId }, data: { emailConfirmedAt: null } });
  await askGrant(scene);
  expect(await status(await reset("link"))).toBe("awaitingApproval");
  await requestPasswordLink({ ...scene.t.app, actor: visitor }, "hanna");
  await scene.t.runJobs();
  expect(await scene.t.db.secretLink.count({ where: { purpose: "password" } })).toBe(0);
});

test("what was denied keeps nobody from a temporary password", async () => {
  const raising = await askGrant(scene);
  await scene.t.db.request.update({ where: { id: raising }, data: { status: "denied", dedupeKey: null } });
  expect(await status(await reset())).toBe("done");
});

test("the votes of what failed do not outlive a temporary password that is shown", async () => {
  const id = await reset();
  const raising = await askGrant(scene);
  await approveRequest(scene.as(scene.mia), raising);
  await scene.t.db.request.update({ where: { id: raising }, data: { status: "failed" } });
  await show(id);
  expect((await rowOf(scene, raising)).votes).toEqual([]);
});
