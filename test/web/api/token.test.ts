import { expect, test } from "vitest";
import { revokeApiClient } from "../../../src/core/api-clients/revoke-api-client.ts";
import { sweepAccessTokens } from "../../../src/core/api-clients/sweep-access-tokens.ts";
import { hours } from "../../../src/core/kernel/time/clock.ts";
import { auditOfTest } from "../../support/audit-of-test.ts";
import { clientByOperator } from "../../support/client-by-operator.ts";
import { makeAccount } from "../../support/factories.ts";
import { visitor } from "../visitor.ts";
import { apiScene } from "./api-scene.ts";
import { readAnswer } from "./read-answer.ts";

const scene = apiScene();
const audit = auditOfTest(() => scene.t.db);
const operator = () => ({
  ...scene.t.app,
  actor: { kind: "operator", name: "root", surface: "command-line" } as const,
});

async function withClient<Result>(
  work: (client: { id: string; form: Record<string, string> }) => Promise<Result>,
  accountId: string | null = null,
  name = "Shop app",
): Promise<Result> {
  const { client, secret } = await clientByOperator(scene.t.app, { name, accountId });
  const form = { grant_type: "client_credentials", client_id: client.clientId, client_secret: secret };
  try {
    return await work({ id: client.id, form });
  } finally {
    await revokeApiClient(operator(), client.id);
  }
}

const ask = async (form: Record<string, string> | string, person = visitor(scene.web)) => {
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  const init = { method: "POST", body: new URLSearchParams(form).toString(), headers };
  return readAnswer("POST", "/oauth/token", await person.request("/oauth/token", init));
};

/** What was answered, but for the name of the call. */
const bare = ({ body }: { body: unknown }) => ({ ...(body as object), RequestId: "" });

const tokenOf = ({ body }: { body: unknown }) => (body as { access_token: string }).access_token;
const reaches = async (token: string, account: string) =>
  (await scene.call("GET", "/v1.0/cycles", { token, account })).status;

test("gives a token for an hour, which is kept as a hash alone", () =>
  withClient(async ({ form }) => {
    const answer = await ask(form);
    expect(answer).toMatchObject({
      status: 200,
      body: { token_type: "bearer", expires_in: 3600, clientId: form["client_id"] },
    });
    const token = tokenOf(answer);
    expect(await reaches(token, scene.account.apiId)).toBe(200);
    const kept = await scene.t.db.accessToken.findMany();
    expect(JSON.stringify(kept)).not.toContain(token);
    expect(scene.t.log.join("")).not.toContain(token);
    expect(await audit("access-token-issued")).toMatchObject([
      { actorKind: "api-client", actorName: "Shop app" },
    ]);
    scene.t.clock.advance(hours(1));
    expect(await reaches(token, scene.account.apiId)).toBe(401);
    expect(await sweepAccessTokens(scene.t.app)).toBeGreaterThan(0);
    scene.t.clock.advance(-hours(1));
  }));

test("restricts a token to the Account that the scope names", () =>
  withClient(async ({ form }) => {
    const other = await makeAccount(scene.t.db);
    const answer = await ask({ ...form, scope: `account:${scene.account.apiId.toUpperCase()}` });
    expect(answer.status).toBe(200);
    expect(await reaches(tokenOf(answer), scene.account.apiId)).toBe(200);
    expect(await reaches(tokenOf(answer), other.apiId)).toBe(403);
  }));

test("restricts every token of a client that is restricted, and gives it no other scope", async () => {
  const other = await makeAccount(scene.t.db);
  await withClient(async ({ form }) => {
    expect(await reaches(tokenOf(await ask(form)), other.apiId)).toBe(403);
    const refused = await ask({ ...form, scope: `account:${other.apiId}` });
    const unknown = await ask({ ...form, scope: "account:nowhere" });
    expect(refused).toMatchObject({ status: 400, body: { error: "invalid_scope" } });
    expect(bare(unknown)).toEqual(bare(refused));
  }, scene.account.id);
});

