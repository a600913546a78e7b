import { beforeEach, describe, expect, test } from "vitest";
import {
  addClientSecret,
  addClientSecretInput,
  addClientSecretRequest,
} from "../../../src/core/api-clients/add-client-secret.ts";
import { findSecret, secretLine } from "../../../src/core/api-clients/client-secrets.ts";
import {
  accessTokenLifeMs,
  findAccessToken,
  issueAccessToken,
} from "../../../src/core/api-clients/issue-access-token.ts";
import { listApiClients, revokeApiClient } from "../../../src/core/api-clients/revoke-api-client.ts";
import {
  revokeClientSecret,
  revokeClientSecretRequest,
} from "../../../src/core/api-clients/revoke-client-secret.ts";
import { showClientSecret, unshownSecrets } from "../../../src/core/api-clients/show-client-secret.ts";
import type { ConsoleUserActor } from "../../../src/core/context.ts";
import { approveRequest } from "../../../src/core/kernel/requests/decide-request.ts";
import { planRequest, submitRequest } from "../../../src/core/kernel/requests/submit-request.ts";
import { hours, minutes } from "../../../src/core/kernel/time/clock.ts";
import { auditOfTest } from "../../support/audit-of-test.ts";
import { clientByOperator } from "../../support/client-by-operator.ts";
import { makeActor } from "../../support/factories.ts";
import { place } from "../../support/invite-scene.ts";
import { approvalScene, makeSensitive, rowOf } from "../kernel/requests/approval-scene.ts";

const scene = approvalScene();
const audit = auditOfTest(() => scene.t.db);
const operator = () => ({
  ...scene.t.app,
  actor: { kind: "operator", name: "root", surface: "command-line" } as const,
});
const permissions = { settings: "manage", users: "edit" } as const;
const somebody = (given: object = permissions) => makeActor(scene.t, { permissions: given });
const make = (name = "Billing") =>
  clientByOperator(scene.t.app, { name, access: { fullAccess: false, permissions: { users: "edit" } } });
/** Made by the operator, for Olivia. */
const add = (given: { apiClientId: string; name?: string; endsAt?: string }) =>
  addClientSecret(operator(), { ...given, email: "olivia@partner.example" });
const give = (client: { clientId: string }, clientSecret: string) =>
  issueAccessToken(scene.t.app, { clientId: client.clientId, clientSecret, from: "10.0.0.1" });
const works = async (token: string) => (await findAccessToken(scene.t.app, token)) !== undefined;
const secrets = async () => (await listApiClients(scene.t.app))[0]?.secrets ?? [];

async function ask(actor: ConsoleUserActor, apiClientId: string, more: object = {}): Promise<string> {
  const input = addClientSecretInput.parse({ apiClientId, ...more });
  return (await submitRequest(scene.as(actor), addClientSecretRequest, input, place())).requestId;
}

async function approve(id: string): Promise<void> {
  await approveRequest(scene.as(await somebody({ settings: "manage" })), id);
  await scene.t.runJobs();
}

beforeEach(() => scene.t.db.apiClient.deleteMany());

