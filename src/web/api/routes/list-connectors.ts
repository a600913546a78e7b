import { z } from "@hono/zod-openapi";
import { listConnectors } from "../../../core/connectors/list-connectors.ts";
import { accountRoute } from "../api-route.ts";
import { connectorJson, showConnector } from "../json/connector-json.ts";
import { answerPage, pageQuery } from "../page-query.ts";

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
