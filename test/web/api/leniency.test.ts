import { expect, test } from "vitest";
import { makeTemplate } from "../../support/account-scene.ts";
import { makeAccount } from "../../support/factories.ts";
import { apiScene } from "./api-scene.ts";

const scene = apiScene();
const strict = { prefer: 'handling="strict"' };

test("a field that nobody knows is passed over and named, at any depth", async () => {
  const body = { name: "a", Colour: "red", Steps: [{ Name: "b", "X y": 1 }] };
  const answer = await scene.call("POST", "/v1.0/cycles?shape=round", { body });
  expect(answer).toMatchObject({ status: 201, body: { Name: "a", Steps: [{ Name: "b" }] } });
  expect(answer.headers.get("ignored-fields")).toBe("shape, Steps%5B0%5D.X%20y, Colour");
});

test("no more than 20 are named, and none where nothing was passed over", async () => {
  const many = Object.fromEntries(Array.from({ length: 30 }, (_, at) => [`Field${at}`, at]));
  const answer = await scene.call("POST", "/v1.0/cycles", { body: { Name: "a", ...many, "\uD800": 1 } });
  expect(answer.headers.get("ignored-fields")?.split(", ")).toHaveLength(20);
  const odd = await scene.call("POST", "/v1.0/cycles", { body: { Name: "a", "\uD800": 1 } });
  expect([odd.status, odd.headers.get("ignored-fields")]).toEqual([201, "%EF%BF%BD"]);
  const known = await scene.call("POST", "/v1.0/cycles", { body: { Name: "a" } });
  expect(known.headers.get("ignored-fields")).toBeNull();
});

test("a client that wants strictness is refused the field instead, and nothing is done", async () => {
  const before = await scene.t.db.cycle.count();
  const body = { Name: "a", Steps: [{ Name: "b", X: 1 }] };
  const answer = await scene.call("POST", "/v1.0/cycles", { body, headers: strict });
  const Message = "Steps[0].X: This call takes no such field.";
  expect(answer).toMatchObject({
    status: 400,
    body: { Message, Code: "unknown-field", Field: "Steps[0].X" },
  });
  expect(await scene.t.db.cycle.count()).toBe(before);
});

test("what is known and wrong stays a 400, whatever else is passed over", async () => {
  const answer = await scene.call("POST", "/v1.0/cycles", { body: { Name: 7, Colour: "red" } });
  expect(answer).toMatchObject({ status: 400, body: { Field: "Name" } });
});

test("an order that nobody knows is passed over, and refused where strictness is wanted", async () => {
  for (const name of ["Colour", "constructor", "__proto__", "toString", "valueOf"]) {
    const lenient = await scene.call("GET", `/v1.0/cycles?orderBy=${name}&SORTORDERASC=False`);
    expect([lenient.status, lenient.headers.get("ignored-fields")]).toEqual([200, "orderBy"]);
  }
  const refused = await scene.call("GET", "/v1.0/cycles?orderBy=Colour", { headers: strict });
  expect(refused).toMatchObject({ status: 400, body: { Code: "unknown-field", Field: "orderBy" } });
});

test("lists come in the order that is asked for", async () => {
  for (const Name of ["b", "c", "a"]) await scene.call("POST", "/v1.0/cycles", { body: { Name } });
  const names = async (query: string) => {
    const { body } = await scene.call("GET", `/v1.0/cycles${query}`);
    return (body as { Name: string }[]).map(({ Name }) => Name);
  };
  expect(await names("")).toEqual(["b", "c", "a"]);
  expect(await names("?orderBy=name")).toEqual(["a", "b", "c"]);
  expect(await names("?orderBy=Name&sortOrderAsc=false")).toEqual(["c", "b", "a"]);
  expect(await names("?sortOrderAsc=FALSE")).toEqual(["a", "c", "b"]);
});

test("an address with a slash at its end is the same, and an empty body an object without properties", async () => {
  const template = await makeTemplate(scene.t.db);
  const headers = { "content-type": "application/json" };
  const answer = await scene.call("POST", `/v1.0/templates/${template.id}/install/`, { body: "", headers });
  expect(answer.status).toBe(200);
  expect((await scene.call("POST", "/v1.0/cycles", { body: "", headers })).body).toMatchObject({
    Message: "Name: This is missing.",
    Field: "Name",
  });
});

test("templates can be read without an Account, by any token", async () => {
  const template = await makeTemplate(scene.t.db);
  expect((await scene.call("GET", "/v1.0/templates", { account: null })).status).toBe(200);
  const one = await scene.call("GET", `/v1.0/templates/${template.id}`, { account: null });
  expect(one).toMatchObject({ status: 200, body: { Id: template.id, Tags: [] } });
});

test("a call has a name of its own, or the caller's, in its answer", async () => {
  await makeAccount(scene.t.db);
  const made = await scene.call("GET", "/v1.0/cycles");
  expect(made.headers.get("x-request-id")).toMatch(/^[\w-]{36}$/);
  const given = await scene.call("GET", "/v1.0/cycles/x", { headers: { "x-request-id": "step-7" } });
  expect(given.body).toMatchObject({ RequestId: "step-7" });
  expect(scene.t.log.some((line) => line.includes('"requestId":"step-7"'))).toBe(true);
  const odd = await scene.call("GET", "/v1.0/cycles", { headers: { "x-request-id": "a b\tc" } });
  expect(odd.headers.get("x-request-id")).not.toContain("a b");
});
