import { expect, test } from "vitest";
import { createWeb } from "../../../src/web/create-web.ts";
import { apiCodes } from "../../../src/web/http/api-errors.ts";
import { explanations } from "../../../src/web/http/error-codes.ts";
import { makeConnector } from "../../support/account-scene.ts";
import { textOf, visitor } from "../visitor.ts";
import { apiScene } from "./api-scene.ts";

const scene = apiScene();
const strict = { prefer: "handling=strict" };

interface Problem {
  Message: string;
  Code: string;
  Field?: string;
  Errors?: { Message: string; Code: string; Field?: string }[];
  Link: string;
}

async function problem(...call: Parameters<typeof scene.call>): Promise<Problem> {
  return (await scene.call(...call)).body as Problem;
}

const fieldsOf = ({ Errors = [] }: Problem) => Errors.map(({ Field }) => Field);

test("all that is wrong with a body is told at once, and the first of it as before", async () => {
  const body = {
    Name: " ",
    Description: "x".repeat(3000),
    Timezone: "Nowhere/At all",
    StepDataSuccessRetentionHours: -10,
    TransactionErrorWebhookUrl: " ",
  };
  const answer = await problem("POST", "/v1.0/accounts", { body });
  expect(answer).toMatchObject({
    Message: "Name: Name is required.",
    Code: "invalid-request",
    Field: "Name",
  });
  expect(answer.Errors).toEqual([
    { Message: "Name: Name is required.", Code: "invalid-request", Field: "Name" },
    {
      Message: expect.stringMatching(/^Description: Use at most/),
      Code: "invalid-request",
      Field: "Description",
    },
    { Message: expect.stringMatching(/^Timezone: /), Code: "invalid-request", Field: "Timezone" },
    {
      Message: "StepDataSuccessRetentionHours (-10): must be non negative",
      Code: "invalid-request",
      Field: "StepDataSuccessRetentionHours",
    },
    {
      Message: "https://  is not a valid URL",
      Code: "invalid-request",
      Field: "TransactionErrorWebhookUrl",
    },
  ]);
});

test("faults of the address and of the body stand in one list, each unknown field by itself", async () => {
  const body = { Steps: [{ Colour: "red" }], A: 1, B: 2 };
  const answer = await problem("POST", "/v1.0/cycles?shape=round", { body, headers: strict });
  expect(fieldsOf(answer)).toEqual(["shape", "Name", "Steps[0].Name", "Steps[0].Colour", "A", "B"]);
  expect(answer.Errors?.map(({ Code }) => Code)).toEqual([
    "unknown-field",
    "invalid-request",
    "invalid-request",
    "unknown-field",
    "unknown-field",
    "unknown-field",
  ]);
  const broken = await problem("POST", "/v1.0/cycles?shape=round", { body: "{", headers: strict });
  expect(broken.Errors?.map(({ Code }) => Code)).toEqual(["unknown-field", "malformed-json"]);
});

test("a use case tells all faults of its input too, in the spelling of the API", async () => {
  const asked = [
    { name: "Url", label: "Address", required: true },
    { name: "Key", required: true },
  ];
  const shop = await makeConnector(scene.t.db, { authentication: "none", properties: asked });
  const body = { AuthValue: "pk-1", Properties: [{ Name: "Nope", Value: "x" }] };
  const answer = await problem("POST", `/v1.0/connectors/${shop.name}/install`, { body });
  expect(fieldsOf(answer)).toEqual(["AuthValue", "Properties.Url", "Properties.Key", "Properties.Nope"]);
});

test("an error that is no fault of the request has no list of faults", async () => {
  const missing = await problem("GET", "/v1.0/cycles/0190f5a0-0000-7000-8000-000000000000");
  expect(missing).toMatchObject({ Code: "not-found" });
  expect(missing.Errors).toBeUndefined();
});

test("the Link of an error leads to its explanation, also of one that a whole class of addresses has", async () => {
  const site = "http://access.partner.example";
  await scene.call("POST", "/v1.0/accounts", { body: { Id: "taken-1", Name: "One" } });
  const taken = await problem("POST", "/v1.0/accounts", { body: { Id: "TAKEN-1", Name: "Two" } });
  expect(taken).toMatchObject({ Code: "id-in-use", Link: `${site}/v1.0/docs/errors#id-in-use` });
  const nowhere = await problem("GET", "/v1.0/nowhere");
  expect(nowhere.Link).toBe(`${site}/v1.0/docs/errors#not-found`);
  const page = await visitor(scene.web).open(taken.Link.replace(site, ""));
  for (const code of apiCodes) {
    expect(page).toContain(`id="${code}"`);
    expect(textOf(page)).toContain(`${code} ${explanations[code].status}`);
  }
});

test("every line that a call logs has its name, the caller's own only where a log can hold it", async () => {
  const linesOf = (id: string) => scene.t.log.filter((line) => line.includes(`"requestId":"${id}"`));
  await scene.call("GET", "/v1.0/cycles", { headers: { "x-request-id": "order-7/retry=2" } });
  expect(linesOf("order-7/retry=2")).toHaveLength(1);
  const clock = () => {
    throw new Error("no clock");
  };
  const faulty = createWeb({ ...scene.t.app, clock }, { trustedProxies: 0 });
  const headers = { authorization: `Bearer ${scene.token}`, "x-request-id": "order-8" };
  const response = await visitor(faulty).request("/v1.0/accounts", { headers });
  expect(response.status).toBe(500);
  expect(linesOf("order-8").map((line) => (JSON.parse(line) as { msg: string }).msg)).toEqual([
    "unexpected error in the API",
    "request",
  ]);
  for (const odd of ["x".repeat(101), "a b", "a,b", "ä"]) {
    const answer = await scene.call("GET", "/v1.0/cycles", { headers: { "x-request-id": odd } });
    expect(answer.headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
  }
});
