import { enterAccount, refuseCall } from "../kernel/levels/work-in-account.ts";
import type { ApiClientActor, Context } from "../context.ts";
import { DomainError } from "../kernel/errors.ts";
import type { Account } from "../generated/prisma/client.ts";
import { identityKey } from "../kernel/text/identity-key.ts";

/**
 * The Account with this API ID, for an application. Throws forbidden where it is suspended or out of the token's reach, and
 * not-found; a restricted token is not told which of other API IDs exist. Refusals are audited.
 */
export async function enterByApiId(
  ctx: Context<ApiClientActor>,
  { apiId, attempted }: { apiId: string; attempted: string },
): Promise<Account> {
  const account = await ctx.db.account.findUnique({
    where: { apiIdKey: identityKey(apiId) },
    select: { id: true },
  });
  if (account) return enterAccount(ctx, { accountId: account.id, attempted });
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
