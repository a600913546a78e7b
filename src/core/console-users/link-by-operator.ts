import { recordAudit } from "../kernel/audit/record-audit.ts";
import type { ChatPerson } from "../kernel/chat/chat.ts";
import type { App, OperatorContext } from "../context.ts";
import type { Transaction } from "../kernel/database.ts";
import { DomainError } from "../kernel/errors.ts";
import type { ConsoleUser } from "../generated/prisma/client.ts";
import { addressKey } from "../kernel/text/identity-key.ts";
import { ExternalError } from "../kernel/external-error.ts";
import { whyInactive, accessOf, active, accessWords } from "../kernel/access/access.ts";
import { requireKnown } from "./add-console-user.ts";
import { unlinked } from "./chat-link.ts";
import { exclusionOf } from "../kernel/requests/chat-standing.ts";
import { markWaitingForSweep } from "../kernel/requests/invalidate-card.ts";
import { nameOf } from "../kernel/access/console-user-actor.ts";
import { lockConsoleUsers } from "../kernel/access/require-access-change.ts";
import { endSessions } from "../kernel/sessions/find-session.ts";
import { stopUnstarted } from "./stop-requests.ts";

type Linking = OperatorContext & Pick<App, "chat">;

/**
 * Links a Slack user to a Console User from the command line, where no confirmed e-mail does: the operator answers for who it
 * is. A link that was there before is replaced. Throws not-found, invalid and conflict.
 */
export async function linkByOperator(
  ctx: Linking,
  { email, chatUserId }: { email: string; chatUserId: string },
): Promise<{ user: ConsoleUser; person: ChatPerson }> {
  const { person, chatTeamId } = await fullMember(ctx, chatUserId);
  const user = await ctx.db.$transaction(async (tx) => {
    await lockConsoleUsers(tx);
    const found = await requireKnown(tx, email);
    await freeUp(tx, { chatTeamId, chatUserId }, found);
    const chatEmailKey = person.email && person.emailConfirmed ? addressKey(person.email) : null;
    const link = { chatTeamId, chatUserId, chatLinkedAt: ctx.clock(), chatEmailKey };
    const data = { ...unlinked, ...link };
    const linked = await tx.consoleUser.update({ where: { id: found.id }, data });
    await markWaitingForSweep(tx, ctx.clock());
    await recordAudit(tx, ctx, {
      action: "slack-identity-linked",
      subject: { kind: "console-user", id: found.id, name: nameOf(found) },
      before: { chatUserId: found.chatUserId },
      after: { chatUserId, by: "the operator" },
    });
    return linked;
  });
  return { user, person };
}

async function fullMember({ chat }: Linking, chatUserId: string) {
  if (!/^[UW][A-Z0-9]+$/u.test(chatUserId))
    throw invalid(`“${chatUserId}” is not the id of a Slack user, which looks like U012AB3CD.`);
  const [person, home] = await Promise.all([personOf(chat, chatUserId), chat.workspaceId()]);
  const excluded = exclusionOf(person, home);
  if (!excluded) return { person, chatTeamId: home };
  const why = whyInactive({ removedAt: null, frozenAt: null, chatExcluded: excluded }) ?? "cannot be linked";
  throw invalid(`${person.name} (${chatUserId}) ${why}, and cannot be a Console User.`);
}

async function personOf(chat: App["chat"], chatUserId: string): Promise<ChatPerson> {
  try {
    return await chat.person(chatUserId, { fresh: true });
  } catch (error) {
    if (!(error instanceof ExternalError)) throw error;
    if (error.reason === "user_not_found") throw invalid(`Slack knows no user ${chatUserId}.`);
    throw new DomainError("conflict", `${error.message} Nothing was changed; try again.`);
  }
}

/** One Slack user is one Console User: whoever was removed keeps nobody from being linked, anybody else does. */
async function freeUp(
  tx: Transaction,
  link: { chatTeamId: string; chatUserId: string },
  { id }: ConsoleUser,
): Promise<void> {
  const other = await tx.consoleUser.findFirst({ where: { ...link, id: { not: id } } });
  if (other && !other.removedAt)
    throw new DomainError(
      "conflict",
      `${link.chatUserId} is linked to ${other.email}. Remove that Console User first, or choose another Slack user.`,
    );
  if (other) await tx.consoleUser.update({ where: { id: other.id }, data: unlinked });
}

function invalid(sentence: string): DomainError {
  return new DomainError("invalid", sentence, "chatUserId");
}

/**
 * Takes somebody out of the Console from the command line, for a team that can no longer approve it among themselves. What
 * they asked for is stopped; a worker that has it queued ends it, and the sweep draws the cards. Throws not-found and conflict.
 */
export async function removeByOperator(
  ctx: OperatorContext,
  { email }: { email: string },
): Promise<ConsoleUser> {
  const removed = await ctx.db.$transaction(async (tx) => {
    await lockConsoleUsers(tx);
    const user = await requireKnown(tx, email);
    const others = await tx.consoleUser.count({
      where: { ...active, fullAccess: true, id: { not: user.id } },
    });
    if (user.fullAccess && others === 0) throw lastOne(user);
    const data = { removedAt: ctx.clock(), passwordHash: null, ...unlinked };
    await tx.consoleUser.update({ where: { id: user.id }, data });
    await endSessions(tx, { consoleUserId: user.id });
    await markWaitingForSweep(tx, ctx.clock());
    await recordAudit(tx, ctx, {
      action: "console-user-removed",
      subject: { kind: "console-user", id: user.id, name: nameOf(user) },
      before: { access: accessWords(accessOf(user)), chatUserId: user.chatUserId },
      after: { removed: true, chatUserId: null },
    });
    return user;
  });
  await stopUnstarted(ctx, removed.id, "The requester was removed from the Console Users.");
  return removed;
}

function lastOne(user: ConsoleUser): DomainError {
  const sentence = `${nameOf(user)} is the last Console User with Full Access, and cannot be removed, reduced or frozen.`;
  return new DomainError("conflict", `${sentence} Add another one with --full-access first.`, "email");
}
