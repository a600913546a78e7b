import type { ConsoleUserActor, Context, App } from "../context.ts";
import type { ConsoleUser } from "../generated/prisma/client.ts";
import { openAt } from "../kernel/links/secret-link.ts";
import type { WithLink } from "./revoke-console-invitation.ts";
import { escapeLike } from "../kernel/text/escape-like.ts";
import { fold } from "../kernel/text/fold.ts";
import { nameOf } from "../kernel/access/console-user-actor.ts";
import { requirePermission } from "../kernel/access/require-access-change.ts";

export interface ConsoleUserPage {
  users: ConsoleUser[];
  /** Where the next page begins. */
  next: string | undefined;
  /** Open invitations, the newest first; on the first page. */
  invited: WithLink[];
}

/** Everybody who is a Console User now, by address, a page at a time. Throws forbidden. */
export async function pageConsoleUsers(
  ctx: Context<ConsoleUserActor>,
  { words = "", after, take }: { words?: string; after: string | undefined; take: number },
): Promise<ConsoleUserPage> {
  await requirePermission(ctx, "console-users:view", "console-users");
  const users = words
    ? await matching(ctx, words, after, take + 1)
    : await ctx.db.consoleUser.findMany({
        where: { removedAt: null, ...beyond(after) },
        orderBy: { emailKey: "asc" },
        take: take + 1,
      });
  const invited = await ctx.db.consoleInvitation.findMany({
    where: {
      link: openAt(ctx.clock()),
      emailKey: { contains: escapeLike(fold(words)) },
    },
    orderBy: { createdAt: "desc" },
    take: after === undefined ? take : 0,
    include: { link: true },
  });
  const shown = users.slice(0, take);
  const next = users.length > take ? shown.at(-1)?.emailKey : undefined;
  return { users: shown, next, invited };
}

const beyond = (after: string | undefined) => after !== undefined && { emailKey: { gt: after } };

/** A team is small: all of them are read. */
async function matching(
  { db }: Context<ConsoleUserActor>,
  words: string,
  after: string | undefined,
  take: number,
): Promise<ConsoleUser[]> {
  const everyone = await db.consoleUser.findMany({
    where: { removedAt: null, ...beyond(after) },
    orderBy: { emailKey: "asc" },
  });
  const key = fold(words);
  return everyone.filter((user) => fold(`${nameOf(user)} ${user.email}`).includes(key)).slice(0, take);
}

/** Everybody who is a Console User now, by their address. */
export function listConsoleUsers({ db }: Pick<App, "db">): Promise<ConsoleUser[]> {
  return db.consoleUser.findMany({ where: { removedAt: null }, orderBy: { emailKey: "asc" } });
}
