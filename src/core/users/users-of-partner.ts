import { z } from "zod";
import type { ConsoleUserActor, Context } from "../context.ts";
import type { Prisma, User } from "../generated/prisma/client.ts";
import { requirePermission } from "../kernel/access/require-access-change.ts";
import type { Transaction } from "../kernel/database.ts";
import { DomainError } from "../kernel/errors.ts";
import { openAt } from "../kernel/links/secret-link.ts";
import { LostRace, lostRace } from "../kernel/lost-race.ts";
import { addressKey, identityKey } from "../kernel/text/identity-key.ts";
import { usersNamedLike } from "./delete-user.ts";

interface UsersAsked {
  /** A part of the user ID or e-mail. */
  words?: string | undefined;
  /** The whole user ID, or the whole e-mail, in any case. */
  username?: string | undefined;
  email?: string | undefined;
  /** The user ID key after which the page begins. */
  after: string | undefined;
  take: number;
}

/** Users by user ID, without API Users, which are no people. Throws forbidden. */
export async function listPartnerUsers(
  ctx: Context<ConsoleUserActor>,
  { words = "", username, email: address, after, take }: UsersAsked,
): Promise<User[]> {
  await requirePermission(ctx, "users:view", "users");
  const conditions: Prisma.UserWhereInput[] = [
    usersNamedLike(words),
    ...(username === undefined ? [] : [{ usernameKey: identityKey(username) }]),
    ...(address === undefined ? [] : [{ emailKey: addressKey(address) }]),
    ...(after === undefined ? [] : [{ usernameKey: { gt: after } }]),
  ];
  const where = { AND: conditions, apiUserOfId: null };
  return ctx.db.user.findMany({ where, orderBy: { usernameKey: "asc" }, take });
}

export interface PartnerUser extends User {
  /** The address that the User is asked to confirm, if there is one. */
  pendingEmail: string | null;
}

/** One User, who is a person. Throws forbidden, and not-found for an id that is none. */
export async function readPartnerUser(ctx: Context<ConsoleUserActor>, id: string): Promise<PartnerUser> {
  await requirePermission(ctx, "users:view", "user");
  const user = await personById(ctx.db, id);
  const open = { userId: user.id, purpose: "email" as const, ...openAt(ctx.clock()) };
  const link = await ctx.db.secretLink.findFirst({ where: open, orderBy: { id: "desc" } });
  return { ...user, pendingEmail: link?.email ?? null };
}

/** Holds a User, and before that the Accounts, in the order of whatever changes both. Throws not-found. */
export async function holdPerson(tx: Transaction, id: string): Promise<void> {
  const { id: userId } = await personById(tx, id);
  const held = await tx.$queryRaw<unknown[]>`SELECT "id" FROM "Account" WHERE "id" IN
    (SELECT "accountId" FROM "Membership" WHERE "userId" = ${userId}::uuid) ORDER BY "id" FOR NO KEY UPDATE`;
  await tx.$queryRaw`SELECT "id" FROM "User" WHERE "id" = ${userId}::uuid FOR UPDATE`;
  // Of one that was added before the User was held, the Account would come too late.
  if ((await tx.membership.count({ where: { userId } })) !== held.length) throw lostRace(new LostRace());
}

/** Throws not-found, at the field that names the User, if one does. */
export async function personById(db: Context["db"] | Transaction, id: string, field?: string): Promise<User> {
  const user = z.uuid().safeParse(id).success ? await db.user.findUnique({ where: { id } }) : null;
  if (user && !user.apiUserOfId) return user;
  throw new DomainError("not-found", "There is no User with this Id.", field);
}
