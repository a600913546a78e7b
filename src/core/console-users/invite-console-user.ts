import { moment } from "../kernel/text/moment-words.ts";
import { z } from "zod";
import type { ConsoleUserActor, Context, App } from "../context.ts";
import { DomainError } from "../kernel/errors.ts";
import { type CardContent, defineRequest, type RequestRow } from "../kernel/requests/request-kind.ts";
import type { Plan } from "../kernel/requests/approval-policy.ts";
import { email, addressKey } from "../kernel/text/identity-key.ts";
import {
  accessInput,
  noAccess,
  type Access,
  accessOf,
  accessWords,
  grantableAreas,
  type Area,
  levels,
  permissionGrid,
  allows,
  type Permission,
} from "../kernel/access/access.ts";
import { applyConsoleInvitation } from "./apply-console-invitation.ts";
import { openConsoleInvitation, consoleInvitationState, type WithLink } from "./revoke-console-invitation.ts";
import {
  auditRefusals,
  requireAccessChange,
  whoCanGive,
  whoHolds,
} from "../kernel/access/require-access-change.ts";
import { sendConsoleInvitation } from "./send-console-invitation.ts";
import type { RichText } from "../kernel/chat/chat.ts";
import type { ConsoleUser } from "../generated/prisma/client.ts";
import { standardCard } from "../kernel/requests/standard-card.ts";
import type { AddedConsoleUser } from "./add-console-user.ts";
import { nameOf } from "../kernel/access/console-user-actor.ts";
import { hint } from "../kernel/text/command-hint.ts";

/** What became of adding somebody, and which access they have now. */
export function addedSentence(outcome: AddedConsoleUser["outcome"], user: ConsoleUser): string {
  const sentences = {
    created: "is a Console User now.",
    restored: "had been removed and is a Console User again.",
    changed: "was a Console User already and has been changed.",
    unchanged: "is a Console User already; nothing has changed.",
  };
  const access = `Access: ${accessWords(accessOf(user))}.`;
  return `${described(user)} ${sentences[outcome]} ${access}${user.frozenAt ? ` ${stillFrozen}` : ""}`;
}

const stillFrozen =
  "But this Console User is frozen, and may use none of it. Unfreeze them in Slack, or remove and add them here.";

/** What somebody is told who is frozen; who can help is said besides. */
export const frozenWords = "Your Console User is frozen, so nothing works for you here.";

/** One line of a list: who, what they may do, and whether Slack knows them. */
export function consoleUserLine(user: ConsoleUser): string {
  const linked = user.chatUserId ? `linked to ${user.chatUserId}` : "not linked to Slack yet";
  const frozen = user.frozenAt ? "FROZEN · " : "";
  return `${described(user)} · ${frozen}${accessWords(accessOf(user))} · ${linked}`;
}

/** A Console User as people recognise one: the name, with the e-mail. */
export function consoleUserLabel(user: Pick<ConsoleUser, "firstName" | "lastName" | "email">): string {
  const name = nameOf(user);
  return name === user.email ? user.email : `${name} (${user.email})`;
}

function described(user: ConsoleUser): string {
  const name = nameOf(user);
  return name === user.email ? user.email : `${name} <${user.email}>`;
}

export const inviteConsoleUserInput = z.object({ email, access: accessInput });

export type InviteConsoleUserInput = z.infer<typeof inviteConsoleUserInput>;

/** Invites a member of the Partner's own team to the Partner Console. Never a customer. */
export const inviteConsoleUserRequest = defineRequest({
  kind: "invite-console-user",
  input: inviteConsoleUserInput,
  needs: "console-users:manage",
  undo: `${hint("console-users")} lists the invitations to the Console, so that you can revoke them.`,
  plan,
  async run(ctx, request, input) {
    const outcome = await auditRefusals(ctx, { name: input.email }, () =>
      applyConsoleInvitation(ctx, request, input),
    );
    if (outcome === "invited") await sendConsoleInvitation(ctx, request);
    return outcome;
  },
  card: consoleInvitationCard,
});

async function plan(ctx: Context<ConsoleUserActor>, input: InviteConsoleUserInput): Promise<Plan> {
  const { email: address, access } = input;
  const change = { before: noAccess, after: access };
  await auditRefusals(ctx, { name: address }, () => requireAccessChange(ctx, ctx.actor, change));
  const emailKey = addressKey(address);
  const known = await ctx.db.consoleUser.findUnique({ where: { emailKey } });
  if (known && !known.removedAt) throw isOne(consoleUserLabel(known), known.email);
  const open = await openConsoleInvitation(ctx, emailKey, ctx.clock());
  if (open?.link.handedOverAt) throw isInvited(open.email, open.link.expiresAt);
  const words = accessWords(access);
  const again = known ? " They were a Console User before, and become one again." : "";
  return {
    dedupeKey: `invite-console-user:${emailKey}`,
    what: `the invitation of ${address} to the Console, with ${words}`,
    effects: [
      `A mail goes to ${address} with a link, good for seven days, to become a Console User with: ${words}.${again}`,
    ],
    warnings: access.fullAccess
      ? ["Full Access allows everything, and also to give and take Full Access."]
      : [],
    needsConfirmation: false,
  };
}

