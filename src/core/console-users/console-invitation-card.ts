import type { Words } from "../chat/card.ts";
import type { App } from "../context.ts";
import type { ConsoleInvitation } from "../generated/prisma/client.ts";
import type { CardWords, RequestRow } from "../requests/request-kind.ts";
import { standardCard } from "../requests/standard-card.ts";
import { type Access } from "./access.ts";
import { consoleInvitationState } from "./console-invitation-state.ts";
import { accessWords } from "./permission-words.ts";

/** Follows the invitation: mailed, accepted, withdrawn, expired. */
export async function consoleInvitationCard(
  app: App,
  request: RequestRow,
  { email, access }: { email: string; access: Access },
): Promise<CardWords> {
  const invitation = await app.db.consoleInvitation.findFirst({
    where: { requestId: request.id },
    orderBy: { createdAt: "desc" },
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
  note: Words;
}

function ended({ outcome }: RequestRow, invitation: ConsoleInvitation | null, now: Date): Ended {
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

function stateWords(invitation: ConsoleInvitation | null, now: Date): Ended {
  const state = invitation ? consoleInvitationState(invitation, now) : "revoked";
  if (state === "revoked") return { done: "Console invitation withdrawn", note: "The link no longer works." };
  if (state === "expired") {
    const note = "The link was not used in time and no longer works. Invite again to send a new one.";
    return { done: "Console invitation expired", note };
  }
  if (state === "accepted") {
    const note = [
      "Accepted at ",
      { time: invitation?.acceptedAt ?? now },
      ". Slack knows them at their first /cyclr.",
    ];
    return { done: "Console invitation accepted", note };
  }
  const resent = (invitation?.issue ?? 1) > 1;
  if (resent && !invitation?.mailHandedOverAt)
    return {
      done: "Console invitation resent",
      note: "A new link is being mailed. The earlier one is dead.",
    };
  const [handedOver, until] = [invitation?.mailHandedOverAt ?? now, invitation?.expiresAt ?? now];
  const sent = ["Mail handed to the mail server at ", { time: handedOver }, ". The link works once, until "];
  const done = resent ? "Console invitation resent" : "Console invitation mailed";
  return { done, note: [...sent, { time: until }, "."] };
}
