import { z } from "zod";
import { workInAccount } from "../accounts/work-in-account.ts";
import { recordAudit } from "../audit/record-audit.ts";
import { checkInput } from "../check-input.ts";
import type { AccountActor, Context } from "../context.ts";
import { cycleDescription, cycleName } from "../cycles/cycle-fields.ts";
import { DomainError } from "../errors.ts";
import { connectorValues, valueFaults } from "./connector-values.ts";
import { findConnector } from "./find-connector.ts";
import { installValues } from "./install-values.ts";
import { listedConnector, type ListedConnector } from "./listed-connector.ts";

export const installConnectorInput = connectorValues.extend({
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
