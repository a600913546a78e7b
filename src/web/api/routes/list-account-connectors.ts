import { z } from "@hono/zod-openapi";
import { listAccountConnectors } from "../../../core/connectors/list-account-connectors.ts";
import { accountRoute } from "../api-route.ts";
import { accountConnectorJson, showAccountConnector } from "../json/account-connector-json.ts";
import { answerPage, pageQuery } from "../page-query.ts";

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
