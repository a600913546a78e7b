import type { Context } from "../context.ts";
import type { Transaction } from "../database.ts";
import type { AccountConnector, Connector } from "../generated/prisma/client.ts";
import { seal } from "../secrets/seal.ts";
import { accountConnectorPurpose, type ConnectorValues } from "./connector-values.ts";

export interface InstallValues {
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
