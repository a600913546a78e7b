import { z } from "@hono/zod-openapi";
import { authentications, propertiesOf } from "../../core/connectors/connector-values.ts";
import type { ListedConnector } from "../../core/connectors/install-connector.ts";
import type { Connector } from "../../core/generated/prisma/client.ts";
import { jsonObject, text, wholeNumber } from "../http/json-schemas.ts";

/** What a connector asks for besides its authentication. Values are never answered. */
export const propertyJson = z
  .strictObject({
    Id: z.int(),
    Name: z.string(),
    Label: z.string(),
    Secret: z.boolean(),
    Required: z.boolean(),
  })
  .openapi("ConnectorProperty");

export function showProperties(connector: Pick<Connector, "properties">): z.input<typeof propertyJson>[] {
  return propertiesOf(connector).map(({ name, label, secret, required }, at) => ({
    Id: at + 1,
    Name: name,
    Label: label,
    Secret: secret,
    Required: required,
  }));
}

/** A Connector of the library. */
export const connectorJson = z
  .strictObject({
    Id: z.int(),
    Name: z.string(),
    Version: z.string(),
    Title: z.string(),
    Description: z.string(),
    Icon: z.string().nullable(),
    Categories: z.array(z.string()),
    Authentication: z.enum(authentications),
    Properties: z.array(propertyJson),
  })
  .openapi("Connector");

export function showConnector(connector: Connector): z.input<typeof connectorJson> {
  return {
    Id: connector.number,
    Name: connector.name,
    Version: connector.version,
    Title: connector.title,
    Description: connector.description,
    // The library has neither pictures nor categories.
    Icon: null,
    Categories: [],
    Authentication: connector.authentication as (typeof authentications)[number],
    Properties: showProperties(connector),
  };
}

/** An installed Connector. Its values are never answered, only whether it authenticates. */
export const accountConnectorJson = z
  .strictObject({
    Id: z.int(),
    /** Its own id here, which never changes; every call takes it in place of the number. */
    Uid: z.uuid(),
    Name: z.string(),
    Description: z.string(),
    Connector: connectorJson,
    Properties: z.array(propertyJson),
    AuthenticationId: z.string().nullable(),
    Authenticated: z.boolean(),
    CreatedAtUtc: z.iso.datetime(),
    UpdatedAtUtc: z.iso.datetime(),
  })
  .openapi("AccountConnector");

export function showAccountConnector(row: ListedConnector): z.input<typeof accountConnectorJson> {
  return {
    Id: row.number,
    Uid: row.id,
    Name: row.name,
    Description: row.description,
    Connector: showConnector(row.connector),
    Properties: showProperties(row.connector),
    AuthenticationId: row.authenticationId,
    Authenticated: row.authenticated,
    CreatedAtUtc: row.createdAt.toISOString(),
    UpdatedAtUtc: row.updatedAt.toISOString(),
  };
}

const givenProperty = jsonObject({
  Id: wholeNumber(z.int().min(1)).nullish(),
  Name: text.nullish(),
  Value: text,
});

/** The secrets of a connector as they are sent: sealed on arrival, and never answered. */
export const connectorValuesJson = {
  AuthenticationId: text.nullish(),
  AuthValue: text.nullish(),
  Properties: z.array(givenProperty).nullish(),
};

type Sent = z.output<z.ZodObject<typeof connectorValuesJson>>;

/** A property may be named by the Id that it has in the connector, in place of its name. */
export function readConnectorValues({ AuthenticationId, AuthValue, Properties }: Sent) {
  return {
    authenticationId: AuthenticationId ?? undefined,
    authValue: AuthValue,
    properties: (Properties ?? []).map(({ Id, Name, Value }) => ({
      name: Name ?? (Id ? String(Id) : ""),
      value: Value,
    })),
  };
}
