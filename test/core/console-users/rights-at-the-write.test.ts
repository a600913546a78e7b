import { isDeepStrictEqual } from "node:util";
import { beforeEach, describe, expect, test } from "vitest";
import { findPendingConsoleInvitation } from "../../../src/core/console-users/revoke-console-invitation.ts";
import { resendConsoleInvitationRequest } from "../../../src/core/console-users/resend-console-invitation.ts";
import type { ConsolePermissions } from "../../../src/core/kernel/access/access.ts";
import { beforeTheWrite } from "../../support/before-the-write.ts";
import { take, work } from "../kernel/requests/jobs-by-hand.ts";
import {
  ask,
  askFreeze,
  askInvitation,
  askPermissions,
  askRemoval,
  consoleScene,
  requestOf,
} from "./console-scene.ts";

// What a job has read of its requester before its transaction may be out of date when it writes.

const scene = consoleScene();
const address = "new@partner.example";

interface Loss {
  fullAccess?: boolean;
  permissions?: ConsolePermissions;
  removedAt?: Date;
  frozenAt?: Date;
}

const mia = (data: Loss) => () => scene.t.db.consoleUser.update({ where: { id: scene.mia.id }, data });
const losses: [string, () => Promise<unknown>][] = [
  ["was stripped of everything", mia({ permissions: {} })],
  ["may only view Console Users by then", mia({ permissions: { "console-users": "view", users: "edit" } })],
  ["was removed", mia({ removedAt: new Date() })],
  ["was frozen", mia({ frozenAt: new Date() })],
];

/** All that an access change could have changed. */
const everything = async () => ({
  people: await scene.t.db.consoleUser.findMany({
    where: { id: { not: scene.mia.id } },
    orderBy: { emailKey: "asc" },
    select: { email: true, fullAccess: true, permissions: true, removedAt: true, frozenAt: true },
  }),
  invitations: await scene.t.db.secretLink.findMany({ select: { issue: true, tokenHash: true } }),
});

/** Runs the Request's job, for which this changes just before it writes. What has become of what it could have done? */
async function runAfter(requestId: string, change: () => Promise<unknown>) {
  const before = await everything();
  const sent = scene.t.mailer.sent.length;
  const [run] = take(scene, "requests");
  expect(await work(beforeTheWrite(scene.t.app, change), run)).toBe("done");
  const { status, appliedAt } = await requestOf(scene, requestId);
  const untouched = isDeepStrictEqual(await everything(), before) && scene.t.mailer.sent.length === sent;
  return { status, appliedAt, untouched };
}
const nothing = { status: "failed", appliedAt: null, untouched: true };

const asked = {
  "a change of permissions": () => askPermissions(scene, scene.mia, scene.vic, "users:edit"),
  "a removal": () => askRemoval(scene, scene.mia, scene.vic),
  "a freeze": () => askFreeze(scene, scene.mia, scene.vic),
  "an invitation to the Console": () => askInvitation(scene, scene.mia, address, "users:edit"),
  "a resend of one": async () => {
    await askInvitation(scene, scene.mia, address, "users:edit");
    await scene.t.runJobs();
    const { id: invitationId } = await findPendingConsoleInvitation(scene.t.app, address);
    return ask(scene, scene.mia, resendConsoleInvitationRequest, { invitationId });
  },
};

describe.each(Object.entries(asked))("%s is not written where its requester", (_, submit) => {
  test.each(losses)("%s between the start and the write", async (__, change) => {
    expect(await runAfter(await submit(), change)).toEqual(nothing);
  });
});

describe("what the requester could give at the start and cannot at the write", () => {
  const fewer = mia({ permissions: { "console-users": "manage", users: "view" } });

  test.each(["a change of permissions", "an invitation to the Console", "a resend of one"] as const)(
    "is not given by %s",
    async (name) => expect(await runAfter(await asked[name](), fewer)).toEqual(nothing),
  );

  test("is not taken from somebody who got Full Access in between", async () => {
    const requestId = await askRemoval(scene, scene.mia, scene.vic);
    const [run] = take(scene, "requests");
    const raise = () =>
      scene.t.db.consoleUser.update({ where: { id: scene.vic.id }, data: { fullAccess: true } });
    expect(await work(beforeTheWrite(scene.t.app, raise), run)).toBe("done");
    expect(await requestOf(scene, requestId)).toMatchObject({ status: "failed" });
    expect(await scene.t.db.consoleUser.count({ where: { id: scene.vic.id, removedAt: null } })).toBe(1);
  });
});

describe("the last Full Access", () => {
  beforeEach(() =>
    scene.t.db.consoleUser.update({ where: { id: scene.mia.id }, data: { fullAccess: true } }),
  );

  test.each([
    ["removed", () => askRemoval(scene, scene.mia, scene.olivia)],
    ["reduced", () => askPermissions(scene, scene.mia, scene.olivia, "users:edit")],
  ] as const)("is not %s by somebody who lost theirs in between", async (_, submit) => {
    scene.mia = { ...scene.mia, fullAccess: true };
    const requestId = await submit();
    const [run] = take(scene, "requests");
    const lose = mia({ fullAccess: false, permissions: { "console-users": "manage" } });
    expect(await work(beforeTheWrite(scene.t.app, lose), run)).toBe("done");
    expect(await requestOf(scene, requestId)).toMatchObject({ status: "failed" });
    const left = await scene.t.db.consoleUser.findMany({ where: { fullAccess: true, removedAt: null } });
    expect(left.map(({ id }) => id)).toEqual([scene.olivia.id]);
  });
});
