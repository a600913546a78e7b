import { z } from "@hono/zod-openapi";
import { installConnector } from "../../core/connectors/install-connector.ts";
import { accountRoute } from "../http/api-route.ts";
import { jsonObject, text } from "../http/json-schemas.ts";
import {
  accountConnectorJson,
  connectorValuesJson,
  readConnectorValues,
  showAccountConnector,
} from "./connector-json.ts";

const body = jsonObject({
  Name: text.nullish(),
  Description: text.nullish(),
  Version: text.nullish(),
  ...connectorValuesJson,
}).openapi("ConnectorInstallation");

export const installConnectorRoute = accountRoute(
  {
    method: "post",
    path: "/v1.0/connectors/{id}/install",
    tag: "Connectors",
    needs: "marketplaces:edit",
    vendor: {
      differs:
        "installing again under the same name gives the one that is there new values, so that a repeat makes no second; properties that the connector requires have to be given",
    },
    summary: "Install a connector, by its Id or its name, or give the one of this Name new values",
    params: z.object({ id: z.string() }),
    body,
    bodyOptional: true,
    answer: accountConnectorJson,
  },
  async ({ ctx, account, params, body }) => {
    const installed = await installConnector(ctx, {
      accountId: account.id,
      connector: params.id,
      version: body.Version ?? undefined,
      name: body.Name ?? undefined,
      description: body.Description ?? undefined,
      ...readConnectorValues(body),
    });
    return { body: showAccountConnector(installed) };
  },
);
