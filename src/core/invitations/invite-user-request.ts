import { hint } from "../kernel/text/command-hint.ts";
import { accountNamed } from "../kernel/names/deleted-names.ts";
import { nameOf } from "../kernel/access/console-user-actor.ts";
import type { ConsoleUserActor, Context, App } from "../context.ts";
import { loadBrand } from "../kernel/names/brand.ts";
import { defineRequest, type RequestRow, type TakenRequest } from "../kernel/requests/request-kind.ts";
import { applyInvitation } from "./apply-invitation.ts";
import { unended } from "../kernel/links/end-invitations.ts";
import { invitingNeeds } from "./invite-plainly.ts";
import { type InviteUserInput, inviteUserInput } from "./read-address-file.ts";
import { planInvitation } from "./plan-invitation.ts";
import { mailable, mailInvitation, sendMembershipNotice } from "./send-invitation.ts";
import type { Card, RichText } from "../kernel/chat/chat.ts";
import type { SecretLink, User } from "../generated/prisma/client.ts";
import { levelOf } from "../kernel/levels/require-level.ts";
import { unfinishedTitle, waitingNote } from "../kernel/requests/standard-card.ts";
import { invitationState, type WithLink } from "./find-invitation.ts";
import type { Invitee } from "./look-up-invitee.ts";
import { z } from "zod";
import { type RequestOrigin, type Submitted, submitRequest } from "../kernel/requests/submit-request.ts";
import { email } from "../kernel/text/identity-key.ts";

type Shown = Parameters<typeof invitationState>[0] & { link: SecretLink; acceptedBy: User | null };

/** Nobody has used it, or ended it. */
const justMailed = { ...unended, acceptedBy: null };

async function inviteUserCard(
  app: App,
  request: RequestRow,
  input: InviteUserInput,
  mailed: SecretLink | undefined,
): Promise<Pick<Card, "title" | "fields" | "note">> {
  const invitation = mailed
    ? { ...justMailed, link: mailed }
    : await app.db.invitation.findFirst({
        where: { requestId: request.id },
        include: { acceptedBy: true, link: true },
        orderBy: { createdAt: "desc" },
      });
  const { account: target } = request;
  const account = await accountNamed(app, request);
  const unusable = target?.suspendedAt ? " · suspended: nobody can use it until it is resumed" : "";
  return {
    title: titleOf(request, invitation, app.clock()),
    fields: [
      ["E-mail", input.email],
      ["Account", `${account}${unusable}`],
      ["Level", levelOf(input.asAdministrator)],
    ],
    note: noteOf(app, request, invitation),
  };
}

function titleOf(request: RequestRow, invitation: Shown | null, now: Date): string {
  const unfinished = unfinishedTitle("Invitation", request);
  if (unfinished) return unfinished;
  if (request.status === "failed") return "Invitation failed";
  if (request.status === "queued") return request.attempts > 0 ? "Invitation delayed" : "Invitation queued";
  const titles: Record<string, string> = {
    added: "Access given",
    "already-member": "Already a member",
    "already-invited": "Already invited",
  };
  return titles[request.outcome ?? ""] ?? sentTitle(invitation, now);
}

function sentTitle(invitation: Shown | null, now: Date): string {
  const state = invitation ? invitationState(invitation, now) : "revoked";
  return state === "open" && invitation && invitation.link.issue > 1
    ? "Invitation resent"
    : sentTitles[state];
}

const sentTitles = {
  open: "Invitation mailed",
  accepted: "Invitation accepted",
  revoked: "Invitation revoked",
  expired: "Invitation expired",
};

function noteOf(app: App, request: RequestRow, invitation: Shown | null): RichText {
  if (request.status === "failed") {
    return `${request.trouble ?? "The reason was not recorded."} Nothing else was changed. Correct that, then retry in the thread or invite again.`;
  }
  if (request.status === "queued") return waitingNote(app, request) ?? "Queued. The mail goes out next.";
  if (request.status !== "done") return request.trouble ?? "Nothing was changed.";
  if (request.outcome !== "invited" || !invitation) return outcomeNotes[request.outcome ?? ""] ?? "";
  return invitationNote(invitation, app.clock());
}

