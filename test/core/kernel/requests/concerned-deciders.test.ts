import { beforeEach, describe, expect, test } from "vitest";
import { freezeConsoleUserRequest } from "../../../../src/core/console-users/freeze-console-user.ts";
import { removeConsoleUserRequest } from "../../../../src/core/console-users/remove-console-user.ts";
import {
  permissionsInput,
  setPermissionsRequest,
} from "../../../../src/core/console-users/set-permissions.ts";
import type { ConsoleUserActor } from "../../../../src/core/context.ts";
import { openHome } from "../../../../src/core/home/open-home.ts";
import { inviteMany } from "../../../../src/core/invitations/invite-many.ts";
import { noAccess } from "../../../../src/core/kernel/access/access.ts";
import { confirmRequest } from "../../../../src/core/kernel/requests/confirm-request.ts";
import { approveRequest, denyRequest } from "../../../../src/core/kernel/requests/decide-request.ts";
import { approveAlone } from "../../../../src/core/kernel/requests/going-alone.ts";
import { submitRequest } from "../../../../src/core/kernel/requests/submit-request.ts";
import { readHome } from "../../home/home-scene.ts";
import { place } from "../../../support/invite-scene.ts";
import {
  approvalScene,
  askGrant,
  grants,
  lower,
  makeSensitive,
  refreshed,
  rowOf,
  says,
} from "./approval-scene.ts";

const scene = approvalScene();
const goesAlone = (id: string) => approveAlone(scene.as(scene.olivia), id, { typed: "I am the only one" });
const slackOf = ({ chatUserId }: ConsoleUserActor) => chatUserId ?? "";

/** Olivia asks, and of the others only Mia can approve what she asks for. */
beforeEach(async () => {
  await lower(scene, scene.max);
  scene.t.chat.channels.set("C1", new Set([slackOf(scene.olivia)]));
});

const invites = async (addresses: string) => {
  const form = { accountId: scene.accountId, asAdministrator: false, addresses };
  return (await inviteMany(scene.as(scene.olivia), form, place())).requestId;
};

const isCalled = ({ chatUserId }: ConsoleUserActor) =>
  scene.t.chat.messages.some(({ channelId }) => channelId === chatUserId);

describe("an address in the list of a bulk invitation", () => {
  test.each(["mia@partner.example,no-such-account,access", "mia@partner.example,acme,emperor"])(
    "of which nothing can come keeps its owner from nothing: %s",
    async (line) => {
      const id = await invites(`email,account,level\nevil@x.example,acme,admin\n${line}`);
      expect((await says(scene, id, "approval")).text).toContain("Can approve: @Mia.");
      await expect(goesAlone(id)).rejects.toThrow(/Somebody else can approve this: Mia can/);
      expect(await approveRequest(scene.as(scene.mia), id)).toMatchObject({ missing: 0 });
    },
  );

  test("which only becomes a member keeps its owner from nothing, unless the Account is sensitive", async () => {
    const list = "email,account,level\nevil@x.example,acme,admin\nmia@partner.example,acme,access";
    const id = await invites(list);
    expect(await rowOf(scene, id)).toMatchObject({ beneficiaries: ["evil@x.example"] });
    await makeSensitive(scene);
    await expect(approveRequest(scene.as(scene.mia), id)).rejects.toThrow("This now gives something to you");
    await scene.t.db.request.deleteMany();
    const { beneficiaries } = await rowOf(scene, await invites(list));
    expect(beneficiaries).toEqual(["evil@x.example", "mia@partner.example"]);
  });
});

