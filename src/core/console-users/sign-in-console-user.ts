import { by, recordAudit } from "../kernel/audit/record-audit.ts";
import type { Context, Visitor, App } from "../context.ts";
import type { Transaction } from "../kernel/database.ts";
import { DomainError } from "../kernel/errors.ts";
import type { ConsoleUser } from "../generated/prisma/client.ts";
import { verifyPassword } from "../kernel/secrets/password.ts";
import { type Browser, startSession } from "../kernel/sessions/find-session.ts";
import { addressKey } from "../kernel/text/identity-key.ts";
import { nobodysHash } from "../users/sign-in.ts";
import { active, isActive } from "../kernel/access/access.ts";
import { consoleUserActor, nameOf } from "../kernel/access/console-user-actor.ts";
import { shorten } from "../kernel/text/mrkdwn.ts";
import { fold } from "../kernel/text/fold.ts";

export const consoleSignInRefused =
  "E-mail or password is wrong. Check both, and capital letters in the password.";

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

/** The one Console User that the words name: by e-mail, by a mention in the chat, else by name. Throws not-found and conflict. */
export async function findConsoleUser(
  app: Pick<App, "db">,
  words: string,
  field = "consoleUserId",
): Promise<ConsoleUser> {
  const key = fold(words);
  if (!key) throw new DomainError("invalid", "Give the e-mail of the Console User.", field);
  const mentioned = /^<@([A-Z0-9]+)(?:\|[^>]*)?>$/.exec(words.trim())?.[1];
  const where = mentioned ? { chatUserId: mentioned } : { emailKey: addressKey(words) };
  const exact = await app.db.consoleUser.findFirst({ where: { ...where, removedAt: null } });
  if (exact) return exact;
  const [first, ...others] = (await searchConsoleUsers(app, words, 11)).filter(
    (user) => fold(nameOf(user)).includes(key) || user.emailKey.includes(key),
  );
  if (!first)
    throw new DomainError(
      "not-found",
      `No Console User has the e-mail or name “${shorten(words, 80)}”.`,
      field,
    );
  if (others.length === 0) return first;
  const listed = [first, ...others].map((user) => `• ${nameOf(user)} (${user.email})`);
  throw new DomainError(
    "conflict",
    ["Several fit. Give the e-mail of the one you mean:", ...listed].join("\n"),
    field,
  );
}

/** Console Users whose name or e-mail contains the words, by e-mail. A team is small: all are read. */
export async function searchConsoleUsers(
  { db }: Pick<App, "db">,
  words: string,
  take: number,
): Promise<ConsoleUser[]> {
  const key = fold(words);
  const everyone = await db.consoleUser.findMany({
    where: { removedAt: null },
    orderBy: { emailKey: "asc" },
  });
  return everyone.filter((user) => fold(`${nameOf(user)} ${user.email}`).includes(key)).slice(0, take);
}