const outcomeNotes: Record<string, string> = {
  added: "This address already has a user, who is a member now. We mailed them a notice.",
  "already-member": "This user is already a member of the Account. Nothing was changed and no mail was sent.",
  "already-invited":
    "There is already an open invitation for this address and Account. No second one was sent.",
};

function invitationNote(invitation: Shown, now: Date): RichText {
  const state = invitationState(invitation, now);
  if (state === "accepted") {
    const username = invitation.acceptedBy?.username ?? "a user that was deleted";
    return ["Accepted as ", username, " at ", { time: invitation.acceptedAt ?? now }, ". Access is open."];
  }
  if (state === "revoked") return "The link no longer works.";
  if (state === "expired")
    return "The link was not used in time and no longer works. Invite again to send a new one.";
  const resent = invitation.link.issue > 1;
  if (resent && !invitation.link.handedOverAt)
    return "We are mailing a new link. The earlier one no longer works.";
  const handedOver = invitation.link.handedOverAt ?? now;
  return [
    resent ? "There is a new link. The earlier one no longer works. " : "",
    "Mail handed to the mail server at ",
    { time: handedOver },
    ". The link works once, until ",
    { time: invitation.link.expiresAt },
    ".",
  ];
}

export const inviteUserRequest = defineRequest({
  kind: "invite-user",
  input: inviteUserInput,
  needs: invitingNeeds,
  undo: `${hint("revoke-invitation")} ends the invitation, while nobody has used it.`,
  plan: (ctx, input) => planInvitation(ctx, input),
  touches: ({ accountId, asAdministrator }) => ({ accountId, grantsAdministrator: asAdministrator }),
  async run(ctx, request, input) {
    const { outcome, invitation } = await applyInvitation(ctx, request, input);
    if (outcome === "invited") return { outcome, ...(await mailLink(ctx, request, invitation)) };
    if (outcome === "added") return { outcome, ...(await mailNotice(ctx, request, input)) };
    return outcome;
  },
  card: inviteUserCard,
});

/** Nothing is read again of an invitation that was made a moment ago. */
async function mailLink(ctx: Context<ConsoleUserActor>, request: TakenRequest, made: WithLink | undefined) {
  const [invitation, from] = await Promise.all([
    made && request.account
      ? { ...made, account: request.account, invitedBy: null }
      : ctx.db.invitation.findFirstOrThrow({
          where: { requestId: request.id },
          include: mailable,
          orderBy: { createdAt: "desc" },
        }),
    readBrand(request) ?? loadBrand(ctx),
  ]);
  const inviterName = request.requester ? nameOf(request.requester) : "";
  const mailedAt = await mailInvitation(ctx, invitation, { inviterName, from });
  return mailedAt ? { mailedAt, mailed: invitation.link } : {};
}

function readBrand({ partnerName: name, brandColour: colour }: TakenRequest) {
  return name === undefined || colour === undefined ? undefined : { name, colour };
}

/** The same for what was looked up with its caller: its plan reads that no second time. */
export const inviteSeenRequest = (seen: Invitee): typeof inviteUserRequest => ({
  ...inviteUserRequest,
  plan: (ctx, input) => planInvitation(ctx, input, seen),
});

async function mailNotice(
  ctx: Context<ConsoleUserActor>,
  request: RequestRow,
  { email, asAdministrator }: InviteUserInput,
) {
  if (request.mailedAt || !request.account) return {};
  const messageId = `membership-${request.id}`;
  await sendMembershipNotice(ctx, { email, account: request.account, asAdministrator, messageId });
  return { mailedAt: ctx.clock() };
}

export const inviteUserForm = z.object({
  accountId: z.uuid("Choose an Account."),
  email,
  asAdministrator: z.boolean(),
});

/** Asks for an invitation to an Account. Refuses what the job could only refuse as well. */
export function inviteUser(
  ctx: Context<ConsoleUserActor>,
  form: z.infer<typeof inviteUserForm>,
  place: RequestOrigin,
): Promise<Submitted> {
  return submitRequest(ctx, inviteUserRequest, form, place);
}
