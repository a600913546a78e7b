import { beforeEach, describe, expect, test } from "vitest";
import { addClientSecret } from "../../../src/core/api-clients/add-client-secret.ts";
import { createApiClientInput } from "../../../src/core/api-clients/create-api-client.ts";
import {
  addApiClient,
  apiClientLine,
  listApiClients,
} from "../../../src/core/api-clients/revoke-api-client.ts";
import { accessOf } from "../../../src/core/kernel/access/access.ts";
import { approveRequest } from "../../../src/core/kernel/requests/decide-request.ts";
import { askPeople, wishFor } from "../../../src/core/requests/ask-people.ts";
import { grantAdministratorRequest } from "../../../src/core/memberships/grant-administrator.ts";
import { auditOfTest } from "../../support/audit-of-test.ts";
import { clientActor } from "../../support/account-scene.ts";
import { approvalScene } from "../kernel/requests/approval-scene.ts";

const scene = approvalScene();
const audit = auditOfTest(() => scene.t.db);
const operator = () => ({
  ...scene.t.app,
  actor: { kind: "operator", name: "root", surface: "command-line" } as const,
});
const mia = { email: "mia@partner.example" };
const make = (given: object) =>
  addApiClient(operator(), { name: "Billing", accountId: null, ...mia, ...given });

beforeEach(async () => {
  await scene.t.db.request.deleteMany();
  await scene.t.db.apiClient.deleteMany();
});

describe("a client that an operator makes on the command line", () => {
  test("may do what the Console User may for whom it is made, and tells who that is", async () => {
    const { client } = await make({ email: "MIA@partner.example" });
    expect(accessOf(client)).toEqual({ fullAccess: false, permissions: { users: "manage" } });
    expect(client.knownTo).toEqual([scene.mia.id]);
    const [listed] = await listApiClients(scene.t.app);
    expect(listed && apiClientLine(listed)).toContain(
      "by root, on the command line, for mia@partner.example",
    );
    expect(await audit("api-client-created")).toMatchObject([
      { actorKind: "operator", after: { for: "mia@partner.example", may: "users: manage" } },
    ]);
  });

  test.each([
    ["Full Access", { fullAccess: true, permissions: {} }],
    ["“settings: edit”", { permissions: { settings: "edit" } }],
  ])("is not given %s by somebody who lacks it", async (what, access) => {
    const made = make({ access });
    await expect(made).rejects.toMatchObject({ code: "forbidden", message: expect.stringContaining(what) });
    expect(await scene.t.db.apiClient.count()).toBe(0);
  });

  test("is made for nobody who is no Console User, or whose rights do not hold", async () => {
    await expect(make({ email: "nobody@x.example" })).rejects.toMatchObject({ code: "not-found" });
    const frozen = { where: { id: scene.max.id }, data: { frozenAt: new Date() } };
    await scene.t.db.consoleUser.update(frozen);
    const made = make({ email: "max@partner.example" });
    await expect(made).rejects.toMatchObject({ code: "not-found", field: "email" });
    await scene.t.db.consoleUser.update({ ...frozen, data: { frozenAt: null } });
  });

  test("has that person approve nothing that it asks for, nor who is given another secret of it", async () => {
    const { client } = await make({});
    const { id } = client;
    const secret = addClientSecret(operator(), { apiClientId: id, email: "ed@partner.example" });
    await expect(secret).rejects.toMatchObject({ code: "forbidden" });
    await addClientSecret(operator(), { apiClientId: id, email: "max@partner.example" });
    const ctx = { ...scene.t.app, actor: clientActor(client) };
    const input = { accountId: scene.accountId, userId: scene.userId };
    const requestId = await askPeople(ctx, wishFor(grantAdministratorRequest, input));
    for (const knows of [scene.mia, scene.max]) {
      const approved = approveRequest(scene.as(knows), requestId ?? "");
      await expect(approved).rejects.toMatchObject({ code: "forbidden", message: /seen a secret of it/ });
    }
    await approveRequest(scene.as(scene.olivia), requestId ?? "");
  });
});

test("who names permissions gives no Full Access with them, and who names nothing gives nothing", () => {
  const named = { name: "Billing", permissions: { users: "view" } };
  const { fullAccess, permissions } = createApiClientInput.parse(named);
  expect([fullAccess, permissions]).toEqual([false, { users: "view" }]);
  expect(createApiClientInput.parse({ name: "Billing" })).toMatchObject({
    fullAccess: false,
    permissions: {},
  });
});
