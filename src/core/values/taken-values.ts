import type { App } from "../context.ts";
import type { Transaction } from "../kernel/database.ts";
import { seal, unseal } from "../kernel/secrets/seal.ts";

/** What values are sealed for: their own Request, and no other. */
export const valuesPurpose = (requestId: string) => `values:${requestId}`;

/** What a Request's page has taken, or undefined where it had none, or was used. */
export async function takenValues(app: App, requestId: string): Promise<unknown> {
  const taken = await app.db.requestValues.findUnique({ where: { requestId } });
  if (!taken) return undefined;
  return JSON.parse(unseal(app.secretKeys, valuesPurpose(requestId), taken.valuesSealed));
}

/** Keeps what a Request waits with and nobody may see, in the transaction that writes it. */
export async function keepValues(
  { db, secretKeys }: Pick<App, "db" | "secretKeys">,
  requestId: string,
  values: unknown,
): Promise<void> {
  const valuesSealed = seal(secretKeys, valuesPurpose(requestId), JSON.stringify(values));
  await db.requestValues.create({ data: { requestId, valuesSealed } });
}

/** In the transaction that has used them: from its commit on they are in no row but where they belong. */
export async function dropValues(tx: Transaction, requestId: string): Promise<void> {
  await tx.requestValues.deleteMany({ where: { requestId } });
}
