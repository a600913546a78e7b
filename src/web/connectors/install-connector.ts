import { z } from "@hono/zod-openapi";
import {
  installConnector,
  type ListedConnector,
  listConnectors,
  listAccountConnectors,
  authentications,
  propertiesOf,
} from "../../core/connectors/connector-values.ts";
import { accountRoute, answerPage, pageQuery, jsonObject, text } from "../http/api-route.ts";
import type { Connector } from "../../core/generated/prisma/client.ts";

/** The secrets of a connector as they are sent: sealed on arrival, and never answered. */
export const connectorValuesJson = {
  AuthenticationId: text.nullish(),
  AuthValue: text.nullish(),
  Properties: z.array(jsonObject({ Name: text, Value: text })).nullish(),
};

type Sent = z.output<z.ZodObject<typeof connectorValuesJson>>;

export function readConnectorValues({ AuthenticationId, AuthValue, Properties }: Sent) {
  return {
    authenticationId: AuthenticationId ?? undefined,
    authValue: AuthValue,
    properties: (Properties ?? []).map(({ Name, Value }) => ({ name: Name, value: Value })),
  };
}

/** An installed Connector. Its values are never answered, only whether it has any. */
export const accountConnectorJson = z
  .strictObject({
    Id: z.uuid(),
    Name: z.string(),
    Description: z.string(),
    Connector: z.strictObject({ Name: z.string(), Version: z.string(), Title: z.string() }),
    AuthenticationId: z.string().nullable(),
    Authenticated: z.boolean(),
    CreatedAtUtc: z.iso.datetime(),
    UpdatedAtUtc: z.iso.datetime(),
  })
  .openapi("AccountConnector");

export function showAccountConnector(row: ListedConnector): z.input<typeof accountConnectorJson> {
  const { name, version, title } = row.connector;
  return {
    Id: row.id,
    Name: row.name,
    Description: row.description,
    Connector: { Name: name, Version: version, Title: title },
    AuthenticationId: row.authenticationId,
    Authenticated: row.authenticated,
    CreatedAtUtc: row.createdAt.toISOString(),
    UpdatedAtUtc: row.updatedAt.toISOString(),
  };
}

const body = jsonObject({
  Name: text.nullish(),
  Description: text.nullish(),
  Version: text.nullish(),
  ...connectorValuesJson,
}).openapi("ConnectorInstallation");

export const installConnectorRoute = accountRoute(
  {
    method: "post",
    path: "/v1.0/connectors/{name}/install",
    tag: "Connectors",
    summary: "Install a connector, or give the one of this Name new values",
    params: z.object({ name: z.string() }),
    body,
    bodyOptional: true,
    answer: accountConnectorJson,
  },
  async ({ ctx, account, params, body }) => {
    const installed = await installConnector(ctx, {
      accountId: account.id,
      connector: params.name,
      version: body.Version ?? undefined,
      name: body.Name ?? undefined,
      description: body.Description ?? undefined,
      ...readConnectorValues(body),
    });
    return { body: showAccountConnector(installed) };
  },
);

export const listAccountConnectorsRoute = accountRoute(
  {
    method: "get",
    path: "/v1.0/account/connectors",
    tag: "Connectors",
    summary: "The connectors installed in the Account, without their values",
    query: pageQuery,
    answer: z.array(accountConnectorJson),
  },
  async ({ ctx, account, query }) =>
    answerPage(await listAccountConnectors(ctx, { accountId: account.id, ...query }), showAccountConnector),
);

const connectorJson = z
  .strictObject({
    Name: z.string(),
    Version: z.string(),
    Title: z.string(),
    Description: z.string(),
    Authentication: z.enum(authentications),
    Properties: z.array(
      z.strictObject({ Name: z.string(), Label: z.string(), Secret: z.boolean(), Required: z.boolean() }),
    ),
  })
  .openapi("Connector");

function showConnector(connector: Connector): z.input<typeof connectorJson> {
  return {
    Name: connector.name,
    Version: connector.version,
    Title: connector.title,
    Description: connector.description,
    Authentication: connector.authentication as (typeof authentications)[number],
    Properties: propertiesOf(connector).map(({ name, label, secret, required }) => ({
      Name: name,
      Label: label,
      Secret: secret,
      Required: required,
    })),
  };
}

export const listConnectorsRoute = accountRoute(
  {
    method: "get",
    path: "/v1.0/connectors",
    tag: "Connectors",
    summary: "The connectors of the library",
    query: pageQuery,
    answer: z.array(connectorJson),
  },
  async ({ ctx, account, query }) =>
    answerPage(await listConnectors(ctx, { accountId: account.id, ...query }), showConnector),
);
