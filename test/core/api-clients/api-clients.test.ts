import { beforeEach, describe, expect, test } from "vitest";
import {
  findApiClient,
  revokeApiClient,
  revokeApiClientRequest,
  listApiClients,
} from "../../../src/core/api-clients/revoke-api-client.ts";
import { createApiClientRequest } from "../../../src/core/api-clients/create-api-client.ts";
import { findAccessToken, issueAccessToken } from "../../../src/core/api-clients/issue-access-token.ts";
import { showClientSecret, unshownSecrets } from "../../../src/core/api-clients/show-client-secret.ts";
import { hours } from "../../../src/core/kernel/time/clock.ts";
import { hashToken } from "../../../src/core/kernel/secrets/token.ts";
import { planRequest, submitRequest } from "../../../src/core/kernel/requests/submit-request.ts";
import { auditOfTest } from "../../support/audit-of-test.ts";
import { clientByOperator } from "../../support/client-by-operator.ts";
import { makeActor } from "../../support/factories.ts";
import { inviteScene, place } from "../../support/invite-scene.ts";
import { readWords } from "../../support/recorded-chat.ts";
import { ask } from "../users/user-scene.ts";

const scene = inviteScene();
const audit = auditOfTest(() => scene.t.db);
const manager = async () => ({
  ...scene.t.app,
  actor: await makeActor(scene.t, {
    permissions: { settings: "manage", users: "manage", accounts: "manage", marketplaces: "edit" },
  }),
});
const operator = () => ({
  ...scene.t.app,
  actor: { kind: "operator", name: "root", surface: "command-line" } as const,
});
const clientCalled = (name: string) => scene.t.db.apiClient.findFirstOrThrow({ where: { name } });
const secretOf = (name: string) =>
  scene.t.db.apiClientSecret.findFirstOrThrow({ where: { apiClient: { name } } });
const permissions = { users: "manage", accounts: "manage", marketplaces: "edit" } as const;
const grid = { fullAccess: false, permissions };
const wide = (name: string) => ({ name, accountId: null, ...grid });
const make = (name: string) => clientByOperator(scene.t.app, { name, access: grid });

beforeEach(async () => {
  await scene.t.db.apiClient.deleteMany();
});

