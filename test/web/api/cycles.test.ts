import { expect, test } from "vitest";
import { makeConnector, makeTemplate } from "../../support/account-scene.ts";
import { apiScene } from "./api-scene.ts";
import { idOf } from "./read-answer.ts";

const scene = apiScene();

test("keeps a cycle from its making to its end", async () => {
  const steps = [{ name: "Read", CONNECTOR: "Shop", values: [{ Name: "Since", value: "today" }] }];
  const made = await scene.call("POST", "/v1.0/cycles", { body: { name: "Orders", STEPS: steps } });
  expect(made).toMatchObject({
    status: 201,
    body: {
      Name: "Orders",
      Status: "Paused",
      Steps: [{ Name: "Read", Connector: "Shop", Method: "", Values: [{ Name: "Since", Value: "today" }] }],
    },
  });
  const path = `/v1.0/cycles/${idOf(made)}`;
  const stored = await scene.call("PUT", path, { body: { Description: "Each night" } });
  expect(stored).toMatchObject({
    status: 200,
    body: { Name: "Orders", Description: "Each night", Version: 2 },
  });
  expect(await scene.call("PUT", `${path}/activate`)).toMatchObject({
    status: 200,
    body: { Status: "Active" },
  });
  expect(await scene.call("PUT", path, { body: { Name: "x" } })).toMatchObject({ status: 409 });
  expect(await scene.call("DELETE", path)).toMatchObject({ status: 409 });
  expect(await scene.call("PUT", `${path}/activate`)).toMatchObject({ status: 200 });
  expect(await scene.call("PUT", `${path}/deactivate`)).toMatchObject({ body: { Status: "Paused" } });
  const outdated = await scene.call("PUT", path, { body: { Name: "x", Version: 1 } });
  expect(outdated).toMatchObject({ status: 409, body: { Message: expect.stringMatching(/^Version: /) } });
  expect(await scene.call("DELETE", path)).toMatchObject({ status: 200, body: {} });
  expect(await scene.call("GET", path)).toMatchObject({ status: 404 });
});

test("installs connectors and templates", async () => {
  const shop = await makeConnector(scene.t.db, {
    authentication: "apiKey",
    properties: [{ name: "Url", required: true }],
  });
  const template = await makeTemplate(scene.t.db, { steps: [{ name: "Read" }] });
  const body = { AuthValue: "pk-1", Properties: [{ Name: "Url", Value: "https://shop.example" }] };
  const installed = await scene.call("POST", `/v1.0/connectors/${shop.name}/install`, { body });
  expect(installed).toMatchObject({ status: 200, body: { Name: shop.name, Authenticated: true } });
  expect(await scene.call("GET", "/v1.0/account/connectors")).toMatchObject({
    body: [{ Id: idOf(installed) }],
  });
  const wrong = await scene.call("POST", `/v1.0/connectors/${shop.name}/install`, {
    body: { AuthValue: "x" },
  });
  expect(wrong).toMatchObject({
    status: 400,
    body: { Message: expect.stringMatching(/^Properties\.Url: /) },
  });
  const listed = await scene.call("GET", "/v1.0/templates");
  expect(listed.body).toMatchObject([{ Id: template.id, Connectors: [] }]);
  const cycle = await scene.call("POST", `/v1.0/templates/${template.id}/install`);
  expect(cycle).toMatchObject({
    status: 200,
    body: { Name: template.name, Status: "Paused", TemplateId: template.id },
  });
});

test("gives lists page by page, and an empty one past the end", async () => {
  for (const Name of ["a", "b", "c"]) await scene.call("POST", "/v1.0/cycles", { body: { Name } });
  const last = await scene.call("GET", "/v1.0/cycles?page=2&PAGESIZE=2");
  expect([last.status, last.headers.get("total-pages")]).toEqual([200, "2"]);
  expect(last.body).toMatchObject([{ Name: "c" }]);
  const past = await scene.call("GET", "/v1.0/cycles?page=3&pageSize=2");
  expect([past.status, past.headers.get("total-pages"), past.body]).toEqual([200, "2", []]);
});

