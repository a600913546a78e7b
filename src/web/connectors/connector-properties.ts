import { z } from "@hono/zod-openapi";
import {
  changeAccountConnector,
  readAccountConnector,
} from "../../core/connectors/change-account-connector.ts";
import { propertyOf } from "../../core/connectors/connector-values.ts";
import type { ListedConnector } from "../../core/connectors/install-connector.ts";
import { type AccountCall, accountRoute } from "../http/api-route.ts";
import { ApiProblem, withFields } from "../http/api-errors.ts";
import { idInPath } from "../http/id-in-path.ts";
import { jsonObject, text, wholeNumber } from "../http/json-schemas.ts";
import { propertyJson, showProperties } from "./connector-json.ts";

const path = "/v1.0/account/connectors/{id}/properties";
const tag = "Connectors";
const onePath = z.object({ id: z.string(), propertyId: z.string() });

type OneCall = AccountCall<z.output<typeof onePath>, unknown, unknown>;

const choiceOf = ({
  account,
  params,
}: Pick<AccountCall<{ id: string }, unknown, unknown>, "account" | "params">) => ({
  accountId: account.id,
  accountConnector: params.id,
});

/** Throws 404 where the connector asks for no such property. */
function shown(connector: ListedConnector, words: string): z.input<typeof propertyJson> {
  const { id } = propertyOf(connector.connector, words) ?? {};
  const property = showProperties(connector.connector).find(({ Id }) => Id === id);
  if (property) return property;
  throw new ApiProblem(404, "This connector has no property with this id.");
}

async function named(call: OneCall): Promise<z.input<typeof propertyJson>> {
  return shown(await readAccountConnector(call.ctx, choiceOf(call)), call.params.propertyId);
}

export const listPropertiesRoute = accountRoute(
  {
    method: "get",
    path,
    tag,
    needs: "accounts:view",
    vendor: true,
    summary: "What an installed connector asks for, without the values",
    params: idInPath,
    answer: z.array(propertyJson),
  },
  async (call) => ({
    body: showProperties((await readAccountConnector(call.ctx, choiceOf(call))).connector),
  }),
);

const given = jsonObject({
  Id: wholeNumber(z.int().min(1)).nullish(),
  Name: text.nullish(),
  Value: text,
}).openapi("GivenProperty");

export const givePropertyRoute = accountRoute(
  {
    method: "post",
    path,
    tag,
    needs: "marketplaces:edit",
    vendor: { differs: "gives a value to one that the connector asks for; values are never answered" },
    summary: "Give an installed connector the value of one property, by its Id or its Name",
    params: idInPath,
    body: given,
    answer: propertyJson,
  },
  async (call) => {
    const { Id, Name, Value } = call.body;
    const name = Name ?? (Id ? String(Id) : "");
    const properties = [{ name, value: Value }];
    const giving = changeAccountConnector(call.ctx, choiceOf(call), { properties });
    const isOfValue = (field: string) =>
      field.endsWith(".value") || (field !== "properties[0].name" && !Value);
    const given = await withFields(giving, (field) => (isOfValue(field) ? "value" : "name"));
    return { body: shown(given, name) };
  },
);

export const readPropertyRoute = accountRoute(
  {
    method: "get",
    path: `${path}/{propertyId}`,
    tag,
    needs: "accounts:view",
    vendor: { differs: "without the value, which goes in and never comes out" },
    summary: "One property of an installed connector",
    params: onePath,
    answer: propertyJson,
  },
  async (call) => ({ body: await named(call) }),
);

export const changePropertyRoute = accountRoute(
  {
    method: "put",
    path: `${path}/{propertyId}`,
    tag,
    needs: "marketplaces:edit",
    vendor: { differs: "without the value, which goes in and never comes out" },
    summary: "Give one property of an installed connector another value",
    params: onePath,
    body: jsonObject({ Value: text }).openapi("PropertyValue"),
    answer: propertyJson,
  },
  async (call) => {
    const property = await named(call);
    const properties = [{ name: property.Name, value: call.body.Value }];
    await withFields(changeAccountConnector(call.ctx, choiceOf(call), { properties }), () => "value");
    return { body: property };
  },
);

export const clearPropertyRoute = accountRoute(
  {
    method: "delete",
    path: `${path}/{propertyId}`,
    tag,
    needs: "marketplaces:edit",
    vendor: true,
    summary: "Take the value of one property from an installed connector",
    params: onePath,
    answer: z.strictObject({}),
  },
  async (call) => {
    const { Name } = await named(call);
    await changeAccountConnector(call.ctx, choiceOf(call), { without: [Name] });
    return { body: {} };
  },
);