test("grants the permissions that the scope names, of those that the client has, and says which", () =>
  withClient(async ({ id, form }) => {
    const scopeOf = async (scope?: string) =>
      ((await ask({ ...form, ...(scope && { scope }) })).body as { scope: string }).scope;
    expect(await scopeOf()).toContain("accounts:manage users:manage");
    const { apiId } = scene.account;
    expect(await scopeOf(`users:edit account:${apiId} users:view`)).toBe(`account:${apiId} users:edit`);

    const narrow = { fullAccess: false, permissions: { users: "edit", accounts: "view" } };
    await scene.t.db.apiClient.update({ where: { id }, data: narrow });
    expect(await scopeOf()).toBe("accounts:view users:edit");
    for (const scope of [
      "users:manage",
      "users:view audit:view",
      "users:all",
      "openid",
      " ",
      "account:a account:b",
    ])
      expect(await ask({ ...form, scope })).toMatchObject({ status: 400, body: { error: "invalid_scope" } });

    const token = tokenOf(await ask({ ...form, scope: "users:view" }));
    const users = () => scene.call("GET", `/v1.0/accounts/${apiId}/users`, { token });
    expect((await users()).status).toBe(200);
    const refused = await scene.call("GET", "/v1.0/accounts", { token });
    expect(refused).toMatchObject({ status: 403, body: { Code: "forbidden" } });
    expect((refused.body as { Message: string }).Message).toContain("“accounts: view”");
    // What its client loses, a token loses at once.
    await scene.t.db.apiClient.update({ where: { id }, data: { permissions: { accounts: "view" } } });
    expect((await users()).status).toBe(403);
  }));

test("answers alike to an unknown client, a wrong secret and a revoked client", async () => {
  const [wrong, unknown, form] = await withClient(async ({ form }) => [
    await ask({ ...form, client_secret: "x".repeat(43) }),
    await ask({ ...form, client_id: "0".repeat(32) }),
    form,
  ]);
  const revoked = await ask(form);
  for (const answer of [wrong, unknown, revoked])
    expect(answer).toMatchObject({ status: 401, body: { error: "invalid_client" } });
  expect(bare(unknown)).toEqual(bare(wrong));
  expect(bare(revoked)).toEqual(bare(wrong));
  expect(await audit("refused")).toMatchObject([
    { actorKind: "visitor", surface: "api", subjectName: "Shop app", after: { because: "a wrong secret" } },
    { after: { because: "the client was revoked" } },
  ]);
});

test("ends every token at once with its client", async () => {
  const token = await withClient(async ({ form }) => {
    const given = tokenOf(await ask(form));
    expect(await reaches(given, scene.account.apiId)).toBe(200);
    return given;
  });
  expect(await reaches(token, scene.account.apiId)).toBe(401);
});

test.each([
  [{ grant_type: "password" }, /^grant_type: /],
  [{ grant_type: "" }, /^grant_type: /],
  [{ client_id: undefined }, /^client_id: This is missing/],
  [{ client_secret: undefined }, /^client_secret: This is missing/],
  [{ scope: "everything" }, /^Scope: /],
  [{ scope: "account:" }, /^Scope: /],
])("answers a form with %j with a 400 that names the field", (wrong, message) =>
  withClient(async ({ form }) => {
    const given = Object.entries({ ...form, ...wrong }).filter(([, value]) => value !== undefined);
    const answer = await ask(Object.fromEntries(given) as Record<string, string>);
    expect(answer).toMatchObject({ status: 400, body: { Message: expect.stringMatching(message) } });
  }),
);

test("takes a form, and neither JSON nor the same field twice", () =>
  withClient(async ({ form }) => {
    const twice = await ask(`${new URLSearchParams(form).toString()}&client_id=other`);
    expect(twice).toMatchObject({ status: 400, body: { Message: expect.stringMatching(/^client_id: /) } });
    expect(await scene.call("POST", "/oauth/token", { body: form })).toMatchObject({ status: 415 });
  }));

test("passes over parameters that OAuth does not know, and odd client IDs are no error", () =>
  withClient(async ({ form }) => {
    expect((await ask({ ...form, resource: "x" })).status).toBe(200);
    for (const client_id of ["", "\0", "' OR 1=1", "ü".repeat(5000)])
      expect((await ask({ ...form, client_id })).status).toBe(401);
  }));

