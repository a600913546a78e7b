import { refusalAt, refuseCall } from "../kernel/levels/work-in-account.ts";
import type { ApiClientActor, Context } from "../context.ts";
import { DomainError } from "../kernel/errors.ts";
import type { Account } from "../generated/prisma/client.ts";
import { identityKey } from "../kernel/text/identity-key.ts";

/**
 * Lets an application into the Account that its call names, which was read with its token, or was not there. Throws forbidden
 * where it is suspended or out of the token's reach, and not-found; a restricted token is not told which of other API IDs
 * exist. Refusals are audited.
 */
export async function enterNamed(
  ctx: Context<ApiClientActor>,
  { account, attempted }: { account: Account | undefined; attempted: string },
): Promise<Account> {
  if (account) {
    const refusal = refusalAt(ctx.actor, account);
    return refusal ? refuseCall(ctx, { accountId: account.id, attempted }, refusal) : account;
  }
  if (ctx.actor.onlyAccountId !== null)
    return refuseCall(ctx, { attempted }, "This token does not reach this Account.");
  throw new DomainError("not-found", "There is no Account with this API ID.");
}

/** Throws forbidden: what concerns the whole Partner is out of reach for a token that is restricted to an Account. */
export function refusePartnerLevel(ctx: Context<ApiClientActor>, attempted: string): Promise<never> {
  return refuseCall(
    ctx,
    { attempted },
    "This token is restricted to one Account, and this call is not about that Account.",
  );
}

/** Throws forbidden where an Account with this API ID is suspended; the refusal is audited. */
export async function refuseSuspended(
  ctx: Context<ApiClientActor>,
  { apiId, attempted }: { apiId: string; attempted: string },
): Promise<void> {
  const account = await ctx.db.account.findUnique({
    where: { apiIdKey: identityKey(apiId), suspendedAt: { not: null } },
    select: { id: true },
  });
  if (account) await refuseCall(ctx, { accountId: account.id, attempted }, "This Account is suspended.");
}
