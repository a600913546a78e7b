import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { apiRoutes } from "../../../src/web/features.ts";
import { clientByOperator } from "../../support/client-by-operator.ts";
import { makeConnector, makeTemplate } from "../../support/account-scene.ts";
import { makeAccount } from "../../support/factories.ts";
import { visitor } from "../visitor.ts";
import { apiScene } from "./api-scene.ts";
import { goodRequests } from "./good-requests.ts";
import { readAnswer } from "./read-answer.ts";

const scene = apiScene();

// Our own calls are strict.
const lists = apiRoutes
  .filter(({ differs }) => differs !== undefined)
  .filter(({ method, path, level }) => method === "get" && level !== "open" && !path.endsWith("}"))
  .map(({ path }) => path);

describe("a client that sends per_page=50 on every list", () => {
  test.each(lists)("GET %s answers, and names what it passed over", async (path) => {
    const good = await goodRequests[`GET ${path}`]?.(scene);
    const answer = await scene.call("GET", `${good?.path}?per_page=50&page=1&pageSize=1000`);
    expect(answer.status).toBe(200);
    expect(answer.headers.get("ignored-fields")).toMatch(/^per_page\b/);
  });

  test.each(lists)("GET %s refuses it where the client wants strictness", async (path) => {
    const good = await goodRequests[`GET ${path}`]?.(scene);
    const headers = { prefer: "respond-async, handling=strict" };
    const answer = await scene.call("GET", `${good?.path}?per_page=50`, { headers });
    expect(answer).toMatchObject({
      status: 400,
      body: { Code: "unknown-field", Field: "per_page", Message: "per_page: This call takes no such field." },
    });
  });
});

test("a client that takes a new token for each step gets through the life of an Account", async () => {
  const { client, secret } = await clientByOperator(scene.t.app, { name: "Steps" });
  const person = visitor(scene.web);
  const form = { grant_type: "client_credentials", client_id: client.clientId, client_secret: secret };
  const step = async (method: string, path: string, account: string | null, body?: unknown) => {
    const init = {
      method: "POST",
      body: new URLSearchParams(form).toString(),
      headers: { "content-type": "application/x-www-form-urlencoded" },
    };
    const given = await readAnswer("POST", "/oauth/token", await person.request("/oauth/token", init));
    const { access_token: token } = given.body as { access_token: string };
    return scene.call(method, path, { token, account, body });
  };
  const id = `steps-${randomUUID()}`;
  const username = `steps.${randomUUID().slice(0, 8)}`;
  const one = `/v1.0/accounts/${id}`;
  const { name } = await makeConnector(scene.t.db, { authentication: "apiKey" });
  const template = await makeTemplate(scene.t.db);
  expect(
    await step("POST", "/v1.0/accounts", null, { Id: id, Name: "Steps Ltd", Shareable: true }),
  ).toMatchObject({
    status: 200,
    body: { Id: id, Name: "Steps Ltd" },
  });
  const person1 = { UserName: username, Password: "seven quiet herons" };
  expect((await step("PUT", `${one}/users`, null, person1)).status).toBe(200);
  expect((await step("GET", `${one}/users`, null)).body).toEqual([username]);
  const signIn = await step("POST", `${one}/signintoken`, null, { Username: username });
  expect(signIn).toMatchObject({ status: 200, body: { Token: expect.any(String) } });
  expect((await step("POST", `/v1.0/connectors/${name}/install`, id, { AuthValue: "pk" })).status).toBe(200);
  const cycle = await step("POST", `/v1.0/templates/${template.id}/install`, id);
  const { Id } = cycle.body as { Id: string };
  expect((await step("PUT", `/v1.0/cycles/${Id}/activate`, id, { Interval: "60" })).body).toMatchObject({
    Status: "Active",
    Interval: 60,
  });
  expect((await step("DELETE", one, null, {})).status).toBe(409);
  expect((await step("PUT", `/v1.0/cycles/${Id}/deactivate?finishQueuedTransactions=true`, id)).status).toBe(
    200,
  );
  expect((await step("DELETE", `${one}/users`, null, { UserName: username })).status).toBe(200);
  expect((await step("DELETE", one, null, {})).status).toBe(200);
  expect((await step("GET", one, null)).status).toBe(404);
});

test("a client that reads the Properties of its connectors finds them, without their values", async () => {
  const properties = [
    { name: "Url", label: "Address", required: true },
    { name: "Key", label: "Key", secret: true },
  ];
  const shop = await makeConnector(scene.t.db, { authentication: "apiKey", properties });
  const body = {
    Properties: [
      { Id: "1", Value: "https://shop.example" },
      { Name: "Key", Value: "pk-secret-1" },
    ],
  };
  const installed = await scene.call("POST", `/v1.0/connectors/${shop.number}/install`, { body });
  expect(installed).toMatchObject({ status: 200, body: { Id: expect.any(Number), Authenticated: false } });
  const { Id } = installed.body as { Id: number };
  const path = `/v1.0/account/connectors/${Id}`;
  const expected = [
    { Id: 1, Name: "Url", Label: "Address", Secret: false, Required: true },
    { Id: 2, Name: "Key", Label: "Key", Secret: true, Required: false },
  ];
  const listed = await scene.call("GET", "/v1.0/account/connectors");
  expect(listed.body).toMatchObject([
    { Id, Properties: expected, Connector: { Id: shop.number, Icon: null, Properties: expected } },
  ]);
  expect((await scene.call("GET", `${path}/properties`)).body).toEqual(expected);
  expect((await scene.call("GET", `${path}/properties/2`)).body).toEqual(expected[1]);
  expect((await scene.call("GET", `${path}/properties/3`)).status).toBe(404);
  expect(JSON.stringify(listed.body)).not.toContain("pk-secret");
  const authenticated = await scene.call("PUT", path, { body: { AuthValue: "pk-live-2" } });
  expect(authenticated).toMatchObject({ status: 200, body: { Authenticated: true } });
  const off = await scene.call("PUT", `${path}/deauthenticate`);
  expect(off).toMatchObject({ status: 200, body: { Message: `${shop.name} is deauthenticated.` } });
  expect((await scene.call("GET", path)).body).toMatchObject({ Authenticated: false, Properties: expected });
  const unknown = await scene.call("POST", `${path}/properties`, { body: { Name: "Nope", Value: "x" } });
  expect(unknown).toMatchObject({ status: 400, body: { Field: "Name" } });
  const elsewhere = await makeAccount(scene.t.db);
  expect((await scene.call("GET", path, { account: elsewhere.apiId })).status).toBe(404);
  expect((await scene.call("DELETE", path)).status).toBe(200);
  expect((await scene.call("GET", path)).status).toBe(404);
});
