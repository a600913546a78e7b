import { z } from "@hono/zod-openapi";
import { authentications, propertiesOf } from "../../../core/connectors/connector-values.ts";
import type { Connector } from "../../../core/generated/prisma/client.ts";

export const connectorJson = z
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

export function showConnector(connector: Connector): z.input<typeof connectorJson> {
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
