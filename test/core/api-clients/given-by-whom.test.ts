import { beforeEach, describe, expect, test } from "vitest";
import { type Access, accessOf, type ConsolePermissions } from "../../../src/core/kernel/access/access.ts";
import type { ConsoleUserActor } from "../../../src/core/context.ts";
import { changeApiClientRequest } from "../../../src/core/api-clients/change-api-client.ts";
import { createApiClientRequest } from "../../../src/core/api-clients/create-api-client.ts";
import { showClientSecret } from "../../../src/core/api-clients/show-client-secret.ts";
import { approveRequest } from "../../../src/core/kernel/requests/decide-request.ts";
import { planRequest, submitRequest } from "../../../src/core/kernel/requests/submit-request.ts";
import { makeApiClient } from "../../support/account-scene.ts";
import { beforeTheWrite } from "../../support/before-the-write.ts";
import { makeAccount, makeActor } from "../../support/factories.ts";
import { place } from "../../support/invite-scene.ts";
import { approvalScene, makeSensitive, rowOf, says } from "../kernel/requests/approval-scene.ts";
import { take, work } from "../kernel/requests/jobs-by-hand.ts";

const scene = approvalScene();
const given: ConsolePermissions = { users: "manage", accounts: "view" };
const own: ConsolePermissions = { settings: "manage", ...given };
const full: Access = { fullAccess: true, permissions: {} };
const grid = (permissions: ConsolePermissions): Access => ({ fullAccess: false, permissions });
const somebody = (permissions: ConsolePermissions) => makeActor(scene.t, { permissions });
const reach = { "every Account": () => null, "one Account": () => scene.accountId };
const clients = () => scene.t.db.apiClient.count();
let serial = 0;

async function ask(actor: ConsoleUserActor, accountId: string | null, access = grid(given)): Promise<string> {
  const input = { name: `Client ${(serial += 1)}`, accountId, ...access };
  return (await submitRequest(scene.as(actor), createApiClientRequest, input, place())).requestId;
}

async function approve(id: string, actor?: ConsoleUserActor): Promise<void> {
  await approveRequest(scene.as(actor ?? (await somebody({ settings: "manage" }))), id);
}

const lower = (actor: ConsoleUserActor, permissions: ConsolePermissions) => () =>
  scene.t.db.consoleUser.update({ where: { id: actor.id }, data: { permissions } });

beforeEach(() => scene.t.db.apiClient.deleteMany());

describe("nobody makes an API client that can do what they may not:", () => {
  test.each(["users", "accounts"] as const)("it takes %s, when asked for and at the write", async (area) => {
    const { [area]: _lacked, ...lacking } = own;
    const input = { name: "Billing", accountId: null, ...grid(given) };
    const planned = planRequest(scene.as(await somebody(lacking)), createApiClientRequest, input);
    await expect(planned).rejects.toMatchObject({ code: "forbidden", message: /which you do not have/ });
    expect(await scene.events("refused")).toHaveLength(1);

    const actor = await somebody(own);
    const id = await ask(actor, null);
    await approve(id);
    const [job] = take(scene, "requests");
    await work(beforeTheWrite(scene.t.app, lower(actor, lacking)), job);
    expect(await clients()).toBe(0);
  });

  test("Full Access is given by Full Access alone, at once and by a change", async () => {
    const planned = planRequest(scene.as(await somebody(own)), createApiClientRequest, {
      name: "Billing",
      accountId: null,
      ...full,
    });
    await expect(planned).rejects.toMatchObject({ code: "forbidden", message: /Full Access/ });
    const { id } = await makeApiClient(scene.t.db, { fullAccess: false });
    const change = { apiClientId: id, before: grid({}), after: full };
    const changed = planRequest(scene.as(await somebody(own)), changeApiClientRequest, change);
    await expect(changed).rejects.toMatchObject({ code: "forbidden", message: /Full Access/ });
    expect(await planRequest(scene.as(scene.olivia), changeApiClientRequest, change)).toMatchObject({
      approval: { approvals: 1, needs: "settings:manage" },
    });
  });

  test("its secret is shown to nobody who lost that in the meantime", async () => {
    const actor = await somebody(own);
    const id = await ask(actor, null);
    await approve(id);
    await scene.t.runJobs();
    const app = beforeTheWrite(scene.t.app, lower(actor, { settings: "manage" }));
    await expect(showClientSecret({ ...app, actor }, id)).rejects.toMatchObject({ code: "forbidden" });
    expect(await scene.events("refused")).toMatchObject([{ after: { attempted: "api-client-secret" } }]);
    expect((await rowOf(scene, id)).outcome).toBe("created");
  });
});