function isOne(label: string, address: string): DomainError {
  const advice = `${hint("permissions")} ${address} shows and changes what they may do.`;
  return new DomainError(
    "conflict",
    `${label} is a Console User already. Nothing was changed. ${advice}`,
    "email",
  );
}

function isInvited(address: string, expiresAt: Date): DomainError {
  const what = `${address} already has an open invitation to the Console, good until ${moment(expiresAt)}.`;
  return new DomainError("conflict", `${what} Nothing was changed.`, "email");
}

/** Follows the invitation: mailed, accepted, withdrawn, expired. */
async function consoleInvitationCard(
  app: App,
  request: RequestRow,
  { email, access }: { email: string; access: Access },
): Promise<CardContent> {
  const invitation = await app.db.consoleInvitation.findFirst({
    where: { requestId: request.id },
    orderBy: { createdAt: "desc" },
    include: { link: true },
  });
  const { done, note } = ended(request, invitation, app.clock());
  return standardCard(app, request, {
    noun: "Console invitation",
    fields: [
      ["E-mail", email],
      ["Access", accessWords(access)],
    ],
    done,
    note,
  });
}

interface Ended {
  done: string;
  note: RichText;
}

function ended({ outcome }: RequestRow, invitation: WithLink | null, now: Date): Ended {
  if (outcome === "already-console-user")
    return {
      done: "Console User already",
      note: "This address became a Console User in the meantime. Nothing was sent.",
    };
  if (outcome === "already-invited")
    return {
      done: "Invited to the Console already",
      note: "There is an open invitation for this address. No second one was sent.",
    };
  return stateWords(invitation, now);
}

function stateWords(invitation: WithLink | null, now: Date): Ended {
  const state = invitation ? consoleInvitationState(invitation, now) : "revoked";
  const { link } = invitation ?? {};
  if (state === "revoked") return { done: "Console invitation withdrawn", note: "The link no longer works." };
  if (state === "expired") {
    const note = "The link was not used in time and no longer works. Invite again to send a new one.";
    return { done: "Console invitation expired", note };
  }
  if (state === "accepted") {
    const note = [
      "Accepted at ",
      { time: link?.usedAt ?? now },
      `. Slack knows them at their first ${hint()}.`,
    ];
    return { done: "Console invitation accepted", note };
  }
  const resent = (link?.issue ?? 1) > 1;
  if (resent && !link?.handedOverAt)
    return {
      done: "Console invitation resent",
      note: "We are mailing a new link. The earlier one no longer works.",
    };
  const [handedOver, until] = [link?.handedOverAt ?? now, link?.expiresAt ?? now];
  const sent = ["Mail handed to the mail server at ", { time: handedOver }, ". The link works once, until "];
  const done = resent ? "Console invitation resent" : "Console invitation mailed";
  return { done, note: [...sent, { time: until }, "."] };
}

/** Who somebody is here, how Slack knows them, and what they may do, area by area. */
export function ownAccessWords(user: ConsoleUser): string[] {
  const { fullAccess, permissions } = accessOf(user);
  const lead = fullAccess
    ? "You have Full Access: everything below, and giving and taking Full Access."
    : "What you may do, area by area:";
  const areas = grantableAreas().map((area) => {
    const level = fullAccess ? levels.findLast((one) => one in permissionGrid[area]) : permissions[area];
    return `• ${area}: ${level ? `${level} (${allowedWords(area, level)})` : "none"}`;
  });
  return [
    `You are ${consoleUserLabel(user)}, a Console User.`,
    linkWords(user),
    lead,
    ...areas,
    everyoneWords(),
  ];
}

/** What a level allows, with what those below it allow. */
function allowedWords(area: Area, level: string): string {
  const row: Partial<Record<string, string>> = permissionGrid[area];
  const included = levels.slice(0, levels.findIndex((one) => one === level) + 1);
  return included.flatMap((one) => row[one] ?? []).join("; ");
}

function linkWords({ chatLinkedAt, chatEmailKey }: ConsoleUser): string {
  const since = chatLinkedAt ? ` since ${moment(chatLinkedAt)}` : "";
  const by = chatEmailKey ? `, by the confirmed e-mail ${chatEmailKey}` : "";
  return `This Slack user is linked to you${since}${by}. If its e-mail changes, it has to be linked again.`;
}

function everyoneWords(): string {
  const open = Object.values(permissionGrid).flatMap((row) => ("everyone" in row ? row.everyone : []));
  return `Every Console User may: ${open.join(", ")}.`;
}

/** What a permission allows, whether the caller has it, and who could help where not. */
export async function explainPermission(
  ctx: Context<ConsoleUserActor>,
  permission: Permission,
): Promise<string[]> {
  const { actor } = ctx;
  const [area, level] = permission.split(":") as [Area, string];
  const needs = `It needs the Console permission “${area}: ${level}” (${allowedWords(area, level)}).`;
  if (actor.fullAccess) return [needs, "You may: you have Full Access."];
  const held = actor.permissions[area] ?? "none";
  if (allows(actor, permission)) return [needs, `You may: your level for ${area} is ${held}.`];
  const holders = await whoHolds(ctx, permission);
  return [
    needs,
    `You may not: your level for ${area} is ${held}, and ${level} is missing.`,
    holders ? `These people can do it: ${holders}.` : "Nobody can do it at the moment.",
    `To get this permission: ${await whoCanGive(ctx, permission)}`,
  ];
}
