import { z } from "zod";
import { loadAccount } from "../accounts/load-account.ts";
import { recordAudit } from "../audit/record-audit.ts";
import { checkInput } from "../check-input.ts";
import type { Context, Operator } from "../context.ts";
import type { ApiClient } from "../generated/prisma/client.ts";
import { apiClientName } from "./api-client-fields.ts";
import { newClientSecret } from "./client-secret.ts";
import { insertApiClient, toldOfClient } from "./insert-api-client.ts";

/** What a command line has: a database, and no chat, mail or queue. */
export type OperatorContext = Pick<Context<Operator>, "db" | "clock" | "actor">;

export const addApiClientInput = z.object({ name: apiClientName, accountId: z.uuid().nullable() });

/** Makes a client at once, and returns its secret, this once. Throws conflict and not-found. */
export async function addApiClient(
  ctx: OperatorContext,
  given: z.input<typeof addApiClientInput>,
): Promise<{ client: ApiClient; secret: string }> {
  const { name, accountId } = checkInput(addApiClientInput, given);
  const { secret, secretHash } = newClientSecret();
  const now = ctx.clock();
  return ctx.db.$transaction(async (tx) => {
    const account = accountId ? await loadAccount(tx, accountId) : null;
    const createdBy = `${ctx.actor.name}, on the command line`;
    const client = await insertApiClient(tx, { name, account, createdBy, secretHash, now });
    await recordAudit(tx, ctx, {
      action: "api-client-created",
      subject: { kind: "api-client", id: client.id, name },
      ...(account && { accountId: account.id }),
      after: toldOfClient(client, account),
    });
    return { client, secret };
  });
}
