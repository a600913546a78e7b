import { describe, expect, test } from "vitest";
import { removeConsoleUserRequest } from "../../../../src/core/console-users/remove-console-user.ts";
import {
  permissionsInput,
  setPermissionsRequest,
} from "../../../../src/core/console-users/set-permissions.ts";
import type { ConsoleUserActor } from "../../../../src/core/context.ts";
import { type Access, noAccess } from "../../../../src/core/kernel/access/access.ts";
import { confirmRequest } from "../../../../src/core/kernel/requests/confirm-request.ts";
import { approveRequest } from "../../../../src/core/kernel/requests/decide-request.ts";
import type { RequestKind } from "../../../../src/core/kernel/requests/request-kind.ts";
import { submitRequest } from "../../../../src/core/kernel/requests/submit-request.ts";
import { revokeAdministratorRequest } from "../../../../src/core/memberships/revoke-administrator.ts";
import { setAdministratorsRequest } from "../../../../src/core/memberships/set-administrators.ts";
import { changeSettingsRequest } from "../../../../src/core/partner/change-settings.ts";
import { resetPasswordRequest } from "../../../../src/core/users/reset-password.ts";
import { makeUser } from "../../../support/factories.ts";
import { place } from "../../../support/invite-scene.ts";
import { approvalScene, askGrant, grants, rowOf } from "./approval-scene.ts";

const scene = approvalScene();

async function ask<Input>(actor: ConsoleUserActor, kind: RequestKind<Input>, input: Input): Promise<string> {
  const { requestId, needsConfirmation: asked } = await submitRequest(scene.as(actor), kind, input, place());
  if (asked) await confirmRequest(scene.as(actor), requestId);
  return requestId;
}

const status = async (id: string) => (await rowOf(scene, id)).status;
const administrator = async () => {
  const user = await makeUser(scene.t.db);
  const { accountId } = scene;
  const grant = { grants: { create: { startsAt: new Date(0) } } };
  await scene.t.db.membership.create({ data: { userId: user.id, accountId, ...grant } });
  return user.id;
};

describe("what waits for approval keeps nobody from taking away what it would give:", () => {
  test("Administrator, from somebody for whom a longer grant waits", async () => {
    const { userId, accountId } = scene;
    const membership = await scene.t.db.membership.findFirstOrThrow({ where: { userId } });
    const endsAt = new Date(scene.t.clock.now().getTime() + 3_600_000);
    await scene.t.db.administratorGrant.create({
      data: { membershipId: membership.id, startsAt: new Date(0), endsAt },
    });
    const waiting = await askGrant(scene);
    const taking = await ask(scene.mia, revokeAdministratorRequest, { userId, accountId });
    await scene.t.runJobs();
    expect([await status(waiting), await status(taking)]).toEqual(["awaitingApproval", "done"]);
    expect(
      await scene.t.db.administratorGrant.count({ where: { endsAt: { gt: scene.t.clock.now() } } }),
    ).toBe(0);
  });

  test("the ticks of a list, while another list waits; the same one is there already", async () => {
    const { userId, accountId } = scene;
    const id = await administrator();
    const given = { accountId, grant: [userId], revoke: [] };
    const waiting = await ask(scene.ed, setAdministratorsRequest, given);
    const taking = await ask(scene.mia, setAdministratorsRequest, { accountId, grant: [], revoke: [id] });
    await scene.t.runJobs();
    expect([await status(waiting), await status(taking)]).toEqual(["awaitingApproval", "done"]);
    await expect(ask(scene.mia, setAdministratorsRequest, given)).rejects.toThrow(
      /ed@partner\.example asked for the same \(.*the Administrators of Acme Ltd \(acme\).*\), and it still waits/,
    );
  });

  test("the rights of a Console User, for whom more was asked; what was meant for others is not given then", async () => {
    const max = await scene.t.db.consoleUser.findUniqueOrThrow({ where: { id: scene.max.id } });
    const full: Access = { fullAccess: true, permissions: {} };
    const asks = (access: Access) => ask(scene.olivia, setPermissionsRequest, permissionsInput(max, access));
    const more = await asks(full);
    const less = await asks(noAccess);
    const removal = await ask(scene.olivia, removeConsoleUserRequest, { consoleUserId: max.id });
    const data = { permissions: { "console-users": "manage" } };
    await scene.t.db.consoleUser.update({ where: { id: scene.mia.id }, data });
    const mia = scene.as({ ...scene.mia, permissions: { "console-users": "manage" } });
    await approveRequest(mia, less);
    await scene.t.runJobs();
    expect(await Promise.all([more, less, removal].map(status))).toEqual([
      "awaitingApproval",
      "done",
      "awaitingApproval",
    ]);
    await approveRequest(mia, more);
    await scene.t.runJobs();
    expect(await status(more)).toBe("failed");
    expect(await scene.t.db.consoleUser.findUniqueOrThrow({ where: { id: max.id } })).toMatchObject({
      fullAccess: false,
      permissions: {},
    });
    expect(await grants(scene)).toBe(0);
  });

  test("another setting of the Partner, while the service domain waits", async () => {
    const domain = await ask(scene.olivia, changeSettingsRequest, { serviceDomain: "in.partner.example" });
    const name = await ask(scene.olivia, changeSettingsRequest, { serviceName: "Partner Flows" });
    await scene.t.runJobs();
    expect([await status(domain), await status(name)]).toEqual(["awaitingApproval", "done"]);
    await expect(
      ask(scene.olivia, changeSettingsRequest, { serviceDomain: "in.partner.example" }),
    ).rejects.toThrow(/You asked for the same \(the change of the Partner's settings\), and it still waits/);
  });

  test("a password that somebody else knows, by a link, while a temporary one waits", async () => {
    const userId = await administrator();
    const waiting = await ask(scene.ed, resetPasswordRequest, { userId, password: "temporary" });
    const link = await ask(scene.mia, resetPasswordRequest, { userId, password: "link" });
    await scene.t.runJobs();
    expect([await status(waiting), await status(link)]).toEqual(["awaitingApproval", "done"]);
  });
});
