import { by, recordAudit } from "../kernel/audit/record-audit.ts";
import type { ChatExclusion, ChatPerson } from "../kernel/chat/chat.ts";
import type { App, ConsoleUserActor } from "../context.ts";
import { DomainError } from "../kernel/errors.ts";
import type { ConsoleUser } from "../generated/prisma/client.ts";
import { exclusionOf, keepStanding } from "../kernel/requests/chat-standing.ts";
import { type Caller, dropLink, link, linked, linkedOnce, relink } from "./chat-link.ts";
import { consoleUserActor } from "../kernel/access/console-user-actor.ts";
import { frozenWords } from "./invite-console-user.ts";
import { addressKey } from "../kernel/text/identity-key.ts";
import { run, statement } from "../kernel/statement.ts";
import { whoCanGive } from "../kernel/access/require-access-change.ts";
import { knownTimeZone } from "../kernel/time/time-zone.ts";

/**
 * The Console User behind a chat user. At first use a confirmed e-mail that matches links the two, once; when the chat
 * names another confirmed e-mail later, they have to be linked again.
 * Throws forbidden for everyone else: guests, strangers, bots, the deactivated, the frozen.
 */
export async function identifyCaller(app: App, sender: Caller): Promise<ConsoleUserActor> {
  const home = app.chat.workspaceId();
  const [person, workspaceId, known] = await Promise.all([
    app.chat.person(sender.chatUserId),
    home,
    home.then((ours) => linkedOnce(app, { ...sender, workspaceId: ours })),
  ]);
  const standing = exclusionOf(person, workspaceId);
  const current = known && (await keepStanding(app, known, standing, { refused: standing !== undefined }));
  const excluded = standing ?? (isStranger(sender, person, workspaceId) ? "stranger" : undefined);
  if (excluded) return refuse(app, sender, person, exclusions[excluded]);
  const caller = { ...sender, workspaceId };
  const kept = current && (await keepLink(app, current, person));
  // Two first uses at the same moment: one links, the other finds the link.
  const user = kept ?? (await link(app, caller, person)) ?? (await linked(app, caller));
  if (user && !user.frozenAt) return consoleUserActor(await keepTimeZone(app, user, person), "slack");
  const ask = await whoCanGive(app, "console-users:manage");
  if (user) return refuse(app, caller, person, `${frozenWords} ${ask}`);
  if (known) return refuse(app, caller, person, `${changedAddress} ${ask}`);
  return refuse(app, caller, person, `You are not a Console User here. ${ask}`);
}

/** Within an organisation a delivery may name a sister workspace; membership of ours is the person's own. */
function isStranger(sender: Caller, person: ChatPerson, ours: string): boolean {
  const elsewhere = person.inOrganisation ? sender.workspaceId === "" : sender.workspaceId !== ours;
  return ours === "" || elsewhere || person.workspaceId !== ours;
}

const changedAddress =
  "Your e-mail in Slack has changed, so your Slack user and your Console User are no longer linked. To link them again, accept an invitation to your new address, or change your e-mail in Slack back to a Console User’s.";

const exclusions = {
  bot: "Bots cannot use this.",
  deactivated: "This Slack user is deactivated.",
  guest:
    "Guests of this workspace cannot be Console Users. Ask for a full membership of the workspace first.",
  stranger:
    "Only members of this workspace can be Console Users, not people who reach it through Slack Connect.",
};

/** What somebody reads whose rights do not hold. */
export function inactiveWords({ frozenAt, chatExcluded }: ConsoleUser): string {
  return frozenAt ? frozenWords : exclusions[chatExcluded as ChatExclusion];
}

/** The Console User, as long as the chat still names the e-mail by which they were linked; else the link is dropped. */
async function keepLink(app: App, user: ConsoleUser, person: ChatPerson): Promise<ConsoleUser | null> {
  if (!person.email || !person.emailConfirmed) return user;
  const emailKey = addressKey(person.email);
  if (user.chatEmailKey === emailKey) return user;
  if (user.chatEmailKey === null || user.emailKey === emailKey) return relink(app, user, emailKey);
  await dropLink(app, user);
  return null;
}

async function refuse(app: App, caller: Caller, person: ChatPerson, sentence: string): Promise<never> {
  const actor = { kind: "chat-user", id: caller.chatUserId, name: person.name, surface: "slack" } as const;
  await recordAudit(app.db, by(app, actor), {
    action: "refused",
    subject: { kind: "console" },
    after: { because: sentence },
  });
  throw new DomainError("forbidden", sentence);
}

/** Not by Prisma, whose engine a bot need not start for it. */
const writingTimeZone = statement<{ id: string; timeZone: string; now: Date }, never>(
  (at) =>
    `UPDATE "ConsoleUser" SET "timeZone" = ${at("timeZone")}, "updatedAt" = ${at("now")} WHERE "id" = ${at("id")}::uuid`,
);

/** Keeps the zone that the chat tells now, so that times are read in it. Written only where it differs. */
async function keepTimeZone(app: App, user: ConsoleUser, person: ChatPerson): Promise<ConsoleUser> {
  const timeZone = knownTimeZone(person.timeZone);
  if (!timeZone || timeZone === user.timeZone) return user;
  await run(app.db, writingTimeZone, { id: user.id, timeZone, now: app.clock() });
  return { ...user, timeZone };
}
