import { z } from "zod";
import type { Connector, AccountConnector, Prisma } from "../generated/prisma/client.ts";
import type { Context, AccountActor } from "../context.ts";
import type { Transaction, Database } from "../kernel/database.ts";
import { seal } from "../kernel/secrets/seal.ts";
import { workInAccount, enterAccount } from "../kernel/levels/work-in-account.ts";
import { recordAudit } from "../kernel/audit/record-audit.ts";
import { checkInput } from "../kernel/text/check-input.ts";
import { cycleDescription, cycleName } from "../cycles/adjust-cycle.ts";
import { DomainError } from "../kernel/errors.ts";
import { type Page, type PageInput, readPage } from "../kernel/text/page.ts";
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
  const valuesSealed = sealed(ctx, row.id, values);
  const accountConnector = await tx.accountConnector.update({
    where: { id: row.id },
    data: { valuesSealed, ...(description !== undefined && { description }) },
  });
  return { accountConnector, installed: !known };
}

function sealed(
  ctx: Pick<Context, "secretKeys">,
  id: string,
  { authValue, properties }: ConnectorValues,
): string | null {
  if (authValue === null && properties.length === 0) return null;
  const text = JSON.stringify({
    AuthValue: authValue,
    Properties: properties.map(({ name, value }) => ({ Name: name, Value: value })),
  });
  return seal(ctx.secretKeys, accountConnectorPurpose(id), text);
}

const listedConnectorFields = { connector: true } as const satisfies Prisma.AccountConnectorInclude;

type Row = Prisma.AccountConnectorGetPayload<{ include: typeof listedConnectorFields }>;

/** An installed Connector as anybody may see it: whether it has values, and never which. */
export type ListedConnector = Omit<Row, "valuesSealed"> & { authenticated: boolean };

function listedConnector({ valuesSealed, ...row }: Row): ListedConnector {
  return { ...row, authenticated: valuesSealed !== null || row.connector.authentication === "none" };
}

const installConnectorInput = connectorValues.extend({
  accountId: z.uuid(),
  connector: z.string(),
  /** Without one, the newest. */
  version: z.string().optional(),
  name: cycleName.optional(),
  description: cycleDescription.optional(),
  authenticationId: cycleName.optional(),
});

/**
 * Installs a Connector in an Account and seals its values. What the Account has already under this name and authentication
 * is given the new values. Throws forbidden, not-found, and invalid at the value that does not fit.
 */
export async function installConnector(
  ctx: Context<AccountActor>,
  given: z.input<typeof installConnectorInput>,
): Promise<ListedConnector> {
  const { accountId, ...input } = checkInput(installConnectorInput, given);
  return workInAccount(ctx, { accountId, attempted: "install-connector" }, async (tx) => {
    const connector = await findConnector(tx, { name: input.connector, version: input.version });
    const values = { authValue: input.authValue, properties: input.properties };
    // Where OAuth is meant, the person authorises it later.
    const [fault] = valueFaults(connector, values, { later: true });
    if (fault) throw new DomainError("invalid", fault.sentence, fault.field);
    const { accountConnector, installed } = await installValues(ctx, tx, {
      accountId,
      connector,
      values,
      authenticationId: input.authenticationId ?? null,
      installedById: ctx.actor.kind === "account-user" ? ctx.actor.id : null,
      name: input.name ?? connector.title,
      description: input.description,
    });
    const { id, name } = accountConnector;
    await recordAudit(tx, ctx, {
      action: installed ? "connector-installed" : "connector-authenticated",
      subject: { kind: "account-connector", id, name },
      accountId,
      after: { connector: connector.name, version: connector.version, name },
    });
    return listedConnector({ ...accountConnector, connector });
  });
}

/** The Connectors installed in an Account, without their values. Throws forbidden. */
export async function listAccountConnectors(
  ctx: Context<AccountActor>,
  { accountId, ...page }: { accountId: string } & PageInput,
): Promise<Page<ListedConnector>> {
  await enterAccount(ctx, { accountId, attempted: "list-account-connectors" });
  const where = { accountId };
  return readPage(
    page,
    () => ctx.db.accountConnector.count({ where }),
    async (part) => {
      const order = { orderBy: { id: "asc" }, ...part } as const;
      const rows = await ctx.db.accountConnector.findMany({
        where,
        include: listedConnectorFields,
        ...order,
      });
      return rows.map(listedConnector);
    },
  );
}

/** What can be installed in an Account, by name and version. Throws forbidden. */
export async function listConnectors(
  ctx: Context<AccountActor>,
  { accountId, ...page }: { accountId: string } & PageInput,
): Promise<Page<Connector>> {
  await enterAccount(ctx, { accountId, attempted: "list-connectors" });
  return readPage(
    page,
    () => ctx.db.connector.count(),
    (part) => ctx.db.connector.findMany({ orderBy: [{ nameKey: "asc" }, { version: "asc" }], ...part }),
  );
}

interface Sought {
  name: string;
  version?: string | null | undefined;
}

/** A Connector of the library by its name, in any case; without a version the newest. Throws not-found. */
export async function findConnector(
  db: Database | Transaction,
  { name, version }: Sought,
): Promise<Connector> {
  const named = await db.connector.findMany({ where: { nameKey: fold(name) } });
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
