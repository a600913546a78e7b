import { beforeEach, describe, expect, test } from "vitest";
import type { ConsolePermissions } from "../../../src/core/kernel/access/access.ts";
import type { ConsoleUserActor } from "../../../src/core/context.ts";
import { createApiClientRequest } from "../../../src/core/api-clients/create-api-client.ts";
import { showClientSecret } from "../../../src/core/api-clients/show-client-secret.ts";
import { approveRequest } from "../../../src/core/kernel/requests/decide-request.ts";
import { planRequest, submitRequest } from "../../../src/core/kernel/requests/submit-request.ts";
import { beforeTheWrite } from "../../support/before-the-write.ts";
import { makeAccount, makeActor } from "../../support/factories.ts";
import { place } from "../../support/invite-scene.ts";
import { approvalScene, makeSensitive, rowOf, says } from "../kernel/requests/approval-scene.ts";
import { take, work } from "../kernel/requests/jobs-by-hand.ts";

const scene = approvalScene();
const wide: ConsolePermissions = {
  settings: "manage",
  users: "manage",
  accounts: "manage",
  marketplaces: "edit",
};
const narrow: ConsolePermissions = { settings: "manage", marketplaces: "edit" };
const somebody = (permissions: ConsolePermissions) => makeActor(scene.t, { permissions });
const reach = { "every Account": () => null, "one Account": () => scene.accountId };
const clients = () => scene.t.db.apiClient.count();
let serial = 0;

async function ask(actor: ConsoleUserActor, accountId: string | null): Promise<string> {
  const input = { name: `Client ${(serial += 1)}`, accountId };
  return (await submitRequest(scene.as(actor), createApiClientRequest, input, place())).requestId;
}

beforeEach(() => scene.t.db.apiClient.deleteMany());

describe("nobody makes an API client that can do what they may not:", () => {
  test.each([
    ["every Account", "users", wide],
    ["every Account", "accounts", wide],
    ["every Account", "marketplaces", wide],
    ["one Account", "marketplaces", narrow],
  ] as const)("for %s it takes %s besides, when asked for and at the write", async (name, area, all) => {
    const { [area]: _lacked, ...lacking } = all;
    const accountId = reach[name]();
    const planned = planRequest(scene.as(await somebody(lacking)), createApiClientRequest, {
      name: "Billing",
      accountId,
    });
    await expect(planned).rejects.toMatchObject({
      code: "forbidden",
      message: /which you do not have/,
    });
    expect(await scene.events("refused")).toHaveLength(1);

    const actor = await somebody(all);
    const id = await ask(actor, accountId);
    const [job] = take(scene, "requests");
    const lower = () =>
      scene.t.db.consoleUser.update({ where: { id: actor.id }, data: { permissions: lacking } });
    await work(beforeTheWrite(scene.t.app, lower), job);
    expect([(await rowOf(scene, id)).status, await clients()]).toEqual(["failed", 0]);
  });

  test("its secret is shown to nobody who lost that in the meantime", async () => {
    const actor = await somebody(wide);
    const id = await ask(actor, null);
    await scene.t.runJobs();
    const app = beforeTheWrite(scene.t.app, () =>
      scene.t.db.consoleUser.update({ where: { id: actor.id }, data: { permissions: narrow } }),
    );
    await expect(showClientSecret({ ...app, actor }, id)).rejects.toMatchObject({ code: "forbidden" });
    expect(await scene.events("refused")).toMatchObject([{ after: { attempted: "api-client-secret" } }]);
    expect((await rowOf(scene, id)).outcome).toBe("created");
  });
});

describe("an API client that reaches a sensitive Account waits for the approvals of that Account:", () => {
  const approve = async (id: string, actor: ConsoleUserActor) => {
    await approveRequest(scene.as(actor), id);
    await scene.t.runJobs();
  };

  test.each(Object.entries(reach))("one for %s, and its note says so", async (name, accountId) => {
    await makeSensitive(scene);
    const id = await ask(await somebody(wide), accountId());
    expect(await rowOf(scene, id)).toMatchObject({ status: "awaitingApproval", approvalsNeeded: 2 });
    expect((await says(scene, id, "approval-1")).text).toContain("Acme Ltd (acme) is sensitive: Bank data");
    await approve(id, scene.olivia);
    expect(await clients()).toBe(0);
    await approve(id, await somebody({ settings: "manage" }));
    expect(await clients()).toBe(1);
    expect(name).toBeTruthy();
  });

  test("also where it became sensitive before the write, or before the secret is shown", async () => {
    const actor = await somebody(wide);
    const id = await ask(actor, null);
    const [job] = take(scene, "requests");
    await work(
      beforeTheWrite(scene.t.app, () => makeSensitive(scene)),
      job,
    );
    expect([(await rowOf(scene, id)).status, await clients()]).toEqual(["awaitingApproval", 0]);

    await scene.t.db.account.updateMany({ data: { sensitiveBecause: null } });
    const later = await ask(actor, null);
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
    const input = { name: "Billing", accountId: null };
    const { warnings } = await planRequest(scene.as(await somebody(wide)), createApiClientRequest, input);
    expect(warnings).toHaveLength(4);
    expect(warnings.at(-1)).toContain("5 sensitive Accounts");
  });

  test("one that reaches none is made at once", async () => {
    const other = await makeAccount(scene.t.db);
    await makeSensitive(scene, other.id);
    await ask(await somebody(narrow), scene.accountId);
    await scene.t.runJobs();
    expect(await clients()).toBe(1);
  });
});