describe("the secret of an API client", () => {
  test("is made when it is shown, to its requester alone, and kept as a hash", async () => {
    const ctx = await manager();
    const { requestId } = await ask({ ...scene, ctx }, createApiClientRequest, wide("Billing"));
    expect(await secretOf("Billing")).toMatchObject({ secretHash: null, prefix: "" });
    expect(await unshownSecrets(ctx)).toEqual(new Map([[(await secretOf("Billing")).id, requestId]]));
    const { client, secret } = await showClientSecret(ctx, requestId);
    expect(secret).toMatch(/^[\w-]{43}$/);
    const { secretHash, prefix, expiresAt } = await secretOf("Billing");
    expect([secretHash, prefix, expiresAt]).toEqual([hashToken(secret), secret.slice(0, 6), null]);
    const { token } = await issueAccessToken(scene.t.app, {
      clientId: client.clientId,
      clientSecret: secret,
      from: "10.0.0.1",
    });
    expect(await findAccessToken(scene.t.app, token)).toMatchObject({ kind: "api-client", name: "Billing" });
    await scene.t.runJobs();
    expect(readWords(scene.t.chat.latest().note)).toContain("was shown to its requester, once");
    const { db } = scene.t;
    const tables = [
      db.request.findMany(),
      db.auditEvent.findMany(),
      db.apiClient.findMany(),
      db.apiClientSecret.findMany(),
      db.accessToken.findMany(),
    ];
    const kept = JSON.stringify(
      [
        await Promise.all(tables as Promise<unknown>[]),
        scene.t.chat.messages,
        scene.t.log,
        scene.t.queue.waiting,
      ],
      (_key, value: unknown) => (typeof value === "bigint" ? String(value) : value),
    );
    expect(kept).toContain("api-client-secret-shown");
    expect(kept).not.toContain(secret);
    expect(kept).not.toContain(token);
  });

  test("is shown once, even to two clicks at the same moment", async () => {
    const ctx = await manager();
    const { requestId } = await ask({ ...scene, ctx }, createApiClientRequest, wide("Twice"));
    const both = await Promise.allSettled([1, 2].map(() => showClientSecret(ctx, requestId)));
    expect(both.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    await expect(showClientSecret(ctx, requestId)).rejects.toMatchObject({ code: "conflict" });
    const [shown] = both.flatMap((one) => (one.status === "fulfilled" ? one.value.secret : []));
    expect((await secretOf("Twice")).secretHash).toEqual(hashToken(shown ?? ""));
    expect(await unshownSecrets(ctx)).toEqual(new Map());
  });

  test("is for its requester alone, while they may, once the client is there, and for a day", async () => {
    const ctx = await manager();
    const early = await submitRequest(ctx, createApiClientRequest, wide("Mine"), place());
    const waits = (status: "queued" | "awaitingApproval") =>
      scene.t.db.request.update({ where: { id: early.requestId }, data: { status } });
    await waits("awaitingApproval");
    await expect(showClientSecret(ctx, early.requestId)).rejects.toMatchObject({ message: /Not yet/ });
    await waits("queued");
    await expect(showClientSecret(ctx, early.requestId)).rejects.toMatchObject({ message: /Not yet/ });
    await scene.t.runJobs();
    const stranger = await manager();
    await expect(showClientSecret(stranger, early.requestId)).rejects.toMatchObject({ code: "not-found" });
    const without = { ...ctx, actor: { ...ctx.actor, permissions: {} } };
    await expect(showClientSecret(without, early.requestId)).rejects.toMatchObject({ code: "forbidden" });
    scene.t.clock.advance(hours(24));
    await expect(showClientSecret(ctx, early.requestId)).rejects.toMatchObject({ code: "expired" });
    expect(await unshownSecrets(ctx)).toEqual(new Map());
    scene.t.clock.advance(-hours(24));
  });

  test("of a client that was revoked in the meantime is not made", async () => {
    const ctx = await manager();
    const { requestId } = await ask({ ...scene, ctx }, createApiClientRequest, wide("Gone"));
    const { id } = await clientCalled("Gone");
    await revokeApiClient(operator(), id);
    await expect(showClientSecret(ctx, requestId)).rejects.toMatchObject({ code: "not-found" });
    expect((await secretOf("Gone")).secretHash).toBeNull();
  });
});

describe("API clients", () => {
  test("are five at most, however many are asked for at the same moment", async () => {
    const names = ["a", "b", "c", "d", "e", "f", "g"];
    const made = await Promise.allSettled(names.map(make));
    expect(made.filter(({ status }) => status === "fulfilled")).toHaveLength(5);
    const [refused] = made.flatMap((one) => (one.status === "rejected" ? [one.reason as Error] : []));
    expect(refused).toMatchObject({ code: "conflict", message: /There are 5 API clients/ });
    const [first] = await listApiClients(scene.t.app);
    expect(JSON.stringify(await listApiClients(scene.t.app))).not.toContain('"secretHash"');
    await revokeApiClient(operator(), first?.id ?? "");
    await make("another");
    expect(await listApiClients(scene.t.app)).toHaveLength(5);
  });

  test("have each a name of its own", async () => {
    await make("Shop");
    const again = make(" SHOP ");
    await expect(again).rejects.toMatchObject({ code: "conflict", field: "name" });
    const planned = planRequest(await manager(), createApiClientRequest, wide("shop"));
    await expect(planned).rejects.toMatchObject({ code: "conflict", field: "name" });
    for (const name of ["", "a\nb", "x".repeat(101)])
      await expect(make(name)).rejects.toMatchObject({
        code: "invalid",
        field: "name",
      });
  });

  test("are found by name or client ID, in any case", async () => {
    const { client } = await clientByOperator(scene.t.app, { name: "Shop", accountId: scene.accountId });
    expect((await findApiClient(scene.t.app, "SHOP")).id).toBe(client.id);
    expect((await findApiClient(scene.t.app, client.clientId.toUpperCase())).id).toBe(client.id);
    await expect(findApiClient(scene.t.app, "nothing")).rejects.toMatchObject({ code: "not-found" });
  });

  test("are revoked once they are said to be meant, with every token, and once", async () => {
    const ctx = await manager();
    const { client, secret } = await make("Old");
    const credentials = { clientId: client.clientId, clientSecret: secret, from: "10.0.0.1" };
    const { token } = await issueAccessToken(scene.t.app, credentials);
    const input = { apiClientId: client.id };
    expect(await planRequest(ctx, revokeApiClientRequest, input)).toMatchObject({
      needsConfirmation: true,
      effects: [expect.any(String), expect.stringContaining("1 of its tokens")],
    });
    await ask({ ...scene, ctx }, revokeApiClientRequest, input);
    expect(await findAccessToken(scene.t.app, token)).toBeUndefined();
    await expect(issueAccessToken(scene.t.app, credentials)).rejects.toMatchObject({
      oauthError: "invalid_client",
    });
    expect(await revokeApiClient(operator(), client.id)).toBe(false);
    expect(await audit("api-client-revoked")).toHaveLength(1);
  });

  test("need settings: manage, when asked for and when the job runs", async () => {
    const weak = { ...scene.t.app, actor: await makeActor(scene.t, { permissions: { settings: "edit" } }) };
    for (const [kind, input] of [
      [createApiClientRequest, wide("No")],
      [revokeApiClientRequest, { apiClientId: scene.accountId }],
    ] as const) {
      const asked = planRequest(
        weak,
        kind as typeof createApiClientRequest,
        input as ReturnType<typeof wide>,
      );
      await expect(asked).rejects.toMatchObject({ code: "forbidden" });
    }
    const ctx = await manager();
    await submitRequest(ctx, createApiClientRequest, wide("Late"), place());
    await scene.t.db.consoleUser.update({ where: { id: ctx.actor.id }, data: { permissions: {} } });
    await scene.t.runJobs();
    expect(await scene.t.db.apiClient.count()).toBe(0);
  });
});
