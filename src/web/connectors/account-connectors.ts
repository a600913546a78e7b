import { z } from "@hono/zod-openapi";
import {
  changeAccountConnector,
  readAccountConnector,
  removeAccountConnector,
} from "../../core/connectors/change-account-connector.ts";
import { listAccountConnectors } from "../../core/connectors/install-connector.ts";
import { answerPage, listQuery, readList } from "../http/api-list.ts";
import { accountRoute } from "../http/api-route.ts";
import { idInPath } from "../http/id-in-path.ts";
import { jsonObject, text } from "../http/json-schemas.ts";
import {
  accountConnectorJson,
  connectorValuesJson,
  readConnectorValues,
  showAccountConnector,
} from "./connector-json.ts";

const path = "/v1.0/account/connectors/{id}";
const tag = "Connectors";

export const listAccountConnectorsRoute = accountRoute(
  {
    method: "get",
    path: "/v1.0/account/connectors",
    tag,
    needs: "accounts:view",
    vendor: true,
    summary: "The connectors installed in the Account, without their values",
    query: listQuery({}),
    answer: z.array(accountConnectorJson),
  },
  async (call) => {
    const asked = readList(call, { id: "number", name: "name" });
    const page = await listAccountConnectors(call.ctx, { accountId: call.account.id, ...asked });
    return answerPage(page, showAccountConnector);
  },
);

export const readAccountConnectorRoute = accountRoute(
  {
    method: "get",
    path,
    tag,
    needs: "accounts:view",
    vendor: true,
    summary: "One installed connector",
    params: idInPath,
    answer: accountConnectorJson,
  },
  async ({ ctx, account, params }) => {
    const choice = { accountId: account.id, accountConnector: params.id };
    return { body: showAccountConnector(await readAccountConnector(ctx, choice)) };
  },
);

const changes = jsonObject({
  Name: text.nullish(),
  Description: text.nullish(),
  ...connectorValuesJson,
}).openapi("AccountConnectorChanges");

export const changeAccountConnectorRoute = accountRoute(
  {
    method: "put",
    path,
    tag,
    needs: "marketplaces:edit",
    vendor: true,
    summary: "Authenticate an installed connector, or change what is given of it; what is left out stays",
    params: idInPath,
    body: changes,
    bodyOptional: true,
    answer: accountConnectorJson,
  },
  async ({ ctx, account, params, body }) => {
    const choice = { accountId: account.id, accountConnector: params.id };
    const changed = await changeAccountConnector(ctx, choice, {
      name: body.Name ?? undefined,
      description: body.Description ?? undefined,
      ...readConnectorValues(body),
    });
    return { body: showAccountConnector(changed) };
  },
);

export const removeAccountConnectorRoute = accountRoute(
  {
    method: "delete",
    path,
    tag,
    needs: "marketplaces:edit",
    vendor: true,
    summary: "Take a connector out of the Account, with its values",
    params: idInPath,
    answer: z.strictObject({}),
  },
  async ({ ctx, account, params }) => {
    await removeAccountConnector(ctx, { accountId: account.id, accountConnector: params.id });
    return { body: {} };
  },
);

export const deauthenticateRoute = accountRoute(
  {
    method: "put",
    path: `${path}/deauthenticate`,
    tag,
    needs: "marketplaces:edit",
    vendor: true,
    summary: "Take the authentication from an installed connector; its properties stay",
    params: idInPath,
    answer: z.strictObject({ Message: z.string() }),
  },
  async ({ ctx, account, params }) => {
    const choice = { accountId: account.id, accountConnector: params.id };
    const { name } = await changeAccountConnector(ctx, choice, { authValue: null });
    return { body: { Message: `${name} is deauthenticated.` } };
  },
);
