import type { Context } from "../context.ts";
import type { Transaction } from "../database.ts";
import type { Account } from "../generated/prisma/client.ts";
import { giveMembership } from "../memberships/give-membership.ts";
import type { DeployUser } from "./deploy-user.ts";
import { namedUser } from "../users/name-keys.ts";

/**
 * The service identity of an Account, which appears there with its first Account deployment. It has no password and no
 * e-mail, so that nobody can sign in as it. The caller holds the Account's row.
 */
export async function apiUserOf(ctx: Context, tx: Transaction, account: Account): Promise<DeployUser> {
  const known = await tx.user.findUnique({ where: { apiUserOfId: account.id } });
  if (known) return { user: known, created: false, joined: false, entries: [] };
  const username = `api-user-${account.id}`;
  const now = ctx.clock();
  const user = await tx.user.create({
    data: {
      ...namedUser(username),
      firstName: "API",
      lastName: "User",
      apiUserOfId: account.id,
      createdAt: now,
    },
  });
  const grant = { userId: user.id, accountId: account.id, asAdministrator: false, requestId: null };
  await giveMembership(tx, { ...grant, now });
  const subject = { kind: "user", id: user.id, name: username };
  const entry = { action: "api-user-created", subject, accountId: account.id };
  return { user, created: true, joined: true, entries: [entry] };
}
