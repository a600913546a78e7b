import { z } from "zod";
import type { AccountActor, Context } from "../context.ts";
import { cycleDescription, cycleName } from "../cycles/adjust-cycle.ts";
import type { Connector, Prisma } from "../generated/prisma/client.ts";
import { recordAudit } from "../kernel/audit/record-audit.ts";
import { refuseFaults } from "../kernel/errors.ts";
import { enterAccount, workInAccount } from "../kernel/levels/work-in-account.ts";
import { checkInput } from "../kernel/text/check-input.ts";
import { escapeLike } from "../kernel/text/escape-like.ts";
import { fold } from "../kernel/text/fold.ts";
import { type Order, type Page, type PageInput, readPage } from "../kernel/text/page.ts";
import {
  connectorValues,
  findConnector,
  installValues,
  namedProperties,
  valueFaults,
} from "./connector-values.ts";

export const listedConnectorFields = { connector: true } as const satisfies Prisma.AccountConnectorInclude;

type Row = Prisma.AccountConnectorGetPayload<{ include: typeof listedConnectorFields }>;

/** An installed Connector as anybody may see it: whether it authenticates, and never with what. */
export type ListedConnector = Omit<Row, "valuesSealed">;

export function listedConnector(row: Row): ListedConnector {
  const authenticated = row.authenticated || row.connector.authentication === "none";
  const shown: ListedConnector & { valuesSealed?: Row["valuesSealed"] } = { ...row, authenticated };
  delete shown.valuesSealed;
  return shown;
}

const installConnectorInput = connectorValues.extend({
  accountId: z.uuid(),
  /** Its name in the library, or its number. */
  connector: z.string(),
  /** Without one, the newest. */
  version: z.string().optional(),
  name: cycleName.optional(),
  description: cycleDescription.optional(),
  authenticationId: cycleName.optional(),
});

/**
 * Installs a Connector in an Account and seals its values; it may go without its authentication until later. What the Account
 * has already under this name and authentication is given the new values. Throws forbidden, not-found, and invalid at the
 * value that does not fit.
 */
export async function installConnector(
  ctx: Context<AccountActor>,
  given: z.input<typeof installConnectorInput>,
): Promise<ListedConnector> {
  const { accountId, ...input } = checkInput(installConnectorInput, given);
  return workInAccount(ctx, { accountId, attempted: "install-connector" }, async (tx) => {
    const connector = await findConnector(tx, { name: input.connector, version: input.version });
    const properties = namedProperties(connector, input.properties);
    const values = { authValue: input.authValue, properties };
    refuseFaults(valueFaults(connector, values, { later: true, authenticates: false }));
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
  {
    accountId,
    order = { by: "number", direction: "asc" },
    ...page
  }: { accountId: string; order?: Order<"number" | "name"> } & PageInput,
): Promise<Page<ListedConnector>> {
  await enterAccount(ctx, { accountId, attempted: "list-account-connectors" });
  const where = { accountId };
  const { direction } = order;
  return readPage(
    page,
    () => ctx.db.accountConnector.count({ where }),
    async (part) => {
      const rows = await ctx.db.accountConnector.findMany({
        where,
        include: listedConnectorFields,
        orderBy: [{ [order.by]: direction }, { id: direction }],
        ...part,
      });
      return rows.map(listedConnector);
    },
  );
}

interface ConnectorsAsked extends PageInput {
  accountId: string;
  order?: Order<"nameKey" | "number" | "version">;
  /** Words of the name or the title. */
  words?: string | undefined;
  /** The library has none, so that nothing is found by one. */
  category?: string | undefined;
}

/** What can be installed in an Account, by name and version. Throws forbidden. */
export async function listConnectors(
  ctx: Context<AccountActor>,
  { accountId, order = { by: "nameKey", direction: "asc" }, words, category, ...page }: ConnectorsAsked,
): Promise<Page<Connector>> {
  await enterAccount(ctx, { accountId, attempted: "list-connectors" });
  const where = category ? { id: { in: [] } } : called(words);
  const { direction } = order;
  return readPage(
    page,
    () => ctx.db.connector.count({ where }),
    (part) =>
      ctx.db.connector.findMany({
        where,
        orderBy: [{ [order.by]: direction }, { version: direction }, { number: direction }],
        ...part,
      }),
  );
}

function called(words = ""): Prisma.ConnectorWhereInput {
  const contains = escapeLike(fold(words));
  if (!contains) return {};
  return { OR: [{ nameKey: { contains } }, { title: { contains, mode: "insensitive" } }] };
}

/** One of the library, by its name or its number. Throws forbidden and not-found. */
export async function readConnector(
  ctx: Context<AccountActor>,
  { accountId, ...sought }: { accountId: string; name: string; version?: string | undefined },
): Promise<Connector> {
  await enterAccount(ctx, { accountId, attempted: "read-connector" });
  return findConnector(ctx.db, sought);
}
