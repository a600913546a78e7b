import { z } from "@hono/zod-openapi";
import { installConnector } from "../../../core/connectors/install-connector.ts";
import { accountRoute } from "../api-route.ts";
import { accountConnectorJson, showAccountConnector } from "../json/account-connector-json.ts";
import { connectorValuesJson, readConnectorValues } from "../json/connector-values-json.ts";
import { jsonObject, text } from "../json-object.ts";

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
