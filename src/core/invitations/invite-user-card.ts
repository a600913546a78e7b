import { accountLabel } from "../accounts/account-name.ts";
import type { Card, Words } from "../chat/card.ts";
import type { App } from "../context.ts";
import type { Invitation, User } from "../generated/prisma/client.ts";
import { levelOf } from "../memberships/level.ts";
import type { RequestRow } from "../requests/request-kind.ts";
import { unfinishedTitle } from "../requests/standard-card.ts";
import { waitingNote } from "../requests/waiting-note.ts";
import { invitationState } from "./open-invitation.ts";
import type { InviteUserInput } from "./invite-user-input.ts";

type Accepted = Invitation & { acceptedBy: User | null };

export async function inviteUserCard(
  app: App,
  request: RequestRow,
  input: InviteUserInput,
): Promise<Pick<Card, "title" | "fields" | "note">> {
  const invitation = await app.db.invitation.findFirst({
    where: { requestId: request.id },
    include: { acceptedBy: true },
    orderBy: { createdAt: "desc" },
  });
  const account = request.account ? accountLabel(request.account) : "an Account that was deleted";
  return {
    title: titleOf(request, invitation, app.clock()),
    fields: [
      ["E-mail", input.email],
      ["Account", account],
      ["Level", levelOf(input.asAdministrator)],
    ],
    note: noteOf(app, request, invitation),
  };
}

function titleOf(request: RequestRow, invitation: Accepted | null, now: Date): string {
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

function sentTitle(invitation: Invitation | null, now: Date): string {
  const state = invitation ? invitationState(invitation, now) : "revoked";
  return state === "open" && invitation && invitation.issue > 1 ? "Invitation resent" : sentTitles[state];
}

const sentTitles = {
  open: "Invitation mailed",
  accepted: "Invitation accepted",
  revoked: "Invitation revoked",
  expired: "Invitation expired",
};

function noteOf(app: App, request: RequestRow, invitation: Accepted | null): Words {
  if (request.status === "failed") {
    return `${request.trouble ?? "The reason was not recorded."} Nothing else was changed. Put it right, and retry in the thread or invite again.`;
  }
  if (request.status === "queued") return waitingNote(app, request) ?? "Queued. The mail goes out next.";
  if (request.status !== "done") return request.trouble ?? "Nothing was changed.";
  if (request.outcome !== "invited" || !invitation) return outcomeNotes[request.outcome ?? ""] ?? "";
  return invitationNote(invitation, app.clock());
}

const outcomeNotes: Record<string, string> = {
  added: "This address already has a user: the Membership was given at once, and a notice was mailed.",
  "already-member": "This user is a member of the Account already. Nothing was changed and no mail was sent.",
  "already-invited":
    "There is an open invitation for this address and Account already. No second one was sent.",
};

function invitationNote(invitation: Accepted, now: Date): Words {
  const state = invitationState(invitation, now);
  if (state === "accepted") {
    const username = invitation.acceptedBy?.username ?? "a user that was deleted";
    return ["Accepted as ", username, " at ", { time: invitation.acceptedAt ?? now }, ". Access is open."];
  }
  if (state === "revoked") return "The link no longer works.";
  if (state === "expired")
    return "The link was not used in time and no longer works. Invite again to send a new one.";
  const resent = invitation.issue > 1;
  if (resent && !invitation.mailHandedOverAt) return "A new link is being mailed. The earlier one is dead.";
  const handedOver = invitation.mailHandedOverAt ?? now;
  return [
    resent ? "A new link was issued, and the earlier one is dead. " : "",
    "Mail handed to the mail server at ",
    { time: handedOver },
    ". The link works once, until ",
    { time: invitation.expiresAt },
    ".",
  ];
}
