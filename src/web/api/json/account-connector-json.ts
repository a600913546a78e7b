import { z } from "@hono/zod-openapi";
import type { ListedConnector } from "../../../core/connectors/listed-connector.ts";

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
