import { recordRefusal } from "../audit/record-refusal.ts";
import type { AccountActor, Context } from "../context.ts";
import type { Transaction } from "../database.ts";
import { DomainError } from "../errors.ts";
import type { Account } from "../generated/prisma/client.ts";
import { type After, transact } from "../kernel/outbox/transact.ts";
import { admit } from "./admit.ts";

/** Something that is tried in an Account: what it is called in the audit if it is refused. */
export interface Attempt {
  accountId: string;
  attempted: string;
}

/**
 * Changes something in an Account, in one transaction that nobody else's change of this Account can overlap: the access that
 * it was begun with holds to its end. Throws forbidden; the refusal is audited.
 */
export async function workInAccount<Result>(
  ctx: Context<AccountActor>,
  attempt: Attempt,
  work: (tx: Transaction, account: Account, after: After) => Promise<Result>,
): Promise<Result> {
  const { accountId } = attempt;
  const done = await transact(ctx, async (tx, after) => {
    await tx.$queryRaw`SELECT "id" FROM "Account" WHERE "id" = ${accountId}::uuid FOR NO KEY UPDATE`;
    const admission = await admit(tx, ctx.actor, accountId);
    return "refusal" in admission ? admission : { result: await work(tx, admission.account, after) };
  });
  return "refusal" in done ? refuseCall(ctx, attempt, done.refusal) : done.result;
}

/** The Account, for reading. Throws forbidden; the refusal is audited. */
export async function enterAccount(ctx: Context<AccountActor>, attempt: Attempt): Promise<Account> {
  const admission = await admit(ctx.db, ctx.actor, attempt.accountId);
  return "refusal" in admission ? refuseCall(ctx, attempt, admission.refusal) : admission.account;
}

/** Throws forbidden, and has it in the audit: see `recordRefusal`. */
export async function refuseCall(
  ctx: Context<AccountActor>,
  { accountId, attempted }: Pick<Attempt, "attempted"> & Partial<Attempt>,
  because: string,
): Promise<never> {
  await recordRefusal(ctx, {
    subject: { kind: "call", name: attempted },
    ...(accountId && { accountId }),
    after: { because },
  });
  throw new DomainError("forbidden", because);
}
