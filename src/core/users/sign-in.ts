import { by, recordAudit } from "../kernel/audit/record-audit.ts";
import type { Context, Visitor, AccountUserActor } from "../context.ts";
import type { Transaction } from "../kernel/database.ts";
import { DomainError } from "../kernel/errors.ts";
import type { User, Session } from "../generated/prisma/client.ts";
import { verifyPassword } from "../kernel/secrets/password.ts";
import { type Browser, startSession } from "../kernel/sessions/find-session.ts";
import { identityKey, tidyTyped } from "../kernel/text/identity-key.ts";

/** Of a password that nobody has: whoever has none takes as long to refuse. */
export const nobodysHash =
  "$argon2id$v=19$m=19456,t=2,p=1$sAonrJOxkD+Yv2kKDOdnXA$BWjsrMjiFwiwDfk5/xa4zkMO1Upd/rB3QQfwZrMyGZw";

export const signInRefused = "User ID or password is wrong. Check both, and capital letters in the password.";

interface Credentials {
  username: string;
  password: string;
}

/**
 * Begins a session for the User of that user ID and password. Throws invalid in the same words, after the same work,
 * whether there is no such User, they cannot sign in, or the password is another.
 */
export async function signIn(
  ctx: Context<Visitor>,
  { username, password }: Credentials,
  browser: Browser,
): Promise<{ token: string; user: User }> {
  const user = await ctx.db.user.findUnique({ where: { usernameKey: identityKey(tidyTyped(username)) } });
  const passwordHash = user?.apiUserOfId ? null : (user?.passwordHash ?? null);
  const right = await verifyPassword(passwordHash ?? nobodysHash, password);
  if (!user || !passwordHash || !right) return refuse(ctx, user);
  const token = await ctx.db.$transaction((tx) => begin(ctx, tx, { ...user, passwordHash }, browser));
  return token ? { token, user } : refuse(ctx, user);
}

/** Undefined where the password was changed at this moment: that ends every session, and this one would come after. */
async function begin(
  ctx: Context<Visitor>,
  tx: Transaction,
  user: User,
  browser: Browser,
): Promise<string | undefined> {
  const { id, username, passwordHash } = user;
  await tx.$queryRaw`SELECT "id" FROM "User" WHERE "id" = ${id}::uuid FOR SHARE`;
  if ((await tx.user.count({ where: { id, passwordHash } })) === 0) return undefined;
  const session = await startSession(tx, { holder: { userId: id }, browser }, ctx.clock());
  const actor = accountUserActor({ id: session.id, accountId: null, deploymentId: null }, user);
  await recordAudit(tx, by(ctx, actor), {
    action: "signed-in",
    subject: { kind: "user", id, name: username },
    after: { from: browser.address },
  });
  return session.token;
}

async function refuse(ctx: Context<Visitor>, user: User | null): Promise<never> {
  await recordAudit(ctx.db, ctx, {
    action: "sign-in-refused",
    // What was typed is not kept: it may be a password in the wrong place.
    subject: user ? { kind: "user", id: user.id, name: user.username } : { kind: "user" },
  });
  throw new DomainError("invalid", signInRefused);
}

/** A User as the actor of what is done in a session. */
export function accountUserActor(
  session: Pick<Session, "id" | "accountId" | "deploymentId">,
  user: Pick<User, "id" | "username">,
): AccountUserActor {
  return {
    kind: "account-user",
    id: user.id,
    name: user.username,
    sessionId: session.id,
    onlyAccountId: session.accountId,
    deploymentId: session.deploymentId,
    surface: "web",
  };
}