describe("another Console User approves", () => {
  test("a new API client, before it is there and its secret can be seen", async () => {
    const actor = await somebody(own);
    const id = await ask(actor, scene.accountId);
    expect(await rowOf(scene, id)).toMatchObject({ status: "awaitingApproval", approvalsNeeded: 1 });
    expect((await says(scene, id, "approval-1")).text).toContain("It may do: accounts: view, users: manage");
    await expect(showClientSecret(scene.as(actor), id)).rejects.toMatchObject({ code: "conflict" });
    await approve(id);
    await scene.t.runJobs();
    const { client } = await showClientSecret(scene.as(actor), id);
    expect(client).toMatchObject({ ...grid(given), knownTo: [actor.id] });
  });

  test("what widens one, and nobody what only narrows it", async () => {
    const made = await makeApiClient(scene.t.db, grid({ users: "view" }));
    const change = (before: ConsolePermissions, after: ConsolePermissions) =>
      submitRequest(
        scene.as(scene.olivia),
        changeApiClientRequest,
        { apiClientId: made.id, before: grid(before), after: grid(after) },
        place(),
      );
    const now = async () =>
      accessOf(await scene.t.db.apiClient.findUniqueOrThrow({ where: { id: made.id } }));
    const wider = await change({ users: "view" }, { users: "edit" });
    expect(wider).toMatchObject({ awaitsApproval: true, needsConfirmation: false });
    await scene.t.runJobs();
    expect(await now()).toEqual(grid({ users: "view" }));
    await approve(wider.requestId);
    await scene.t.runJobs();
    expect(await now()).toEqual(grid({ users: "edit" }));
    expect(await change({ users: "edit" }, {})).toMatchObject({
      needsConfirmation: true,
      awaitsApproval: false,
    });
    await expect(change({ users: "view" }, { users: "manage" })).rejects.toMatchObject({ code: "conflict" });
  });
});

describe("whoever knows a secret of an API client", () => {
  test("does not approve what it gets besides", async () => {
    const mia = await somebody({ settings: "manage" });
    const made = await makeApiClient(scene.t.db, { ...grid({ users: "view" }), knownTo: [mia.id] });
    const change = { apiClientId: made.id, before: grid({ users: "view" }), after: full };
    const { requestId } = await submitRequest(
      scene.as(scene.olivia),
      changeApiClientRequest,
      change,
      place(),
    );
    await expect(approve(requestId, mia)).rejects.toMatchObject({ code: "forbidden" });
    await approve(requestId);
    await scene.t.runJobs();
    expect(accessOf(await scene.t.db.apiClient.findUniqueOrThrow({ where: { id: made.id } }))).toEqual(full);
  });

  test("is shown it by what the client may do by now", async () => {
    const actor = await somebody({ settings: "manage", users: "view" });
    const id = await ask(actor, null, grid({ users: "view" }));
    await approve(id);
    await scene.t.runJobs();
    await scene.t.db.apiClient.updateMany({ data: { fullAccess: true } });
    const ctx = { ...scene.t.app, actor };
    await expect(showClientSecret(ctx, id)).rejects.toMatchObject({ code: "forbidden" });
    await scene.t.db.apiClient.updateMany({ data: { fullAccess: false } });
    expect((await showClientSecret(ctx, id)).secret).toEqual(expect.any(String));
  });
});

describe("an API client that reaches a sensitive Account waits for the approvals of that Account:", () => {
  test.each(Object.entries(reach))("one for %s, and its note says so", async (name, accountId) => {
    await makeSensitive(scene);
    const id = await ask(await somebody(own), accountId());
    expect(await rowOf(scene, id)).toMatchObject({ status: "awaitingApproval", approvalsNeeded: 2 });
    expect((await says(scene, id, "approval-1")).text).toContain("Acme Ltd (acme) is sensitive: Bank data");
    await approve(id, scene.olivia);
    await scene.t.runJobs();
    expect(await clients()).toBe(0);
    await approve(id);
    await scene.t.runJobs();
    expect(await clients()).toBe(1);
    expect(name).toBeTruthy();
  });

  test("also where it became sensitive before the write, or before the secret is shown", async () => {
    const actor = await somebody(own);
    const id = await ask(actor, null);
    await approve(id);
    const [job] = take(scene, "requests");
    await work(
      beforeTheWrite(scene.t.app, () => makeSensitive(scene)),
      job,
    );
    expect([(await rowOf(scene, id)).status, await clients()]).toEqual(["awaitingApproval", 0]);

    await scene.t.db.account.updateMany({ data: { sensitiveBecause: null } });
    const later = await ask(actor, null);
    await approve(later);
    await scene.t.runJobs();
    await makeSensitive(scene);
    await expect(showClientSecret(scene.as(actor), later)).rejects.toMatchObject({
      code: "forbidden",
      message: /marked sensitive\. Nothing was shown; revoke the client/,
    });
    expect((await rowOf(scene, later)).outcome).toBe("created");
  });

  test("says how many there are, and not one by one", async () => {
    for (let at = 0; at < 5; at += 1) await makeSensitive(scene, (await makeAccount(scene.t.db)).id);
    const input = { name: "Billing", accountId: null, ...grid(given) };
    const { warnings } = await planRequest(scene.as(await somebody(own)), createApiClientRequest, input);
    expect(warnings).toHaveLength(4);
    expect(warnings.at(-1)).toContain("5 sensitive Accounts");
  });
});
