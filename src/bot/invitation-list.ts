import type { KnownBlock } from "@slack/types";
import { accountLabel } from "../core/accounts/account-name.ts";
import { mrkdwn, shorten } from "../core/chat/mrkdwn.ts";
import { allows } from "../core/console-users/permission-grid.ts";
import type { ConsoleUserActor, Context } from "../core/context.ts";
import { listedDays, listInvitations } from "../core/invitations/list-invitations.ts";
import type { LoadedInvitation } from "../core/invitations/load-invitation.ts";
import { invitationState } from "../core/invitations/open-invitation.ts";
import { levelOf } from "../core/memberships/level.ts";
import { rowsAtOnce } from "./listing.ts";
import { plain } from "./plain-text.ts";
import { timeMarkup as time } from "./words-markup.ts";

export const resendAction = "resend-invitation";
export const revokeAction = "revoke-invitation";
export const invitationsPageAction = "invitations-page";

interface Page {
  accountId?: string | undefined;
  email?: string | undefined;
  after?: string | undefined;
}

/** A page of pending invitations, each with its buttons for those who may. */
export async function showInvitations(
  ctx: Context<ConsoleUserActor>,
  { accountId, email, after }: Page,
): Promise<[text: string, blocks: KnownBlock[]]> {
  const found = await listInvitations(ctx, { accountId, email, after, take: rowsAtOnce + 1 });
  const shown = found.slice(0, rowsAtOnce);
  const title = "Pending invitations";
  const mayEdit = allows(ctx.actor, "users:edit");
  const last = found.length > rowsAtOnce ? shown.at(-1)?.id : undefined;
  const rows = shown.map((invitation) => rowOf(invitation, ctx.clock()));
  const filtered = accountId || email ? "None that fits." : "None.";
  const none = after ? "No more." : `${filtered} /cyclr invite sends one.`;
  const blocks: KnownBlock[] = [
    { type: "header", text: plain(title) },
    ...(shown.length === 0 ? [section(none)] : []),
    ...shown.flatMap((invitation, index) => [
      section(rows[index] ?? ""),
      ...(mayEdit ? [buttonsFor(invitation)] : []),
    ]),
    { type: "context", elements: [{ type: "mrkdwn", text: hint(mayEdit) }] },
    ...(last ? [nextPage({ accountId, email, after: last })] : []),
  ];
  return [[title, ...(rows.length > 0 ? rows : [none])].join("\n"), blocks];
}

/** Under the list where it stands in a message. */
export const invitationSearch = { form: "invitations", label: "Filter…", typed: {} };

function rowOf(invitation: LoadedInvitation, now: Date): string {
  const { email, account, asAdministrator, mailHandedOverAt, expiresAt } = invitation;
  const state = invitationState(invitation, now);
  const what = mrkdwn`*${shorten(email, 254)}* to ${shorten(accountLabel(account), 200)} as ${levelOf(asAdministrator)}`;
  const sent = mailHandedOverAt ? `sent ${time(mailHandedOverAt)}` : "not mailed yet";
  return `${what}\n${state} · ${sent} · ${state === "open" ? "expires" : "expired"} ${time(expiresAt)}`;
}

function section(text: string): KnownBlock {
  return { type: "section", text: { type: "mrkdwn", text } };
}

function buttonsFor({ id }: LoadedInvitation): KnownBlock {
  return {
    type: "actions",
    elements: [
      { type: "button", action_id: resendAction, value: id, text: plain("Resend") },
      { type: "button", action_id: revokeAction, value: id, style: "danger", text: plain("Revoke") },
    ],
  };
}

function hint(mayEdit: boolean): string {
  const commands = "`/cyclr resend-invitation` and `/cyclr revoke-invitation`";
  const edit = mayEdit ? "The buttons do what" : "With `users: edit`,";
  const tail = mayEdit ? "do for one address and Account." : "send a new link or end it.";
  return `${edit} ${commands} ${tail} Newest last; of the last ${listedDays} days.`;
}

function nextPage(page: Page): KnownBlock {
  const value = JSON.stringify(page);
  return {
    type: "actions",
    elements: [{ type: "button", action_id: invitationsPageAction, value, text: plain("Next page") }],
  };
}
