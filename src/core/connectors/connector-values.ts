import { z } from "zod";
import type { Connector, AccountConnector } from "../generated/prisma/client.ts";
import type { Context } from "../context.ts";
import type { Transaction, Database } from "../kernel/database.ts";
import { seal, unseal } from "../kernel/secrets/seal.ts";
import { DomainError } from "../kernel/errors.ts";
import { fold } from "../kernel/text/fold.ts";

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

/** One of the properties that a Connector asks for, by its name, or by its place among them, from 1 on. */
export function propertyOf(
  connector: Pick<Connector, "properties">,
  words: string,
): { id: number; name: string } | undefined {
  const asked = propertiesOf(connector).map(({ name }, at) => ({ id: at + 1, name }));
  return asked.find(({ name }) => name === words) ?? asked.find(({ id }) => id === numberIn(words));
}

/** The same values under the names of the properties that they name in either way. */
export function namedProperties(
  connector: Pick<Connector, "properties">,
  given: ConnectorValues["properties"],
): ConnectorValues["properties"] {
  return given.map(({ name, value }) => ({ name: propertyOf(connector, name)?.name ?? name, value }));
}

/**
 * What is missing, or was not asked for. `later`: OAuth is done by the person themselves, in the Marketplace.
 * `authenticates`: false where it may go without for now, whatever it asks for.
 */
export function valueFaults(
  connector: Asking,
  { authValue, properties }: ConnectorValues,
  { later = false, authenticates = true }: { later?: boolean; authenticates?: boolean } = {},
): ValueFault[] {
  const { authentication, title } = connector;
  const faults: ValueFault[] = [];
  const needsAuth = authenticates && authentication !== "none" && !(authentication === "oauth2" && later);
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

interface InstallValues {
  accountId: string;
  connector: Connector;
  values: ConnectorValues;
  authenticationId: string | null;
  installedById: string | null;
  /** Where an Account has the Connector more than once. Without a name the first is meant, named as the Connector. */
  name?: string | undefined;
  description?: string | undefined;
}

/**
 * The Account Connector of this Connector, authentication and name: made, or given the new values where the Account has it.
 * The caller has checked the values, and holds the Account's row.
 */
export async function installValues(
  ctx: Pick<Context, "secretKeys" | "clock">,
  tx: Transaction,
  { accountId, connector, values, authenticationId, installedById, name, description }: InstallValues,
): Promise<{ accountConnector: AccountConnector; installed: boolean }> {
  const known = await tx.accountConnector.findFirst({
    where: { accountId, connectorId: connector.id, authenticationId, ...(name !== undefined && { name }) },
    orderBy: { id: "asc" },
  });
  const row =
    known ??
    (await tx.accountConnector.create({
      data: {
        accountId,
        connectorId: connector.id,
        name: name ?? connector.title,
        description: description ?? connector.description,
        authenticationId,
        installedById,
        createdAt: ctx.clock(),
      },
    }));
  const accountConnector = await tx.accountConnector.update({
    where: { id: row.id },
    data: { ...sealedValues(ctx, row.id, values), ...(description !== undefined && { description }) },
  });
  return { accountConnector, installed: !known };
}

/** The columns that hold the values of an Account Connector. */
export function sealedValues(
  ctx: Pick<Context, "secretKeys">,
  id: string,
  { authValue, properties }: ConnectorValues,
): Pick<AccountConnector, "valuesSealed" | "authenticated"> {
  if (authValue === null && properties.length === 0) return { valuesSealed: null, authenticated: false };
  const text = JSON.stringify({
    AuthValue: authValue,
    Properties: properties.map(({ name, value }) => ({ Name: name, Value: value })),
  });
  const valuesSealed = seal(ctx.secretKeys, accountConnectorPurpose(id), text);
  return { valuesSealed, authenticated: authValue !== null };
}

const kept = z.object({
  AuthValue: z.string().nullable(),
  Properties: z.array(z.object({ Name: z.string(), Value: z.string() })),
});

/** The values of an Account Connector in clear, for a change of some of them. Never answered. */
export function unsealedValues(
  ctx: Pick<Context, "secretKeys">,
  { id, valuesSealed }: Pick<AccountConnector, "id" | "valuesSealed">,
): ConnectorValues {
  if (valuesSealed === null) return { authValue: null, properties: [] };
  const text = unseal(ctx.secretKeys, accountConnectorPurpose(id), valuesSealed);
  const { AuthValue, Properties } = kept.parse(JSON.parse(text));
  return {
    authValue: AuthValue,
    properties: Properties.map(({ Name, Value }) => ({ name: Name, value: Value })),
  };
}

interface Sought {
  name: string;
  version?: string | null | undefined;
}

/** A Connector of the library by its name, in any case, or by its number; without a version the newest. Throws not-found. */
export async function findConnector(
  db: Database | Transaction,
  { name, version }: Sought,
): Promise<Connector> {
  const named = await db.connector.findMany({ where: { nameKey: fold(name) } });
  const number = named.length === 0 ? numberIn(name) : undefined;
  const numbered = number ? await db.connector.findUnique({ where: { number } }) : null;
  // A number is one version's; with a version besides, another of the same connector may be meant.
  if (numbered) return version ? findConnector(db, { name: numbered.name, version }) : numbered;
  const [newest, ...older] = named.toSorted((a, b) => inOrder(b.version, a.version));
  if (!newest) throw new DomainError("not-found", "The library has no connector of this name.");
  const found = version ? named.find((one) => one.version === version.trim()) : newest;
  if (found) return found;
  const versions = [newest, ...older].map((one) => one.version).join(", ");
  throw new DomainError("not-found", `${newest.name} has the versions ${versions}.`, "version");
}

/** "1.10" comes after "1.9". */
function inOrder(a: string, b: string): number {
  return a.localeCompare(b, "en", { numeric: true });
}

/** A number as the API gives it, where the words are one. */
export function numberIn(words: string): number | undefined {
  return /^[1-9]\d{0,8}$/.test(words) ? Number(words) : undefined;
}
