import { z } from "@hono/zod-openapi";
import { listConnectors, readConnector } from "../../core/connectors/install-connector.ts";
import { answerPage, listQuery, readList } from "../http/api-list.ts";
import { accountRoute } from "../http/api-route.ts";
import { idInPath } from "../http/id-in-path.ts";
import { flag, text } from "../http/json-schemas.ts";
import { connectorJson, showConnector } from "./connector-json.ts";

export const listConnectorsRoute = accountRoute(
  {
    method: "get",
    path: "/v1.0/connectors",
    tag: "Connectors",
    needs: "connectors:view",
    vendor: { differs: "Categories is always empty and Icon null: the library has neither" },
    summary: "The connectors of the library",
    query: listQuery({
      query: text.optional(),
      category: text.optional(),
      includeCustomConnectors: flag.optional(),
    }),
    answer: z.array(connectorJson),
  },
  async (call) => {
    const { ctx, account, query } = call;
    const asked = readList(call, { name: "nameKey", id: "number", version: "version" });
    const filter = { words: query.query, category: query.category };
    return answerPage(
      await listConnectors(ctx, { accountId: account.id, ...filter, ...asked }),
      showConnector,
    );
  },
);

export const readConnectorRoute = accountRoute(
  {
    method: "get",
    path: "/v1.0/connectors/{id}",
    tag: "Connectors",
    needs: "connectors:view",
    vendor: { differs: "Categories is always empty and Icon null: the library has neither" },
    summary: "One connector of the library, by its Id or its name; of several versions the newest",
    params: idInPath,
    answer: connectorJson,
  },
  async ({ ctx, account, params }) => ({
    body: showConnector(await readConnector(ctx, { accountId: account.id, name: params.id })),
  }),
);

export const readConnectorVersion = accountRoute(
  {
    method: "get",
    path: "/v1.0/connectors/{id}/{version}",
    tag: "Connectors",
    needs: "connectors:view",
    operationId: "getConnectorVersion",
    vendor: { differs: "Categories is always empty and Icon null: the library has neither" },
    summary: "One version of a connector of the library",
    params: z.object({ id: z.string(), version: z.string() }),
    answer: connectorJson,
  },
  async ({ ctx, account, params: { id, version } }) => ({
    body: showConnector(await readConnector(ctx, { accountId: account.id, name: id, version })),
  }),
);

export const listConnectorMethods = accountRoute(
  {
    method: "get",
    path: "/v1.0/connectors/{id}/methods",
    tag: "Connectors",
    needs: "connectors:view",
    vendor: { differs: "always empty: methods belong to where integrations run" },
    summary: "What a connector can do",
    params: idInPath,
    query: listQuery({}),
    answer: z.array(z.strictObject({ Id: z.int(), Name: z.string() })),
  },
  async ({ ctx, account, params }) => {
    await readConnector(ctx, { accountId: account.id, name: params.id });
    return answerPage({ rows: [], totalPages: 0 }, (none: never) => none);
  },
);
