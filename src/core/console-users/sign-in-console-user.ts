import { by, recordAudit } from "../audit/record-audit.ts";
import type { Context, Visitor } from "../context.ts";
import type { Transaction } from "../database.ts";
import { DomainError } from "../errors.ts";
import type { ConsoleUser } from "../generated/prisma/client.ts";
import { verifyPassword } from "../secrets/password.ts";
import { type Browser, startSession } from "../sessions/start-session.ts";
import { addressKey } from "../text/identity-key.ts";
import { nobodysHash } from "../users/sign-in.ts";
import { active, isActive } from "./access.ts";
import { consoleUserActor } from "./console-user-actor.ts";
import { nameOf } from "./console-user-name.ts";

export const consoleSignInRefused =
  "That did not fit together. Check the e-mail and the password, both, and mind capital letters in the password.";

/**
 * Begins a session of the operator's pages, which are for Full Access. Throws invalid in the same words, after the same work,
 * whether there is no such Console User, they have no password, or another; forbidden for who is one without Full Access.
 */
export async function signInConsoleUser(
  ctx: Context<Visitor>,
  { email, password }: { email: string; password: string },
  browser: Browser,
): Promise<{ token: string }> {
  const user = await ctx.db.consoleUser.findUnique({ where: { emailKey: addressKey(email) } });
  const passwordHash = user && !user.removedAt ? user.passwordHash : null;
  const right = await verifyPassword(passwordHash ?? nobodysHash, password);
  if (!user || !passwordHash || !right) return refuse(ctx, user, consoleSignInRefused);
  if (!isActive(user)) return refuse(ctx, user, notNow, "forbidden");
  if (!user.fullAccess) return refuse(ctx, user, noFullAccess, "forbidden");
  const token = await ctx.db.$transaction((tx) => begin(ctx, tx, user, browser));
  return token ? { token } : refuse(ctx, user, consoleSignInRefused);
}

const notNow =
  "Your Console User is frozen, or your Slack user may no longer use it. Ask another Console User.";

export const noFullAccess = "These pages are for Console Users with Full Access, which you do not have.";

/** Undefined where the password, or the access, was taken away at this moment. */
async function begin(
  ctx: Context<Visitor>,
  tx: Transaction,
  user: ConsoleUser,
  browser: Browser,
): Promise<string | undefined> {
  const { id, passwordHash } = user;
  await tx.$queryRaw`SELECT "id" FROM "ConsoleUser" WHERE "id" = ${id}::uuid FOR SHARE`;
  const still = { ...active, id, passwordHash, fullAccess: true };
  if ((await tx.consoleUser.count({ where: still })) === 0) return undefined;
  const { token } = await startSession(tx, { holder: { consoleUserId: id }, browser }, ctx.clock());
  await recordAudit(tx, by(ctx, consoleUserActor(user, "web")), {
    action: "signed-in",
    subject: { kind: "console-user", id, name: nameOf(user) },
    after: { from: browser.address },
  });
  return token;
}

async function refuse(
  ctx: Context<Visitor>,
  user: ConsoleUser | null,
  sentence: string,
  code: "invalid" | "forbidden" = "invalid",
): Promise<never> {
  await recordAudit(ctx.db, ctx, {
    action: "sign-in-refused",
    // What was typed is not kept: it may be a password in the wrong place.
    subject: user ? { kind: "console-user", id: user.id, name: nameOf(user) } : { kind: "console-user" },
  });
  throw new DomainError(code, sentence);
}
