import { recordAudit } from "../audit/record-audit.ts";
import type { ChatPerson } from "../chat/chat.ts";
import type { App } from "../context.ts";
import type { Transaction } from "../database.ts";
import { DomainError } from "../errors.ts";
import type { ConsoleUser } from "../generated/prisma/client.ts";
import { addressKey } from "../text/identity-key.ts";
import { Trouble } from "../trouble.ts";
import { whyInactive } from "./access.ts";
import type { OperatorContext } from "./add-console-user.ts";
import { unlinked } from "./chat-link.ts";
import { exclusionOf } from "./chat-standing.ts";
import { nameOf } from "./console-user-name.ts";
import { lockConsoleUsers } from "./require-access-change.ts";
import { requireKnown } from "./set-console-password.ts";

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
    if (!(error instanceof Trouble)) throw error;
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
