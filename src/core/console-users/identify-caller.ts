import { recordAudit } from "../audit/record-audit.ts";
import type { ChatPerson } from "../chat/chat.ts";
import type { App, ConsoleUserActor } from "../context.ts";
import { DomainError } from "../errors.ts";
import type { ConsoleUser } from "../generated/prisma/client.ts";
import { fold } from "../text/fold.ts";
import { nameOf } from "./console-user-name.ts";
import { consoleUserActor } from "./console-user-actor.ts";
import { whoCanGive } from "./who-can-give.ts";

export interface Caller {
  chatUserId: string;
  /** The workspace that the caller is a member of, as the delivery names it. */
  workspaceId: string;
}

/**
 * The Console User behind a chat user. At first use a confirmed e-mail that matches links the two, once.
 * Throws forbidden for everyone else: guests, strangers, bots, the deactivated.
 */
export async function identifyCaller(app: App, caller: Caller): Promise<ConsoleUserActor> {
  const [person, workspaceId, known] = await Promise.all([
    app.chat.person(caller.chatUserId),
    app.chat.workspaceId(),
    linked(app, caller),
  ]);
  const stranger = caller.workspaceId !== workspaceId || person.workspaceId !== workspaceId;
  const excluded = person.excluded ?? (stranger ? "stranger" : undefined);
  if (excluded) return refuse(app, caller, person, exclusions[excluded]);
  // Two first uses at the same moment: one links, the other finds the link.
  const user = known ?? (await link(app, caller, person)) ?? (await linked(app, caller));
  if (user) return consoleUserActor(user, "slack");
  const ask = await whoCanGive(app, "console-users:manage");
  return refuse(app, caller, person, `You are not a Console User here. ${ask}`);
}

const exclusions = {
  bot: "Bots cannot use this.",
  deactivated: "This Slack user is deactivated.",
  guest:
    "Guests of this workspace cannot be Console Users. Ask for a full membership of the workspace first.",
  stranger:
    "Only members of this workspace can be Console Users, not people who reach it through Slack Connect.",
};

function linked(app: App, { chatUserId, workspaceId }: Caller): Promise<ConsoleUser | null> {
  return app.db.consoleUser.findFirst({ where: { chatUserId, chatTeamId: workspaceId, removedAt: null } });
}

async function link(app: App, caller: Caller, person: ChatPerson): Promise<ConsoleUser | null> {
  if (!person.email || !person.emailConfirmed) return null;
  return app.db.$transaction(async (tx) => {
    // Whoever was removed keeps nobody from being linked to another Console User.
    await tx.consoleUser.updateMany({
      where: { chatUserId: caller.chatUserId, chatTeamId: caller.workspaceId, removedAt: { not: null } },
      data: { chatUserId: null, chatTeamId: null, chatLinkedAt: null },
    });
    // The condition on chatUserId makes the link once: a second Slack user with this address finds nothing.
    const [user] = await tx.consoleUser.updateManyAndReturn({
      where: { emailKey: fold(person.email ?? ""), chatUserId: null, removedAt: null },
      data: { chatUserId: caller.chatUserId, chatTeamId: caller.workspaceId, chatLinkedAt: app.clock() },
    });
    if (!user) return null;
    await recordAudit(tx, consoleUserActor(user, "slack"), {
      action: "slack-identity-linked",
      subject: { kind: "console-user", id: user.id, name: nameOf(user) },
      after: { chatUserId: caller.chatUserId, by: "confirmed e-mail" },
    });
    return user;
  });
}

async function refuse(app: App, caller: Caller, person: ChatPerson, sentence: string): Promise<never> {
  const actor = { kind: "chat-user", id: caller.chatUserId, name: person.name, surface: "slack" } as const;
  await recordAudit(app.db, actor, {
    action: "refused",
    subject: { kind: "console" },
    after: { because: sentence },
  });
  throw new DomainError("forbidden", sentence);
}