test("keeps at most 64 KB of steps, and lists at most 100 cycles at a time", async () => {
  const values = Array.from({ length: 17 }, (_, at) => ({ Name: `v${at}`, Value: "x".repeat(3_990) }));
  const Steps = [{ Name: "Read", Values: values }];
  const tooMuch = {
    status: 400,
    body: { Field: "Steps", Message: expect.stringMatching(/^Steps: .*64 KB/) },
  };
  expect(await scene.call("POST", "/v1.0/cycles", { body: { Name: "Big", Steps } })).toMatchObject(tooMuch);
  const fits = [{ Name: "Read", Values: values.slice(1) }];
  const made = await scene.call("POST", "/v1.0/cycles", { body: { Name: "Big", Steps: fits } });
  expect(made.status).toBe(201);
  const path = `/v1.0/cycles/${idOf(made)}`;
  expect(await scene.call("PUT", path, { body: { Steps } })).toMatchObject(tooMuch);
  const { id: accountId } = scene.account;
  const more = Array.from({ length: 100 }, (_, at) => ({ accountId, name: `c${at}`, steps: [] }));
  await scene.t.db.cycle.createMany({ data: more });
  const list = await scene.call("GET", "/v1.0/cycles?pageSize=1000");
  expect([list.status, list.headers.get("total-pages")]).toEqual([200, "2"]);
  expect(list.body).toHaveLength(100);
});

test.each([
  ["0001-01-01T00:00:00", 400],
  ["1969-12-31T23:59:59Z", 400],
  ["1970-01-01T00:30:00+01:00", 400],
  ["1970-01-01T00:00:00Z", 200],
  ["9998-12-31T23:59:59", 200],
  ["9998-12-31T23:59:59-01:00", 400],
  ["9999-12-31T23:59:59-12:00", 400],
])("a time %s answers %i wherever one is taken", async (time, status) => {
  const made = await scene.call("POST", "/v1.0/cycles", { body: { Name: "Orders" } });
  const activate = `/v1.0/cycles/${idOf(made)}/activate`;
  const started = await scene.call("PUT", activate, { body: { StartTime: time } });
  const account = `/v1.0/accounts/${scene.account.apiId}`;
  const billed = await scene.call("PUT", account, { body: { NextBillDateUtc: time } });
  expect([started.status, billed.status]).toEqual([status, status]);
  if (status === 200) return;
  expect([started.body, billed.body]).toMatchObject([{ Field: "StartTime" }, { Field: "NextBillDateUtc" }]);
});

test.each([
  ["POST", "/v1.0/cycles", { Name: 7 }, "Name: Expected string, received number."],
  ["POST", "/v1.0/cycles", {}, "Name: This is missing."],
  ["POST", "/v1.0/cycles", { Name: " " }, "Name: Enter a name."],
  ["POST", "/v1.0/cycles", { Name: "a", name: "b" }, "Name: This is given twice."],
  ["POST", "/v1.0/cycles", { Name: "a", Steps: [{ Name: "" }] }, "Steps[0].Name: Enter a name."],
  ["POST", "/v1.0/cycles", { Name: "\uD83D" }, "Name: Leave out NUL and half characters."],
  ["POST", "/v1.0/cycles", "{", "The body: This is not JSON."],
  ["POST", "/v1.0/cycles", "[]", "The body: Expected object, received array."],
  ["GET", "/v1.0/cycles?page=0", undefined, /^page: /],
  ["GET", "/v1.0/cycles?page=1e1", undefined, /^page: /],
  ["GET", "/v1.0/cycles?page=1&page=2", undefined, /^page: /],
  ["GET", "/v1.0/cycles?pageSize=1001", undefined, /^pageSize: /],
  ["GET", "/v1.0/cycles/seven", undefined, "id: This is not a GUID."],
])("answers %s %s %j with a 400 that names the field", async (method, path, body, message) => {
  const answer = await scene.call(method, path, { body });
  expect(answer.status).toBe(400);
  const expected = typeof message === "string" ? message : expect.stringMatching(message);
  expect(answer.body).toMatchObject({ Message: expected });
});

test.each([
  ["GET", "/v1.0/nowhere", {}, 404],
  ["POST", "/v1.0/nowhere", { body: "{" }, 404],
  ["GET", "/oauth/token", {}, 405],
  ["PATCH", "/v1.0/cycles", { body: {} }, 405],
  ["POST", "/v1.0/cycles", { body: "<x/>", headers: { "content-type": "text/xml" } }, 415],
  ["POST", "/v1.0/cycles", { body: { Name: "x".repeat(600_000) } }, 413],
])("answers %s %s in the form of every error", async (method, path, options, status) => {
  const answer = await scene.call(method, path, options);
  expect(answer.status).toBe(status);
  expect(answer.body).toEqual({
    Message: expect.any(String),
    Code: expect.any(String),
    RequestId: answer.headers.get("x-request-id"),
    Link: expect.stringContaining("/v1.0/docs/errors#"),
  });
  expect(answer.headers.get("content-type")).toMatch(/^application\/json/);
  expect(answer.headers.get("cache-control")).toBe("no-store");
});