describe("somebody whom a request gives something", () => {
  beforeEach(async () => {
    const data = { email: "mia@partner.example", emailKey: "mia@partner.example" };
    await scene.t.db.user.update({ where: { id: scene.userId }, data });
  });

  test("hears of it, and is in the way of going on alone", async () => {
    const id = await askGrant(scene, scene.olivia);
    const note = await says(scene, id, "approval");
    expect(note.text).toContain("Can only deny it, since it concerns them: @Mia.");
    expect(note.buttons).not.toContain("Go on alone");
    expect(isCalled(scene.mia)).toBe(true);
    await expect(goesAlone(id)).rejects.toThrow(
      "You cannot go on alone: Mia cannot approve this, since it concerns them, but may deny it.",
    );
    expect(await grants(scene)).toBe(0);
  });

  test("stops what somebody went on with alone before they could decide on it", async () => {
    await lower(scene, scene.mia);
    const id = await askGrant(scene, scene.olivia);
    await goesAlone(id);
    const data = { permissions: { users: "manage" } };
    await scene.t.db.consoleUser.update({ where: { id: scene.mia.id }, data });
    await scene.t.runJobs();
    expect(await rowOf(scene, id)).toMatchObject({ status: "awaitingApproval", votes: [] });
  });

  test("is mailed where Slack does not know them, and told that they can deny it", async () => {
    const data = { chatUserId: null, chatTeamId: null };
    await scene.t.db.consoleUser.update({ where: { id: scene.mia.id }, data });
    const id = await askGrant(scene, scene.olivia);
    await says(scene, id, "approval");
    expect(scene.t.mailer.sent).toMatchObject([
      {
        to: "mia@partner.example",
        text: expect.stringContaining("you cannot approve it, but you can deny it"),
      },
    ]);
  });

  test("denies it, from the Home as well, and does not approve it", async () => {
    await openHome(scene.as(scene.mia));
    const id = await askGrant(scene, scene.olivia);
    await scene.t.runJobs();
    const home = readHome(scene.t.chat.homes.get(slackOf(scene.mia))?.at(-1));
    expect([home.includes("[Deny]"), home.includes("[Approve]")]).toEqual([true, false]);
    await expect(approveRequest(scene.as(scene.mia), id)).rejects.toThrow(
      "This is about you, so somebody else has to approve it. You can deny it.",
    );
    await denyRequest(scene.as(scene.mia), id, { reason: "I never asked for this" });
    expect(await rowOf(scene, id)).toMatchObject({ status: "denied" });
  });
});

describe("the only other one with Full Access", () => {
  beforeEach(async () => {
    const data = { fullAccess: true, permissions: {} };
    await scene.t.db.consoleUser.update({ where: { id: scene.mia.id }, data });
    scene.mia = await refreshed(scene, scene.mia);
  });

  const asks = async (kind: "removal" | "reduction" | "rise") => {
    const ctx = scene.as(scene.olivia);
    const mia = await scene.t.db.consoleUser.findUniqueOrThrow({ where: { id: scene.mia.id } });
    const full = { fullAccess: true, permissions: {} };
    const { requestId } =
      kind === "removal"
        ? await submitRequest(ctx, removeConsoleUserRequest, { consoleUserId: mia.id }, place())
        : await submitRequest(
            ctx,
            setPermissionsRequest,
            permissionsInput(mia, kind === "rise" ? full : noAccess),
            place(),
          );
    await confirmRequest(ctx, requestId);
    return requestId;
  };

  test.each(["removal", "reduction"] as const)(
    "is in the way of their own %s, and may deny it",
    async (kind) => {
      const id = await asks(kind);
      await expect(goesAlone(id)).rejects.toThrow(/Mia cannot approve this, since it concerns them/);
      await says(scene, id, "approval");
      expect(isCalled(scene.mia)).toBe(true);
      await denyRequest(scene.as(scene.mia), id, { reason: "We are two" });
      expect(await rowOf(scene, id)).toMatchObject({ status: "denied" });
    },
  );

  test("is so when frozen, too", async () => {
    const input = { consoleUserId: scene.mia.id };
    const freezing = await submitRequest(scene.as(scene.olivia), freezeConsoleUserRequest, input, place());
    await confirmRequest(scene.as(scene.olivia), freezing.requestId);
    await scene.t.runJobs();
    await expect(goesAlone(await asks("removal"))).rejects.toThrow(/Mia is frozen, and still counts/);
  });

  test("is in nobody’s way to be given more", async () => {
    const data = { fullAccess: false, permissions: { "console-users": "manage" } };
    await scene.t.db.consoleUser.update({ where: { id: scene.mia.id }, data });
    const id = await asks("rise");
    await goesAlone(id);
    await scene.t.runJobs();
    expect(await rowOf(scene, id)).toMatchObject({ status: "done" });
  });
});
