import { beforeEach, describe, expect, test } from "vitest";
import { days } from "../../../../src/core/kernel/time/clock.ts";
import { freezeConsoleUserRequest } from "../../../../src/core/console-users/freeze-console-user.ts";
import { removeConsoleUserRequest } from "../../../../src/core/console-users/remove-console-user.ts";
import {
  permissionsInput,
  setPermissionsRequest,
} from "../../../../src/core/console-users/set-permissions.ts";
import { noAccess } from "../../../../src/core/kernel/access/access.ts";
import { grantAdministratorRequest } from "../../../../src/core/memberships/grant-administrator.ts";
import { approveAlone } from "../../../../src/core/kernel/requests/going-alone.ts";
import { approveRequest } from "../../../../src/core/kernel/requests/decide-request.ts";
import { confirmRequest } from "../../../../src/core/kernel/requests/confirm-request.ts";
import { submitRequest } from "../../../../src/core/kernel/requests/submit-request.ts";
import type { RequestKind } from "../../../../src/core/kernel/requests/request-kind.ts";
import { makeUser } from "../../../support/factories.ts";
import { place } from "../../../support/invite-scene.ts";
import { noApprovals } from "../../../support/test-app.ts";
import { approvalScene, askGrant, grants, lower, rowOf, says } from "./approval-scene.ts";

const scene = approvalScene();
const typed = { typed: "I am the only one" };
const goesAlone = (id: string) => approveAlone(scene.as(scene.olivia), id, typed);

/** Olivia alone can approve but Mia; under a policy that would let her take Mia away without anybody. */
async function olivia<Input>(kind: RequestKind<Input>, input: Input): Promise<void> {
  const ctx = { ...scene.as(scene.olivia), approvalPolicy: noApprovals };
  const { requestId, needsConfirmation: asked } = await submitRequest(ctx, kind, input, place());
  if (asked) await confirmRequest(ctx, requestId);
  await scene.t.queue.run({ ...scene.t.app, approvalPolicy: ctx.approvalPolicy });
  expect(await rowOf(scene, requestId)).toMatchObject({ status: "done" });
}

beforeEach(() => lower(scene, scene.max));

describe("Full Access goes alone past nobody", () => {
  test("whom they froze, for as long as they are frozen", async () => {
    await olivia(freezeConsoleUserRequest, { consoleUserId: scene.mia.id });
    const id = await askGrant(scene, scene.olivia);
    await expect(goesAlone(id)).rejects.toThrow("You cannot go on alone: Mia is frozen, and still counts.");
    const note = await says(scene, id, "approval");
    expect(note.text).toContain("Nobody goes on alone: Mia is frozen, and still counts.");
    expect(note.buttons).toEqual(["Approve", "Deny", "Cancel"]);
    scene.t.clock.advance(days(8));
    const later = await askAgain();
    await expect(goesAlone(later)).rejects.toThrow(/Mia is frozen/);
    expect(await grants(scene)).toBe(0);
  });

  test("who had approved and was frozen then: neither the vote nor the way round it counts", async () => {
    const id = await askGrant(scene, scene.olivia);
    await scene.t.db.vote.create({ data: { requestId: id, voterId: scene.mia.id, decision: "approve" } });
    await olivia(freezeConsoleUserRequest, { consoleUserId: scene.mia.id });
    await expect(goesAlone(id)).rejects.toThrow(/Mia is frozen/);
  });

  test("whom they removed, for seven days", async () => {
    await olivia(removeConsoleUserRequest, { consoleUserId: scene.mia.id });
    await expect(goesAlone(await askGrant(scene, scene.olivia))).rejects.toThrow(
      /Mia was removed by the requester less than 7 days ago, and still counts/,
    );
    scene.t.clock.advance(days(7) - 1000);
    const early = await askAgain();
    await expect(goesAlone(early)).rejects.toThrow(/Mia was removed/);
    scene.t.clock.advance(1000);
    expect((await says(scene, early, "approval")).buttons).toContain("Go on alone");
    await goesAlone(early);
    await scene.t.runJobs();
    expect(await grants(scene)).toBe(1);
  });

  test("whose permission they took, for seven days; who was added again counts by what they may now", async () => {
    const mia = await scene.t.db.consoleUser.findUniqueOrThrow({ where: { id: scene.mia.id } });
    await olivia(setPermissionsRequest, permissionsInput(mia, noAccess));
    await olivia(removeConsoleUserRequest, { consoleUserId: scene.mia.id });
    await expect(goesAlone(await askGrant(scene, scene.olivia))).rejects.toThrow(
      /Mia lost the permission through the requester/,
    );
    scene.t.clock.advance(days(7));
    await goesAlone(await askAgain());
  });

  test("whom somebody else removed, or took the permission from, does not count", async () => {
    await scene.t.db.consoleUser.update({
      where: { id: scene.mia.id },
      data: { removedAt: scene.t.clock.now() },
    });
    await goesAlone(await askGrant(scene, scene.olivia));
    await scene.t.runJobs();
    expect(await grants(scene)).toBe(1);
  });
});

test("the removal of a Console User is approved by another one under the default policy", async () => {
  await scene.t.db.consoleUser.update({
    where: { id: scene.max.id },
    data: { permissions: { "console-users": "manage" } },
  });
  const ctx = scene.as(scene.olivia);
  const input = { consoleUserId: scene.mia.id };
  const { requestId } = await submitRequest(ctx, removeConsoleUserRequest, input, place());
  expect(await confirmRequest(ctx, requestId)).toMatchObject({ awaitsApproval: true });
  await expect(goesAlone(requestId)).rejects.toThrow(/Somebody else can approve this: Max can\./);
  await scene.t.runJobs();
  expect(await scene.t.db.consoleUser.count({ where: { id: scene.mia.id, removedAt: null } })).toBe(1);
  await approveRequest(scene.as({ ...scene.max, permissions: { "console-users": "manage" } }), requestId);
  await scene.t.runJobs();
  expect(await rowOf(scene, requestId)).toMatchObject({ status: "done" });
});

/** For somebody else, since the first still waits. */
async function askAgain(): Promise<string> {
  const user = await makeUser(scene.t.db);
  await scene.t.db.membership.create({ data: { userId: user.id, accountId: scene.accountId } });
  const input = { userId: user.id, accountId: scene.accountId };
  const { requestId } = await submitRequest(
    scene.as(scene.olivia),
    grantAdministratorRequest,
    input,
    place(),
  );
  return requestId;
}