describe("another secret of an API client", () => {
  test("is approved by another, shown once to its requester, and works beside the first one", async () => {
    const { client, secret: old } = await make();
    const actor = await somebody();
    const id = await ask(actor, client.id);
    expect(await rowOf(scene, id)).toMatchObject({ status: "awaitingApproval", approvalsNeeded: 1 });
    await expect(showClientSecret(scene.as(actor), id)).rejects.toMatchObject({ code: "conflict" });
    await approve(id);
    const [, unshown] = await secrets();
    expect(await unshownSecrets(scene.as(actor))).toEqual(new Map([[unshown?.id, id]]));
    expect(await unshownSecrets(scene.as(scene.olivia))).toEqual(new Map());
    const stranger = showClientSecret(scene.as(await somebody()), id);
    await expect(stranger).rejects.toMatchObject({ code: "not-found" });
    const { secret, name } = await showClientSecret(scene.as(actor), id);
    await expect(showClientSecret(scene.as(actor), id)).rejects.toMatchObject({ code: "conflict" });
    expect(name).toBe("Secret 2");
    for (const each of [old, secret]) expect(await works((await give(client, each)).token)).toBe(true);
    const rows = await secrets();
    expect(rows.map((row) => [row.name, row.prefix, row.expiresAt, row.lastUsedAt !== null])).toEqual([
      ["Secret 1", old.slice(0, 6), null, true],
      ["Secret 2", secret.slice(0, 6), null, true],
    ]);
    const audited = (await audit("api-client-secret-added")).map((event) => event.after);
    const told = JSON.stringify([rows, rows.map(secretLine), audited]);
    for (const each of [old, secret]) expect(told).not.toContain(each);
    expect(told).not.toContain('"secretHash"');
  });

  test("has its requester approve nothing that the client asks for", async () => {
    const { client } = await make();
    const actor = await somebody();
    const id = await ask(actor, client.id);
    await approve(id);
    await showClientSecret(scene.as(actor), id);
    const { knownTo } = await scene.t.db.apiClient.findUniqueOrThrow({ where: { id: client.id } });
    expect(knownTo).toContain(actor.id);
  });

  test("is given to nobody who may do less than the client, when asked for and when it is shown", async () => {
    const { client } = await make();
    const less = ask(await somebody({ settings: "manage" }), client.id);
    await expect(less).rejects.toMatchObject({ code: "forbidden", message: /which you do not have/ });
    const actor = await somebody();
    const id = await ask(actor, client.id);
    await approve(id);
    await scene.t.db.apiClient.updateMany({ data: { permissions: { users: "manage" } } });
    const shown = showClientSecret(scene.as(actor), id);
    await expect(shown).rejects.toMatchObject({ code: "forbidden" });
    expect((await secrets())[1]).toMatchObject({ prefix: "" });
  });

  test("needs the approvals of the sensitive Accounts that the client reaches", async () => {
    const { client } = await make();
    await makeSensitive(scene);
    const id = await ask(await somebody(), client.id);
    expect(await rowOf(scene, id)).toMatchObject({ approvalsNeeded: 2 });
    await scene.t.db.account.updateMany({ data: { sensitiveBecause: null } });
  });

  test("is one of three, however many are asked for at the same moment, each of a name of its own", async () => {
    const { client } = await make();
    const given = { apiClientId: client.id };
    const all = await Promise.allSettled([1, 2, 3, 4].map(() => add(given)));
    expect(all.filter(({ status }) => status === "fulfilled")).toHaveLength(2);
    const planned = planRequest(
      scene.as(scene.olivia),
      addClientSecretRequest,
      addClientSecretInput.parse(given),
    );
    await expect(planned).rejects.toMatchObject({ code: "conflict", message: /3 secrets/ });
    const { id } = await findSecret(scene.t.app, client.id, "secret 1");
    await revokeClientSecret(operator(), id);
    const again = add({ ...given, name: "SECRET 2" });
    await expect(again).rejects.toMatchObject({ code: "conflict", field: "name" });
    await add({ ...given, name: "Next" });
    expect((await secrets()).map(({ name }) => name)).toEqual(["Secret 2", "Secret 3", "Next"]);
  });

  test("ends when it is said to, and no token outlives it", async () => {
    const { client, secret: old } = await make();
    const ends = (ms: number) => new Date(scene.t.clock.now().getTime() + ms).toISOString();
    const apiClientId = client.id;
    const short = add({ apiClientId, endsAt: ends(minutes(1)) });
    await expect(short).rejects.toMatchObject({ code: "invalid", field: "endsAt" });
    const { secret } = await add({ apiClientId, endsAt: ends(minutes(20)) });
    const { token, expiresInSeconds } = await give(client, secret);
    expect(expiresInSeconds).toBe(20 * 60);
    expect((await give(client, old)).expiresInSeconds).toBe(accessTokenLifeMs / 1000);
    scene.t.clock.advance(minutes(20));
    expect(await works(token)).toBe(false);
    await expect(give(client, secret)).rejects.toMatchObject({ oauthError: "invalid_client" });
    expect(await audit("refused")).toMatchObject([{ after: { because: "Secret 2 has ended" } }]);
    expect(await secrets()).toHaveLength(1);
    await give(client, old);
    scene.t.clock.advance(-minutes(20));
  });

  test("that nobody looks at within a day makes room again", async () => {
    const { client } = await make();
    const actor = await somebody();
    const id = await ask(actor, client.id, { name: "Next" });
    await approve(id);
    expect(await secrets()).toHaveLength(2);
    scene.t.clock.advance(hours(24));
    expect(await secrets()).toHaveLength(1);
    await expect(showClientSecret(scene.as(actor), id)).rejects.toMatchObject({ code: "expired" });
    scene.t.clock.advance(-hours(24));
  });
});

describe("a revoked secret", () => {
  test("takes its own tokens with it, at once, and leaves the others", async () => {
    const { client, secret: old } = await make();
    const { secret } = await add({ apiClientId: client.id, name: "Next" });
    const [first, second] = [await give(client, old), await give(client, secret)];
    const { id } = await findSecret(scene.t.app, client.id, old.slice(0, 6));
    const actor = await somebody({ settings: "manage" });
    const plan = await planRequest(scene.as(actor), revokeClientSecretRequest, { secretId: id });
    expect(plan).toMatchObject({ needsConfirmation: true, warnings: ["This cannot be undone."] });
    expect(plan.approval).toBeUndefined();
    expect(plan.effects[1]).toBe("1 token that it gave stops working at once.");
    expect(await revokeClientSecret(operator(), id)).toBe(true);
    expect(await revokeClientSecret(operator(), id)).toBe(false);
    expect([await works(first.token), await works(second.token)]).toEqual([false, true]);
    await expect(give(client, old)).rejects.toMatchObject({ oauthError: "invalid_client" });
    expect(await audit("refused")).toMatchObject([{ after: { because: "Secret 1 was revoked" } }]);
    const [event] = await audit("api-client-secret-revoked");
    expect(event?.before).toEqual({ name: "Secret 1", prefix: old.slice(0, 6) });
    const last = await findSecret(scene.t.app, client.id, "next");
    const only = await planRequest(scene.as(actor), revokeClientSecretRequest, { secretId: last.id });
    expect(only.warnings[0]).toContain("the only one that works");
  });

  test("gives no token that is being taken at the same moment", async () => {
    const { client, secret } = await make();
    const { id } = await findSecret(scene.t.app, client.id, "Secret 1");
    const taking = [1, 2, 3, 4].map(() => give(client, secret));
    const [, ...taken] = await Promise.allSettled([revokeClientSecret(operator(), id), ...taking]);
    for (const one of taken) if (one.status === "fulfilled") expect(await works(one.value.token)).toBe(false);
    expect(await scene.t.db.accessToken.count()).toBe(0);
  });

  test("is no other client's, and goes with its client", async () => {
    const { client, secret } = await make();
    const other = await make("Other");
    await expect(give(other.client, secret)).rejects.toMatchObject({ oauthError: "invalid_client" });
    const { token } = await give(client, secret);
    await revokeApiClient(operator(), client.id);
    expect(await works(token)).toBe(false);
    await expect(give(client, secret)).rejects.toMatchObject({ oauthError: "invalid_client" });
    expect(await scene.t.db.apiClientSecret.count({ where: { revokedAt: null } })).toBe(1);
  });
});
