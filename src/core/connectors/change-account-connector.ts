import { z } from "zod";
import type { AccountActor, Context } from "../context.ts";
import { cycleDescription, cycleName } from "../cycles/adjust-cycle.ts";
import { recordAudit } from "../kernel/audit/record-audit.ts";
import type { Database, Transaction } from "../kernel/database.ts";
import { DomainError, refuseFaults } from "../kernel/errors.ts";
import { enterAccount, workInAccount } from "../kernel/levels/work-in-account.ts";
import { checkInput } from "../kernel/text/check-input.ts";
import {
  connectorValues,
  type ConnectorValues,
  namedProperties,
  numberIn,
  sealedValues,
  unsealedValues,
  valueFaults,
} from "./connector-values.ts";
import { listedConnector, listedConnectorFields, type ListedConnector } from "./install-connector.ts";

interface Choice {
  accountId: string;
  /** The number that the API gives it, or its own id. */
  accountConnector: string;
}

/** One of an Account's Connectors. Throws forbidden and not-found. */
export async function readAccountConnector(
  ctx: Context<AccountActor>,
  choice: Choice,
): Promise<ListedConnector> {
  await enterAccount(ctx, { accountId: choice.accountId, attempted: "read-account-connector" });
  return listedConnector(await load(ctx.db, choice));
}

async function load(db: Database | Transaction, { accountId, accountConnector }: Choice) {
  const number = numberIn(accountConnector);
  const id = z.uuid().safeParse(accountConnector).data;
  const where = number ? { number, accountId } : { id: id ?? "", accountId };
  const include = listedConnectorFields;
  const found = number || id ? await db.accountConnector.findFirst({ where, include }) : null;
  if (found) return found;
  throw new DomainError("not-found", "This Account has no connector with this id.");
}

const changes = z.object({
  name: cycleName.optional(),
  description: cycleDescription.optional(),
  authenticationId: cycleName.nullish(),
  /** Null takes it away. */
  authValue: connectorValues.shape.authValue,
  properties: connectorValues.shape.properties,
  /** Names of properties whose values are taken away. */
  without: z.array(z.string()).default([]),
});

/**
 * Changes what is given of an Account Connector: what is left out stays. Throws forbidden, not-found, and invalid at the value
 * that does not fit.
 */
export async function changeAccountConnector(
  ctx: Context<AccountActor>,
  { accountId, accountConnector }: Choice,
  given: z.input<typeof changes>,
): Promise<ListedConnector> {
  const input = checkInput(changes, given);
  const attempt = { accountId, attempted: "change-account-connector" };
  return workInAccount(ctx, attempt, async (tx) => {
    const row = await load(tx, { accountId, accountConnector });
    const before = unsealedValues(ctx, row);
    const authGiven = given.authValue !== undefined;
    const properties = namedProperties(row.connector, input.properties);
    const names = new Set([...input.without, ...properties.map(({ name }) => name)]);
    const values = {
      authValue: authGiven ? input.authValue : before.authValue,
      properties: [...before.properties.filter(({ name }) => !names.has(name)), ...properties],
    };
    refuseGiven(row.connector, values, { properties, authGiven });
    const { name, description, authenticationId } = input;
    const changed = await tx.accountConnector.update({
      where: { id: row.id },
      data: {
        ...sealedValues(ctx, row.id, values),
        ...(name !== undefined && { name }),
        ...(description !== undefined && { description }),
        ...(authenticationId !== undefined && { authenticationId }),
      },
      include: listedConnectorFields,
    });
    const subject = { kind: "account-connector", id: row.id, name: changed.name };
    const told = differing(row, { name, description });
    if (told) await recordAudit(tx, ctx, { action: "connector-changed", subject, accountId, ...told });
    if (authGiven || names.size > 0 || authenticationId !== undefined)
      await recordAudit(tx, ctx, {
        action: authGiven && !input.authValue ? "connector-deauthenticated" : "connector-authenticated",
        subject,
        accountId,
        after: { properties: [...names] },
      });
    return listedConnector(changed);
  });
}

type Told = Partial<Record<"name" | "description", string>>;

/** How it is called and described otherwise, for the audit; undefined where it is not. */
function differing(
  stands: Record<keyof Told, string>,
  given: { [Key in keyof Told]: string | undefined },
): { before: Told; after: Told } | undefined {
  const keys = (["name", "description"] as const).filter(
    (key) => given[key] !== undefined && given[key] !== stands[key],
  );
  const of = (from: { [Key in keyof Told]: string | undefined }) =>
    Object.fromEntries(keys.map((key) => [key, from[key]])) as Told;
  return keys.length > 0 ? { before: of(stands), after: of(given) } : undefined;
}

/** Of what is given alone: what it had, or has not yet, is no fault of this change. */
function refuseGiven(
  connector: Parameters<typeof valueFaults>[0],
  values: ConnectorValues,
  { properties, authGiven }: Pick<ConnectorValues, "properties"> & { authGiven: boolean },
): void {
  const given = [...(authGiven ? ["authValue"] : []), ...properties.map(({ name }) => `properties.${name}`)];
  const faults = valueFaults(connector, values, { later: true, authenticates: false });
  refuseFaults(faults.filter(({ field }) => given.includes(field)));
}

/** Takes a Connector out of an Account, with its values. Throws forbidden and not-found. */
export async function removeAccountConnector(ctx: Context<AccountActor>, choice: Choice): Promise<void> {
  const { accountId } = choice;
  const attempt = { accountId, attempted: "remove-account-connector" };
  await workInAccount(ctx, attempt, async (tx) => {
    const { id, name, connector } = await load(tx, choice);
    await tx.accountConnector.delete({ where: { id } });
    await recordAudit(tx, ctx, {
      action: "connector-removed",
      subject: { kind: "account-connector", id, name },
      accountId,
      before: { connector: connector.name, version: connector.version, name },
    });
  });
}
