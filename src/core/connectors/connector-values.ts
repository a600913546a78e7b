import { z } from "zod";
import type { Connector } from "../generated/prisma/client.ts";

export const authentications = ["none", "apiKey", "basic", "oauth2"] as const;
export type Authentication = (typeof authentications)[number];

const valueAtMost = 10_000;

/** What a Connector asks for besides its authentication. */
export const connectorProperty = z.object({
  name: z.string().trim().min(1).max(100),
  label: z.string().trim().max(200).default(""),
  secret: z.boolean().default(false),
  required: z.boolean().default(false),
});
export type ConnectorProperty = z.infer<typeof connectorProperty>;

const text = z
  .string()
  .max(valueAtMost, `Use at most ${valueAtMost} characters.`)
  .refine((value) => !value.includes("\0"), "Leave out control characters.");

/** With what an Account Connector authenticates; a secret, sealed where it is kept. */
export const connectorValues = z.object({
  authValue: text.nullish().transform((given) => given || null),
  properties: z
    .array(z.object({ name: z.string().trim().min(1, "Name the property.").max(100), value: text }))
    .max(100)
    .default([]),
});
export type ConnectorValues = z.infer<typeof connectorValues>;

export interface ValueFault {
  /** "authValue", or the name of a property in "properties.Url". */
  field: string;
  sentence: string;
}

type Asking = Pick<Connector, "title" | "authentication" | "properties">;

export function propertiesOf(connector: Pick<Connector, "properties">): ConnectorProperty[] {
  return z.array(connectorProperty).parse(connector.properties);
}

/** Whether it takes any value that a person or an application has to give. */
export function asksForValues(connector: Asking): boolean {
  return connector.authentication !== "none" || propertiesOf(connector).length > 0;
}

/** What is missing, or was not asked for. `later`: OAuth is done by the person themselves, in the Marketplace. */
export function valueFaults(
  connector: Asking,
  { authValue, properties }: ConnectorValues,
  { later = false }: { later?: boolean } = {},
): ValueFault[] {
  const { authentication, title } = connector;
  const faults: ValueFault[] = [];
  const needsAuth = authentication !== "none" && !(authentication === "oauth2" && later);
  if (needsAuth && !authValue)
    faults.push({ field: "authValue", sentence: `${title} needs its ${authName(authentication)}.` });
  if (authentication === "none" && authValue)
    faults.push({ field: "authValue", sentence: `${title} takes no authentication. Leave it out.` });
  if (authentication === "basic" && authValue && !/^[^:]+:/.test(authValue))
    faults.push({ field: "authValue", sentence: `${title} takes “username:password”.` });
  const asked = propertiesOf(connector);
  for (const { name, label, required } of asked) {
    if (!required || properties.some((given) => given.name === name && given.value !== "")) continue;
    faults.push({ field: `properties.${name}`, sentence: `${title} needs ${label || name}.` });
  }
  for (const [at, { name }] of properties.entries()) {
    if (!asked.some((property) => property.name === name))
      faults.push({ field: `properties.${name}`, sentence: `${title} does not ask for this. Leave it out.` });
    else if (properties.findIndex((other) => other.name === name) !== at)
      faults.push({ field: `properties.${name}`, sentence: "This is given twice. Give it once." });
  }
  return faults;
}

export function authName(authentication: string): string {
  return authNames[authentication as Authentication] ?? "authentication";
}

const authNames: Record<Authentication, string> = {
  none: "authentication",
  apiKey: "API key",
  basic: "user name and password",
  oauth2: "access token",
};

export const accountConnectorPurpose = (id: string) => `account-connector:${id}`;
