import { expect, test } from "vitest";
import { apiDocument } from "../../../src/web/api-reference/api-document.ts";
import { apiRoutes } from "../../../src/web/features.ts";
import { createSite } from "../../../src/web/http/web-context.ts";
import { visitor } from "../visitor.ts";
import { apiScene } from "./api-scene.ts";

const scene = apiScene();

test("the document is there without a token, and has a version of its own", async () => {
  const response = await visitor(scene.web).request("/v1.0/openapi.json");
  expect([response.status, response.headers.get("content-type")]).toEqual([200, "application/json"]);
  const site = createSite(scene.t.app.publicUrl);
  expect(await response.json()).toEqual(JSON.parse(JSON.stringify(apiDocument(apiRoutes, site))));
  const tag = response.headers.get("etag") ?? "";
  const headers = { "if-none-match": tag };
  const again = await visitor(scene.web).request("/v1.0/openapi.json", { headers });
  expect([again.status, await again.text()]).toEqual([304, ""]);
  expect((await visitor(scene.web).request("/v1.0/openapi.json", { method: "POST" })).status).toBe(405);
});

test("it has every call, its fields, its errors and what it asks for", () => {
  const document = apiDocument(apiRoutes, createSite("https://access.partner.example/prefix"));
  expect(document.servers).toMatchObject([{ url: "https://access.partner.example/prefix" }]);
  const paths = document.paths ?? {};
  expect(paths["/v1.0/cycles"]?.post).toMatchObject({
    operationId: "createCycle",
    security: [{ token: [] }],
    parameters: expect.arrayContaining([
      expect.objectContaining({ name: "X-Cyclr-Account", in: "header", required: true }),
      expect.objectContaining({ name: "Idempotency-Key", in: "header", required: false }),
      { $ref: "#/components/parameters/X-Request-Id" },
      { $ref: "#/components/parameters/Prefer" },
    ]),
    requestBody: { content: { "application/json": { schema: { $ref: "#/components/schemas/NewCycle" } } } },
    responses: { 201: {}, 400: {}, 401: {}, 403: {}, 503: {} },
  });
  for (const { method, path, level } of apiRoutes) {
    const call = paths[path]?.[method];
    const asks = level === "open" ? [{ client: [] }, {}] : [{ token: [] }];
    const named = (call?.parameters ?? []).some((one) => "name" in one && one.name === "X-Cyclr-Account");
    expect([path, call?.security, named]).toEqual([path, asks, ["account", "any"].includes(level)]);
    const keyed = (call?.parameters ?? []).some((one) => "name" in one && one.name === "Idempotency-Key");
    expect([path, keyed]).toEqual([path, level !== "open" && method !== "get"]);
    expect([path, "403" in (call?.responses ?? {})]).toEqual([path, level !== "open"]);
  }
  expect(document.components?.schemas?.["NewCycle"]).toMatchObject({
    type: "object",
    required: ["Name"],
    additionalProperties: false,
    properties: { Name: { type: "string" }, Steps: {} },
  });
  expect(document.components?.schemas?.["Error"]).toMatchObject({
    required: ["Message", "Code", "RequestId", "Link"],
  });
  expect(paths["/v1.0/cycles"]?.get).toMatchObject({
    parameters: expect.arrayContaining([
      expect.objectContaining({ name: "pageSize", in: "query", required: false }),
    ]),
    responses: { 200: { headers: { "Total-Pages": {} }, content: { "application/json": { examples: {} } } } },
  });
  expect(paths["/v1.0/cycles/{id}"]).toMatchObject({
    get: { responses: { 200: { headers: { ETag: {} } }, 304: {} } },
    delete: { responses: { 200: {}, 409: {}, 412: {} } },
  });
});

test("every parameter in an address says what it is for", () => {
  const { paths = {} } = apiDocument(apiRoutes, createSite("https://access.partner.example"));
  type Parameters = { in?: string; name?: string; description?: string }[];
  const bare = Object.entries(paths).flatMap(([path, calls]) =>
    Object.values(calls as Record<string, { parameters?: Parameters }>)
      .flatMap(({ parameters = [] }) => parameters)
      .filter((one) => one.in === "path" && !one.description)
      .map(({ name }) => `${path} ${name}`),
  );
  expect(bare).toEqual([]);
});

test("what is tried in the reference goes to the host that the page came from", async () => {
  const script = await visitor(scene.web).request("/v1.0/docs/assets/reference.js");
  let interceptor = (request: { url: string }) => request;
  const page = { dataset: { document: "/prefix/v1.0/openapi.json" }, classList: { toggle: () => false } };
  // oxlint-disable-next-line typescript/no-implied-eval -- the script of our own page, as a browser runs it
  const start = new Function("document", "matchMedia", "location", "SwaggerUIBundle", await script.text());
  start(
    { documentElement: page },
    () => ({ matches: false, addEventListener: () => undefined }),
    { href: "http://10.0.0.7:3000/prefix/v1.0/docs", origin: "http://10.0.0.7:3000" },
    (options: { requestInterceptor: typeof interceptor }) => (interceptor = options.requestInterceptor),
  );
  const request = { url: "https://access.partner.example/prefix/v1.0/accounts?page=2" };
  expect(interceptor(request).url).toBe("http://10.0.0.7:3000/prefix/v1.0/accounts?page=2");
  expect(interceptor({ url: "/prefix/v1.0/openapi.json" }).url).toBe(
    "http://10.0.0.7:3000/prefix/v1.0/openapi.json",
  );
});
