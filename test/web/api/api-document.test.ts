import { expect, test } from "vitest";
import { createApi } from "../../../src/web/create-api.ts";
import { apiRoutes } from "../../../src/web/features.ts";
import { createRateLimits } from "../../../src/web/http/rate-limits.ts";
import { createSite } from "../../../src/web/http/web-context.ts";
import { apiScene } from "./api-scene.ts";

const scene = apiScene();

test("an OpenAPI document can be made from the routes, with every call, its fields and its errors", () => {
  const { app } = scene.t;
  const site = createSite(app.publicUrl);
  const api = createApi({ app, site, limits: createRateLimits(app.db), clientOf: () => "10.0.0.1" });
  const document = api.getOpenAPI31Document({ openapi: "3.1.0", info: { title: "Access", version: "1" } });
  const paths = document.paths ?? {};
  const calls = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((one) => `${one} ${path}`),
  );
  expect(calls.toSorted()).toEqual(apiRoutes.map(({ method, path }) => `${method} ${path}`).toSorted());
  expect(paths["/v1.0/cycles"]?.post).toMatchObject({
    security: [{ token: [] }],
    parameters: [
      { name: "X-Cyclr-Account", in: "header", required: true },
      { name: "Idempotency-Key", in: "header", required: false },
    ],
    requestBody: { content: { "application/json": { schema: { $ref: "#/components/schemas/NewCycle" } } } },
    responses: { 201: {}, 400: {}, 401: {}, 403: {} },
  });
  for (const { method, path, level } of apiRoutes) {
    const call = paths[path]?.[method];
    const asks = level === "open" ? undefined : [{ token: [] }];
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
    required: ["Message", "Code", "RequestId"],
  });
  expect(paths["/v1.0/cycles"]?.get?.parameters).toEqual(
    expect.arrayContaining([expect.objectContaining({ name: "pageSize", in: "query", required: false })]),
  );
  expect(paths["/v1.0/cycles/{id}"]?.delete?.responses).toMatchObject({ 200: {}, 409: {} });
});
