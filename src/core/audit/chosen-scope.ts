import { accountLabel } from "../accounts/account-name.ts";
import { loadAccount } from "../accounts/load-account.ts";
import { consoleUserById } from "../console-users/console-user-by-id.ts";
import { nameOf } from "../console-users/console-user-name.ts";
import type { ConsoleUserActor, Context } from "../context.ts";
import { DomainError } from "../errors.ts";
import { loadUser } from "../users/reset-password.ts";
import { userLabel } from "../users/user-name.ts";
import type { AuditScope } from "./audit-scope.ts";

interface Chosen {
  userId?: string | undefined;
  accountId?: string | undefined;
  consoleUserId?: string | undefined;
}

/** The one that was chosen among what there is; undefined for everything. Throws invalid at the second of two. */
export async function chosenScope(
  ctx: Context<ConsoleUserActor>,
  { userId, accountId, consoleUserId }: Chosen,
): Promise<AuditScope | undefined> {
  if ([userId, accountId, consoleUserId].filter(Boolean).length > 1) {
    const field = consoleUserId ? "consoleUserId" : "accountId";
    throw new DomainError("invalid", "Choose one of User, Account and Console User, or none.", field);
  }
  if (userId) return { kind: "user", id: userId, label: userLabel(await loadUser(ctx.db, userId)) };
  if (accountId)
    return { kind: "account", id: accountId, label: accountLabel(await loadAccount(ctx.db, accountId)) };
  if (!consoleUserId) return undefined;
  const one = await consoleUserById(ctx, consoleUserId);
  return { kind: "console-user", id: one.id, label: `${nameOf(one)} (${one.email})` };
}
