import { authName, propertiesOf, valueFaults } from "../connectors/connector-values.ts";
import type { Connector } from "../generated/prisma/client.ts";
import type { ConnectorAuthentication } from "./deploy-user.ts";

/** One value that a Connector asks for, as a page asks for it. */
export interface ConnectorField {
  /** Unique on its page. */
  name: string;
  label: string;
  secret: boolean;
  required: boolean;
}

export interface FieldsOfConnector {
  connector: Connector;
  fields: ConnectorField[];
}

/** What is asked for of each Connector. With `inlineOAuth` the person authorises OAuth later, in the Marketplace. */
export function connectorFields(connectors: Connector[], inlineOAuth: boolean): FieldsOfConnector[] {
  return connectors
    .map((connector, at) => ({ connector, fields: fieldsOf(connector, `connector-${at}`, inlineOAuth) }))
    .filter(({ fields }) => fields.length > 0);
}

/** The typed values as ConnectorAuthentications, and what is wrong with them by field. */
export function readConnectorFields(
  connectors: Connector[],
  typed: (field: string) => string,
  inlineOAuth: boolean,
): { values: ConnectorAuthentication[]; errors: Record<string, string> } {
  const errors: Record<string, string> = {};
  const values = connectors.map((connector, at) => {
    const prefix = `connector-${at}`;
    const given = {
      authValue: authValueOf(connector, prefix, typed),
      properties: propertiesOf(connector)
        .map(({ name }, place) => ({ name, value: typed(`${prefix}-property-${place}`) }))
        .filter(({ value }) => value !== ""),
    };
    for (const { field, sentence } of valueFaults(connector, given, { later: inlineOAuth }))
      errors[fieldName(connector, prefix, field)] ??= sentence;
    if (connector.authentication === "basic") checkPair(prefix, typed, errors);
    for (const { name } of fieldsOf(connector, prefix, inlineOAuth))
      if (typed(name).length > valueAtMost) errors[name] = `Use at most ${valueAtMost} characters.`;
    return { name: connector.name, version: connector.version, ...given };
  });
  return { values, errors };
}

const valueAtMost = 10_000;

function fieldsOf(connector: Connector, prefix: string, inlineOAuth: boolean): ConnectorField[] {
  return [
    ...authFields(connector, prefix, inlineOAuth),
    ...propertiesOf(connector).map(({ name, label, secret, required }, at) => ({
      name: `${prefix}-property-${at}`,
      label: label || name,
      secret,
      required,
    })),
  ];
}

function authFields({ authentication }: Connector, prefix: string, inlineOAuth: boolean): ConnectorField[] {
  if (authentication === "none" || (authentication === "oauth2" && inlineOAuth)) return [];
  if (authentication === "basic")
    return [
      { name: `${prefix}-user`, label: "User name", secret: false, required: true },
      { name: `${prefix}-password`, label: "Password", secret: true, required: true },
    ];
  const name = authName(authentication);
  const label = `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  return [{ name: `${prefix}-auth`, label, secret: true, required: true }];
}

function authValueOf(
  { authentication }: Connector,
  prefix: string,
  typed: (field: string) => string,
): string | null {
  if (authentication !== "basic") return typed(`${prefix}-auth`) || null;
  const [user, password] = [typed(`${prefix}-user`), typed(`${prefix}-password`)];
  return user && password ? `${user}:${password}` : null;
}

function checkPair(prefix: string, typed: (field: string) => string, errors: Record<string, string>): void {
  const [user, password] = [`${prefix}-user`, `${prefix}-password`];
  delete errors[user];
  if (!typed(user)) errors[user] = "Enter the user name.";
  else if (typed(user).includes(":")) errors[user] = "A user name holds no colon.";
  if (!typed(password)) errors[password] = "Enter the password.";
}

/** Where a fault of the rules is shown. */
function fieldName(connector: Connector, prefix: string, field: string): string {
  if (field === "authValue") return `${prefix}-${connector.authentication === "basic" ? "user" : "auth"}`;
  const name = field.replace(/^properties\./, "");
  return `${prefix}-property-${propertiesOf(connector).findIndex((property) => property.name === name)}`;
}
