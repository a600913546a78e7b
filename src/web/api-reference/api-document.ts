import { pathWords } from "./path-words.ts";
import { OpenAPIHono } from "@hono/zod-openapi";
import type { ApiRoute } from "../http/api-route.ts";
import type { Site } from "../http/web-context.ts";
import { fieldWords } from "./field-words.ts";
import { recordedAnswers, recordedErrors } from "./recorded-answers.ts";
import { errorHeaders, parameters, sharedHeaders, sharedParameters, successHeaders } from "./shared-parts.ts";

type Document = ReturnType<OpenAPIHono["getOpenAPI31Document"]>;
type PathItem = NonNullable<Document["paths"]>[string];
type Call = NonNullable<PathItem["get"]>;
type Responses = NonNullable<Call["responses"]>;
type Content = Record<string, { examples?: Record<string, unknown> }>;

/** What a call is by its name in tests and recordings: `PUT /v1.0/cycles/{id}`. */
export const titleOf = ({ method, path }: Pick<ApiRoute, "method" | "path">) =>
  `${method.toUpperCase()} ${path}`;

/** The document of the API (OpenAPI 3.1), made from the schemas that check its calls, with answers that tests have recorded. */
export function apiDocument(routes: readonly ApiRoute[], site: Pick<Site, "origin" | "path">): Document {
  const { openAPIRegistry: registry, ...api } = withRegistry();
  for (const { operation } of routes) registry.registerPath(operation);
  for (const [name, scheme] of Object.entries(securitySchemes))
    registry.registerComponent("securitySchemes", name, scheme);
  for (const [name, parameter] of Object.entries(sharedParameters))
    registry.registerComponent("parameters", name, parameter);
  for (const [name, header] of Object.entries(sharedHeaders))
    registry.registerComponent("headers", name, header);
  for (const [code, { value }] of Object.entries(recordedErrors))
    registry.registerComponent("examples", code, { summary: code, value });
  const document = api.make({
    openapi: "3.1.0",
    info: infoOf(site),
    servers: [{ url: `${site.origin}${site.path("")}`, description: "This server" }],
    externalDocs: {
      description: "What each Code of an error means",
      url: `${site.origin}${site.path("/v1.0/docs/errors")}`,
    },
    tags: tagsOf(routes),
  });
  for (const route of routes) {
    const call = document.paths?.[route.path]?.[route.method];
    if (call) complete(call, route, routes);
  }
  describeFields(document);
  return document;
}

const infoOf = (site: Pick<Site, "origin" | "path">) => ({
  title: "Cyclr account access",
  version: "1.0",
  summary: "Accounts, their users, connectors and cycles, for programs.",
  description: introduction,
  license: { name: "MIT", identifier: "MIT" },
  contact: { name: "The operator of this server", url: `${site.origin}${site.path("/")}` },
});

function withRegistry() {
  const api = new OpenAPIHono();
  type Made = Parameters<typeof api.getOpenAPI31Document>[0];
  return {
    openAPIRegistry: api.openAPIRegistry,
    make: (config: Made) => api.getOpenAPI31Document(config),
  };
}

const introduction = `A program written for the vendor's API works with another host and other credentials.

1. Have a Console User make an API client in Slack (\`/cyclr api-clients create My app\`), and press Show secret.
2. Take an access token: \`POST /oauth/token\` with \`grant_type=client_credentials\`. It is good for an hour.
3. Send it with every call: \`Authorization: Bearer {access_token}\`. Calls within an Account name it in \`X-Cyclr-Account\`.

Text may hold everything but NUL and halves of characters. Times are ISO 8601 in UTC. Names of fields are taken in any case. An error has a \`Code\` that stays the same, and a \`Link\` to its explanation.`;

const securitySchemes = {
  token: {
    type: "http" as const,
    scheme: "bearer",
    description: "An access token of POST /oauth/token. It is good for an hour.",
  },
  client: {
    type: "http" as const,
    scheme: "basic",
    description: "The client ID and the secret of an API client. They may stand in the form instead.",
  },
};

const tagWords: Record<string, string> = {
  Tokens: "Access tokens for client credentials (RFC 6749), and giving them back (RFC 7009).",
  Accounts: "The Partner's Accounts and sub-accounts.",
  Users: "People, and which Accounts they have.",
  Marketplaces: "Links by which somebody installs connectors and templates by themselves.",
  Connectors: "The connectors of the library, and those installed in an Account.",
  Templates: "What can be installed in an Account as a cycle.",
  Webhooks: "What is audited, told to an address as it happens (Standard Webhooks).",
  Requests: "What applications have asked people to approve, and how that stands.",
  Cycles: "The cycles of an Account: made, changed, started and stopped.",
};

/** One without words of its own is described by the calls that it has. */
function tagsOf(routes: readonly ApiRoute[]) {
  const names = [...new Set(routes.flatMap(({ operation }) => operation.tags ?? []))];
  return names.map((name) => ({ name, description: tagWords[name] ?? `Calls about ${name.toLowerCase()}.` }));
}

/** Adds what all calls share, and what was recorded of this one. */
function complete(call: Call, route: ApiRoute, routes: readonly ApiRoute[]): void {
  call.parameters = [...(call.parameters ?? []), ...parameters(route, routes)];
  for (const parameter of call.parameters)
    if ("in" in parameter && parameter.in === "path")
      parameter.description ??= pathWords(route.path, parameter.name);
  const recorded = recordedAnswers[titleOf(route)];
  const body = call.requestBody as { content?: Content } | undefined;
  if (recorded?.request !== undefined) addExample(body?.content, { value: recorded.request });
  const responses = call.responses as Responses;
  for (const [status, response] of Object.entries(responses) as [
    string,
    { content?: Content; headers?: object },
  ][]) {
    if (Number(status) >= 400) {
      response.headers = errorHeaders(Number(status));
      const code = exampleOf[status];
      if (code) addExample(response.content, { $ref: `#/components/examples/${code}` }, code);
      continue;
    }
    response.headers = successHeaders(route, Number(status));
    if (recorded && Number(status) === route.status) addExample(response.content, { value: recorded.answer });
  }
  if (route.hasVersions)
    Object.assign(responses, {
      304: { description: "If-None-Match has the version that stands.", headers: successHeaders(route) },
    });
}

function addExample(content: Content | undefined, example: object, name = "recorded"): void {
  for (const media of Object.values(content ?? {})) media.examples = { [name]: example };
}

/** The recorded error that stands for each status. */
const exampleOf: Record<string, string> = Object.fromEntries(
  Object.entries(recordedErrors).map(([code, { status }]) => [String(status), code]),
);

interface Property {
  description?: string;
  $ref?: string;
}

/** Words for fields whose schema has none of its own: by schema and name, or by the name alone. */
function describeFields(document: Document): void {
  const schemas = (document.components?.schemas ?? {}) as Record<
    string,
    { properties?: Record<string, Property> }
  >;
  for (const [schema, { properties = {} }] of Object.entries(schemas))
    for (const [name, property] of Object.entries(properties)) {
      const words = fieldWords[`${schema}.${name}`] ?? fieldWords[name];
      if (words && property.description === undefined) property.description = words;
    }
}
