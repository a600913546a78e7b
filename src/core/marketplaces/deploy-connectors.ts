import type { AuditEntry } from "../audit/record-audit.ts";
import { findConnector } from "../connectors/find-connector.ts";
import { type ConnectorValues, valueFaults } from "../connectors/connector-values.ts";
import { installValues } from "../connectors/install-values.ts";
import type { Context } from "../context.ts";
import type { Database, Transaction } from "../database.ts";
import { DomainError } from "../errors.ts";
import type { Account, Connector, User } from "../generated/prisma/client.ts";
import type { ConnectorAuthentication, Deploy } from "./deploy.ts";

interface Matched {
  connector: Connector;
  values: ConnectorValues;
  authenticationId: string | null;
}

/** Installs the ConnectorAuthentications of a deployment as Account Connectors. Throws invalid, at the value that is wrong. */
export async function deployConnectors(
  ctx: Context,
  tx: Transaction,
  { account, user }: { account: Account; user: User },
  deploy: Pick<Deploy, "authentications" | "inlineOAuth">,
): Promise<{ connectors: Connector[]; entries: AuditEntry[] }> {
  const matched = await matchConnectors(tx, deploy);
  const entries: AuditEntry[] = [];
  for (const one of matched) {
    const install = { ...one, accountId: account.id, installedById: user.id };
    const { accountConnector, installed } = await installValues(ctx, tx, install);
    const { name, version } = one.connector;
    entries.push({
      action: installed ? "connector-installed" : "connector-authenticated",
      subject: { kind: "account-connector", id: accountConnector.id, name: accountConnector.name },
      accountId: account.id,
      after: { name, version, properties: one.values.properties.map((property) => property.name) },
    });
  }
  return { connectors: matched.map(({ connector }) => connector), entries };
}

/** The library's Connectors that were named. Throws invalid. */
export async function matchConnectors(
  db: Database | Transaction,
  { authentications, inlineOAuth }: Pick<Deploy, "authentications" | "inlineOAuth">,
): Promise<Matched[]> {
  const matched: Matched[] = [];
  for (const [at, given] of authentications.entries()) {
    const field = `connectorAuthentications[${at}]`;
    const connector = await named(db, given, field);
    const { authValue, properties, authenticationId } = given;
    const [fault] = valueFaults(connector, given, { later: inlineOAuth });
    if (fault) throw new DomainError("invalid", fault.sentence, `${field}.${fault.field}`);
    matched.push({
      connector,
      values: { authValue, properties },
      authenticationId: authenticationId || null,
    });
  }
  return matched;
}

/** As the library has it; what is wrong in a deployment is invalid at its own field. */
async function named(
  db: Database | Transaction,
  sought: ConnectorAuthentication,
  field: string,
): Promise<Connector> {
  try {
    return await findConnector(db, sought);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    throw new DomainError("invalid", error.message, `${field}.${error.field ?? "name"}`);
  }
}
