import type { KnownBlock } from "@slack/types";
import { accountLabel } from "../../core/kernel/names/account-name.ts";
import { mrkdwn, shorten } from "../../core/kernel/text/mrkdwn.ts";
import { allows } from "../../core/kernel/access/access.ts";
import type { ConsoleUserActor, Context } from "../../core/context.ts";
import { listedDays, listInvitations } from "../../core/invitations/own-invitations.ts";
import { revokeInvitationRequest } from "../../core/invitations/revoke-invitation.ts";
import { invitationState, type LoadedInvitation } from "../../core/invitations/find-invitation.ts";
import { levelOf } from "../../core/kernel/levels/require-level.ts";
import { rowsAtOnce, withSearch, listingForm, textIn } from "../slack/listing.ts";
import { plain } from "../slack/reopened-view.ts";
import { timeMarkup as time } from "../../core/kernel/text/mrkdwn.ts";
import { z } from "zod";
import { resendInvitationRequest } from "../../core/invitations/resend-invitation.ts";
import type { RequestKind } from "../../core/kernel/requests/request-kind.ts";
import type { Action } from "../slack/action.ts";
import { createSubmitter } from "../slack/create-submitter.ts";
import { requirePermission } from "../../core/kernel/access/require-access-change.ts";
import type { Command } from "../slack/command.ts";
import { type LineArg, looksLikeAddress, readLine, type Reading } from "../slack/read-line.ts";
import { filled } from "../slack/request-command.ts";
import { typedAddress } from "../slack/typed-address.ts";
import { textOf, tidy, type Word } from "../slack/words.ts";
import { accountFieldIfAny, namedAccount } from "../accounts/delete-account.ts";
import { emailField } from "../slack/fields.ts";

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
  const filtered = accountId || email ? "No invitation fits." : "None.";
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
  const { email, account, asAdministrator, link } = invitation;
  const state = invitationState(invitation, now);
  const what = mrkdwn`*${shorten(email, 254)}* to ${shorten(accountLabel(account), 200)} as ${levelOf(asAdministrator)}`;
  const sent = link.handedOverAt ? `sent ${time(link.handedOverAt)}` : "not mailed yet";
  return `${what}\n${state} · ${sent} · ${state === "open" ? "expires" : "expired"} ${time(link.expiresAt)}`;
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
  const edit = mayEdit ? "Use the buttons, or" : "If you have `users: edit`, use";
  const tail = mayEdit ? "for one address and Account." : "to send a new link or end one.";
  return `${edit} ${commands} ${tail} Newest last, from the last ${listedDays} days.`;
}

function nextPage(page: Page): KnownBlock {
  const value = JSON.stringify(page);
  return {
    type: "actions",
    elements: [{ type: "button", action_id: invitationsPageAction, value, text: plain("Next page") }],
  };
}

export const resendButton = invitationButton(resendAction, resendInvitationRequest);
export const revokeButton = invitationButton(revokeAction, revokeInvitationRequest);

export function invitationButton(name: string, kind: RequestKind<{ invitationId: string }>): Action {
  return {
    name,
    run: ({ context, say, place, value }) =>
      createSubmitter({ context, say, place, planOnly: false })(kind, { invitationId: value }),
  };
}

const pageValue = z.object({
  accountId: z.string().optional(),
  email: z.string().optional(),
  after: z.string(),
});

export const invitationsPage: Action = {
  name: invitationsPageAction,
  async run({ value, context, replace, modal }) {
    const [text, blocks] = await showInvitations(await context(), pageValue.parse(JSON.parse(value)));
    await replace(text, modal ? blocks : withSearch(blocks, invitationSearch));
  },
};

const invitationsForm = listingForm({
  name: "invitations",
  title: "Pending invitations",
  needs: "users:view",
  button: "Show",
  fields: async (ctx, { account, email }, _more, notices) => [
    ...(await filled(notices, account, (typed) =>
      accountFieldIfAny(ctx, { typed, hint: "Leave empty for every Account.", optional: true }),
    )),
    emailField({
      id: "email",
      label: "E-mail",
      hint: "The complete address.",
      value: email && tidy(email),
      optional: true,
    }),
  ],
  async show(ctx, values) {
    const [accountId, email] = [textIn(values, "accountId"), textIn(values, "email")];
    const [text, blocks] = await showInvitations(ctx, {
      accountId: accountId || undefined,
      email: email || undefined,
    });
    return { text, blocks };
  },
});

const args: LineArg[] = [
  { name: "account" },
  { name: "email", keyword: "of", also: ["for", "to", "from"], optional: true, fits: looksLikeAddress },
];

/** An Account may have “of” in its name, but no e-mail at its end; an address alone is one. */
function read(words: Word[]): Reading {
  const { typed, doubts } = readLine(args, words);
  const { account = "", email = "" } = typed;
  if (email && !looksLikeAddress(email)) return { typed: { account: textOf(words) }, doubts };
  if (!email && looksLikeAddress(account)) return { typed: { email: account }, doubts };
  return { typed, doubts };
}

export const invitations: Command = {
  name: "invitations",
  area: "Invitations",
  summary: "list pending invitations, to resend or revoke them",
  needs: "users:view",
  usage: ["", "<Account: API ID or name>", "[Account] of <e-mail>"],
  example: "cedar",
  forms: [invitationsForm],
  read,

  async run(call) {
    const ctx = await call.context();
    const { account, email } = read(call.words).typed;
    // Before the Account is looked up, so that names of Accounts are told to nobody who may not know them.
    await requirePermission(ctx, "users:view", "invitations");
    const accountId = account ? (await namedAccount(ctx, account)).id : undefined;
    const address = email ? tidy(await typedAddress(ctx, email)) : undefined;
    const [text, blocks] = await showInvitations(ctx, { accountId, email: address });
    await call.say(text, withSearch(blocks, invitationSearch));
  },
};
