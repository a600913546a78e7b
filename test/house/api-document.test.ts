import { createConfig, lintFromString } from "@redocly/openapi-core";
import { describe, expect, test } from "vitest";
import { apiDocument, titleOf } from "../../src/web/api-reference/api-document.ts";
import { recordedAnswers, recordedErrors } from "../../src/web/api-reference/recorded-answers.ts";
import { apiRoutes } from "../../src/web/features.ts";
import { apiCodes } from "../../src/web/http/api-errors.ts";
import { problemJson } from "../../src/web/http/api-operation.ts";
import { createSite } from "../../src/web/http/web-context.ts";

const document = apiDocument(apiRoutes, createSite("https://access.partner.example"));
const record =
  "Run npm run record-api, and look at what changed in src/web/api-reference/recorded-answers.ts.";

test("Redocly's recommended rules find nothing in the document", { timeout: 60_000 }, async () => {
  const config = await createConfig({ extends: ["recommended"] });
  const source = JSON.stringify(document);
  const problems = await lintFromString({ source, absoluteRef: "/openapi.json", config });
  const told = problems.map(
    ({ severity, ruleId, message, location }) =>
      `${severity} ${ruleId} at ${location[0]?.pointer}: ${message}`,
  );
  expect(told).toEqual([]);
  const faulty = JSON.stringify({ ...document, info: { ...document.info, license: undefined } });
  expect(await lintFromString({ source: faulty, absoluteRef: "/openapi.json", config })).not.toEqual([]);
});

describe("the document", () => {
  test("has every call, each under a name of its own", () => {
    const calls = Object.entries(document.paths ?? {}).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(calls.toSorted()).toEqual(apiRoutes.map(titleOf).toSorted());
    const names = apiRoutes.map(({ operation }) => operation.operationId ?? "");
    const odd = names.filter((name, at) => names.indexOf(name) !== at || !/^[a-z][A-Za-z]+$/.test(name));
    const advice =
      "Give the route an operationId: see src/web/http/operation-id.ts for the names that follow by themselves.";
    expect(odd.map((name) => `${name}: ${advice}`)).toEqual([]);
  });

  test("says the unit of every number, or what it counts", () => {
    const schemas = (document.components?.schemas ?? {}) as Record<
      string,
      { properties?: Record<string, { type?: unknown; description?: string }> }
    >;
    const bare = Object.entries(schemas).flatMap(([schema, { properties = {} }]) =>
      Object.entries(properties)
        .filter(
          ([, { type, description }]) => /integer|number/.test(JSON.stringify(type ?? "")) && !description,
        )
        .map(([name]) => `${schema}.${name}`),
    );
    const advice =
      "Add `.openapi({ description })` to the field, or a line to src/web/api-reference/field-words.ts.";
    expect(bare.map((field) => `${field}: ${advice}`)).toEqual([]);
  });
});

describe("the recorded answers", () => {
  test.each(apiRoutes.map((route) => ({ route, call: titleOf(route) })))(
    "$call fits its schema",
    ({ route, call }) => {
      const recorded = recordedAnswers[call];
      if (!recorded) throw new Error(`${call} has no recorded answer. ${record}`);
      expect([record, route.answers?.safeParse(recorded.answer).error]).toEqual([record, undefined]);
      const asks = route.takesJson || route.level === "open";
      expect([record, recorded.request !== undefined]).toEqual([record, asks]);
    },
  );

  test("are of no call that is gone, and fit what every error says", () => {
    const calls = new Set(apiRoutes.map(titleOf));
    const gone = Object.keys(recordedAnswers).filter((call) => !calls.has(call));
    expect(gone.map((call) => `${call}: ${record}`)).toEqual([]);
    for (const [code, { value }] of Object.entries(recordedErrors)) {
      expect(apiCodes).toContain(code);
      const { error } = problemJson.strict().safeParse(value);
      expect([code, record, error]).toEqual([code, record, undefined]);
    }
  });

  test("show an error for each status that calls may answer", () => {
    const statuses = apiRoutes.flatMap(({ operation }) => Object.keys(operation.responses)).map(Number);
    const shown = Object.values(recordedErrors).map(({ status }) => status);
    const bare = [...new Set(statuses)].filter((status) => status >= 400 && !shown.includes(status));
    const advice =
      "Add one to recordErrors in test/web/api/recorded-answers.test.ts, and run npm run record-api.";
    expect(bare.map((status) => `${status}: ${advice}`)).toEqual([]);
  });
});