test("lets nobody guess secrets without end, and the right ones go on from elsewhere", () =>
  withClient(async ({ form }) => {
    const person = visitor(scene.web);
    const wrong = { ...form, client_secret: "x".repeat(43) };
    let answer = await ask(wrong, person);
    for (let asked = 1; answer.status === 401 && asked < 200; asked += 1) answer = await ask(wrong, person);
    expect(answer.status).toBe(429);
    expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
    expect((await ask(form)).status).toBe(200);
  }));

test("refuses no other client behind the same address, until too many are wrong there", () =>
  withClient(async ({ form }) => {
    const person = visitor(scene.web);
    const client_secret = "x".repeat(43);
    const guess = async (at: number) =>
      (await ask({ ...form, client_id: String(at).padStart(32, "0"), client_secret }, person)).status;
    for (let tries = 0; tries < 60; tries += 1) expect(await guess(0)).toBe(401);
    expect(await guess(0)).toBe(429);
    expect((await ask(form, person)).status).toBe(200);
    for (let tries = 60; tries < 600; tries += 1) expect(await guess(tries)).toBe(401);
    expect((await ask(form, person)).status).toBe(429);
    expect((await ask(form)).status).toBe(200);
  }));

test("gives a client that takes a new token for each step as many as it asks for", () =>
  withClient(async ({ form }) => {
    const person = visitor(scene.web);
    for (let step = 0; step < 150; step += 1) {
      const answer = await ask(form, person);
      expect(answer.status).toBe(200);
      if (step % 50 === 0) expect(await reaches(tokenOf(answer), scene.account.apiId)).toBe(200);
    }
  }));

test("takes the credentials as Basic, and says when the token was issued and ends", () =>
  withClient(async ({ form }) => {
    const basic = Buffer.from(`${form["client_id"]}:${form["client_secret"]}`).toString("base64");
    const asked = (header: string, body: Record<string, string>) =>
      scene.call("POST", "/oauth/token", {
        token: null,
        account: null,
        body: new URLSearchParams(body).toString(),
        headers: { "content-type": "application/x-www-form-urlencoded", authorization: header },
      });
    const grant = { grant_type: "client_credentials" };
    const answer = await asked(`Basic ${basic}`, grant);
    const now = scene.t.clock.now();
    expect(answer).toMatchObject({
      status: 200,
      body: { ".issued": now.toUTCString(), ".expires": new Date(now.getTime() + hours(1)).toUTCString() },
    });
    const wrong = await asked(`Basic ${Buffer.from("a:b").toString("base64")}`, grant);
    expect(wrong).toMatchObject({ status: 401, body: { error: "invalid_client" } });
    expect(wrong.headers.get("www-authenticate")).toBe("Basic");
    const both = await asked(`Basic ${basic}`, { ...form, client_secret: "other" });
    expect(both).toMatchObject({ status: 400, body: { error: "invalid_request" } });
    const other = await asked(`Basic ${basic}`, { grant_type: "password" });
    expect(other).toMatchObject({ status: 400, body: { error: "unsupported_grant_type" } });
  }));

test("a token that its client gives back ends at once, and nobody else's does", () =>
  withClient(async ({ form }) => {
    const token = tokenOf(await ask(form));
    const { account } = scene;
    const give = (given: Record<string, string>) =>
      scene.call("POST", "/oauth/revoke", {
        token: null,
        account: null,
        body: new URLSearchParams(given).toString(),
        headers: { "content-type": "application/x-www-form-urlencoded" },
      });
    const others = async (other: { form: Record<string, string> }) =>
      expect((await give({ ...other.form, token })).status).toBe(200);
    await withClient(others, null, "Another app");
    const wrong = await give({ ...form, client_secret: "x".repeat(43), token });
    expect(wrong).toMatchObject({ status: 401, body: { error: "invalid_client" } });
    expect(await give(form)).toMatchObject({
      status: 400,
      body: { error: "invalid_request", Field: "token" },
    });
    expect(await reaches(token, account.apiId)).toBe(200);
    const given = await give({ ...form, token, token_type_hint: "access_token" });
    expect(given).toMatchObject({ status: 200, body: {} });
    expect(await reaches(token, account.apiId)).toBe(401);
    expect((await give({ ...form, token })).status).toBe(200);
    expect(await audit("access-token-revoked")).toMatchObject([
      { actorKind: "api-client", actorName: "Shop app" },
    ]);
  }));
